package org.polymorph.daemon.rest;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;
import org.polymorph.engine.config.ConfigLoader;
import org.polymorph.engine.store.CampaignControl;
import org.polymorph.engine.store.Database;

/**
 * What the server serves; whoever makes it closes all of it, after the server.
 *
 * @param reading database that queries go to; opened for reading alone where it is SQLite, so that they never wait for writers
 * @param data directory of the objects; uploaded campaigns are taken as if their files lay there
 * @param control takes wishes, into the database that is open for writing
 * @param sites machines in use, asked for now and then: must answer at once
 * @param checks of readiness, besides the database
 * @param metrics registry to which the server adds its own and those of the store
 */
public record CampaignApi(
        Database reading,
        Path data,
        CampaignControl control,
        ConfigLoader config,
        Supplier<List<SiteStatus>> sites,
        List<HealthCheck> checks,
        PrometheusMeterRegistry metrics,
        Clock clock) {
    public CampaignApi {
        checks = List.copyOf(checks);
    }
}
