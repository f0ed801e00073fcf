package org.polymorph.daemon.service;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.polymorph.components.campaign.CampaignSession.SharedData;
import org.polymorph.daemon.alert.Alerts;
import org.polymorph.daemon.rest.CampaignApi;
import org.polymorph.daemon.rest.RestOptions;
import org.polymorph.daemon.rest.RestServer;
import org.polymorph.engine.config.ConfigLoader;
import org.polymorph.engine.store.Alert;
import org.polymorph.engine.store.AlertBook;
import org.polymorph.engine.store.AlertKind;
import org.polymorph.engine.store.DataDirectory;
import org.polymorph.engine.store.Database;
import org.polymorph.engine.store.DatabaseUrl;
import org.polymorph.engine.store.Lease;
import org.polymorph.engine.store.LeaseHolder;
import org.polymorph.engine.store.LeaseLostException;
import org.polymorph.model.spi.ConfigurationException;

/**
 * All that a daemon process is: the right to work on the campaigns, whoever looks after them, and the server that shows them.
 * The right is a lock of the directory or, where the rows lie with a server, a lease.
 */
public final class DaemonService implements AutoCloseable {
    private static final Duration STANDBY = Duration.ofSeconds(1);

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final CompletableFuture<String> end = new CompletableFuture<>();
    private Optional<LeaseHolder> takenOver = Optional.empty();

    private DaemonService() {}

    /**
     * Starts to work.
     *
     * @param say is told what a person wants to know
     * @throws ConfigurationException if another daemon works on the campaigns and this one is not to wait for its end
     * @throws org.polymorph.engine.store.DirectoryInUseException if another process has the directory open
     */
    public static DaemonService start(DaemonOptions options, Consumer<String> say) throws InterruptedException {
        DaemonService service = new DaemonService();
        boolean started = false;
        try {
            service.open(options, say);
            started = true;
            return service;
        } finally {
            if (!started) {
                service.close();
            }
        }
    }

    private void open(DaemonOptions options, Consumer<String> say) throws InterruptedException {
        Database database =
                options.database().isPresent() ? leased(options.database().get(), options, say) : locked(options);
        SharedData data = new SharedData(options.directory(), database);
        ConfigLoader loader = ConfigLoader.ofSystem();
        AlertBook book = new AlertBook(database, data.clock());
        Alerts alerts = opened(
                Alerts.open(book, options.alerts(), LeaseHolder.thisHost() + ":" + options.directory(), data.clock()));
        takenOver.ifPresent(before -> book.tell(Alert.ofDaemon(
                AlertKind.LEASE,
                before + " was silent; process " + ProcessHandle.current().pid() + " on " + LeaseHolder.thisHost()
                        + " works on the campaigns now",
                data.clock().instant())));
        options.stateLog()
                .ifPresent(target -> opened(
                        StateLog.to(target, database, data.clock(), data.clock().instant())));
        CampaignDaemon daemon = opened(new CampaignDaemon(data, loader, options.routes(), options.threads(), alerts));
        say.accept("campaigns of " + options.directory() + " are worked on; end with Ctrl-C: nothing is lost");
        if (options.rest().isPresent()) {
            RestServer server = serve(options.rest().get(), reading(options), data, daemon, loader);
            say.accept("dashboard and REST at " + server.url());
        }
    }

    private Database locked(DaemonOptions options) {
        var unused = opened(DataDirectory.open(options.directory()));
        return opened(Database.open(DataDirectory.database(options.directory())));
    }

    private Database leased(DatabaseUrl url, DaemonOptions options, Consumer<String> say) throws InterruptedException {
        try {
            Files.createDirectories(options.directory());
        } catch (IOException e) {
            throw new UncheckedIOException(options.directory() + ": expected a directory, it cannot be made", e);
        }
        Database database = opened(Database.open(url));
        Optional<Lease> lease = Lease.acquire(database, Lease.DURATION);
        if (lease.isEmpty()) {
            String other = Lease.holder(database).map(Object::toString).orElse("which ends just now");
            if (!options.standby()) {
                throw new ConfigurationException(database.place() + ": another daemon works on these campaigns, "
                        + other + "; expected none, or --standby to take over when it ends");
            }
            say.accept("another daemon works on these campaigns, " + other + "; this one takes over when it ends");
        }
        Lease held = opened(lease.isPresent() ? lease.get() : Lease.await(database, Lease.DURATION, STANDBY));
        takenOver = held.before();
        held.onLost(() ->
                end.complete("another daemon has taken over the campaigns of " + database.place() + "; this one ends"));
        return database;
    }

    // queries must wait neither for writers nor for a server that does not answer
    private Database reading(DaemonOptions options) {
        return opened(
                options.database().isPresent()
                        ? Database.openReadOnly(options.database().get())
                        : Database.openReadOnly(DataDirectory.database(options.directory())));
    }

    private RestServer serve(
            RestOptions options, Database reading, SharedData data, CampaignDaemon daemon, ConfigLoader loader) {
        PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        open.push(metrics::close);
        return opened(RestServer.start(
                options,
                new CampaignApi(
                        reading,
                        data.directory(),
                        daemon.control(),
                        loader,
                        daemon::sites,
                        List.of(),
                        metrics,
                        data.clock())));
    }

    private <T extends AutoCloseable> T opened(T resource) {
        open.push(resource);
        return resource;
    }

    /**
     * Waits until the right to work is lost.
     *
     * @throws LeaseLostException when it is
     * @throws InterruptedException if the calling thread is interrupted: the way in which a daemon is told to end
     */
    public void await() throws InterruptedException {
        try {
            throw new LeaseLostException(end.get());
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Stops working; campaigns and their jobs stay as they are, and jobs run on. */
    @Override
    public void close() {
        RuntimeException problem = null;
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                problem = problem == null ? new IllegalStateException("the daemon did not end well", e) : problem;
            }
        }
        if (problem != null) {
            throw problem;
        }
    }
}
