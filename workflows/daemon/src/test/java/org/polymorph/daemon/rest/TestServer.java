package org.polymorph.daemon.rest;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.polymorph.daemon.rest.RestOptions.RestLimits;
import org.polymorph.engine.config.ConfigLoader;
import org.polymorph.engine.store.CampaignControl;
import org.polymorph.engine.store.DataDirectory;
import org.polymorph.engine.store.Database;

/** A server on a free port of loopback, with a data directory of its own, as the daemon starts one. */
final class TestServer implements AutoCloseable {
    static final SiteStatus SITE = new SiteStatus(
            "hpc1", "slurm", 12, 4, OptionalInt.of(200), SiteStatus.Breaker.CLOSED, 31, 62, Duration.ofMillis(4500));

    private final Path directory;
    private final Database writing;
    private final Database reading;
    private final RestServer server;

    private TestServer(Path directory, RestOptions options, List<HealthCheck> checks) {
        this.directory = directory;
        writing = Database.open(DataDirectory.database(directory));
        reading = Database.openReadOnly(DataDirectory.database(directory));
        server = RestServer.start(
                options,
                new CampaignApi(
                        reading,
                        directory,
                        new CampaignControl(writing, Clock.systemUTC()),
                        new ConfigLoader(Map.of("HOME_SECRET", "hush"), directory),
                        () -> List.of(SITE),
                        checks,
                        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                        Clock.systemUTC()));
    }

    /** Starts one on a copy of {@link RestData} in a directory. */
    static TestServer start(Path directory) {
        return start(directory, RestOptions.of("127.0.0.1", 0, Optional.empty()));
    }

    static TestServer start(Path directory, RestOptions options) {
        return start(directory, options, List.of());
    }

    static TestServer start(Path directory, RestOptions options, List<HealthCheck> checks) {
        return open(RestData.copy(directory), options, checks);
    }

    /** Starts one on a directory as it is. */
    static TestServer open(Path directory, RestOptions options, List<HealthCheck> checks) {
        return new TestServer(directory, options, checks);
    }

    /** Returns options of a server on a free port with limits of its own. */
    static RestOptions limited(RestLimits limits) {
        return new RestOptions("127.0.0.1", 0, Optional.empty(), false, limits);
    }

    RestClient client() {
        return new RestClient(server.url());
    }

    String url() {
        return server.url();
    }

    int port() {
        return server.port();
    }

    Path directory() {
        return directory;
    }

    Database database() {
        return writing;
    }

    @Override
    public void close() {
        server.close();
        reading.close();
        writing.close();
    }
}
