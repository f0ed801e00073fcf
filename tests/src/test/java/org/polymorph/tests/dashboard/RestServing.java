package org.polymorph.tests.dashboard;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.polymorph.daemon.rest.BearerToken;
import org.polymorph.daemon.rest.CampaignApi;
import org.polymorph.daemon.rest.RestOptions;
import org.polymorph.daemon.rest.RestServer;
import org.polymorph.daemon.rest.SiteStatus;
import org.polymorph.engine.config.ConfigLoader;
import org.polymorph.engine.store.CampaignControl;
import org.polymorph.engine.store.DataDirectory;
import org.polymorph.engine.store.Database;

/** The daemon's own server, on a free port of loopback, over the data of a search that has been run. */
final class RestServing implements AutoCloseable {
    private static final SiteStatus SITE =
            new SiteStatus("local", "local", 0, 0, OptionalInt.of(1), SiteStatus.Breaker.UNKNOWN, 0, 0, Duration.ZERO);

    private final Database writing;
    private final Database reading;
    private final RestServer server;

    RestServing(Path directory, Optional<BearerToken> token) {
        writing = Database.open(DataDirectory.database(directory));
        reading = Database.openReadOnly(DataDirectory.database(directory));
        server = RestServer.start(
                RestOptions.of("127.0.0.1", 0, token),
                new CampaignApi(
                        reading,
                        directory,
                        new CampaignControl(writing, Clock.systemUTC()),
                        new ConfigLoader(Map.of(), directory),
                        () -> List.of(SITE),
                        List.of(),
                        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                        Clock.systemUTC()));
    }

    String address() {
        return server.url() + "/";
    }

    @Override
    public void close() {
        server.close();
        reading.close();
        writing.close();
    }
}
