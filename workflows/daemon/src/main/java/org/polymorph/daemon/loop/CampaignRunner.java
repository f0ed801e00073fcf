package org.polymorph.daemon.loop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.main.Main;
import org.apache.camel.main.SimpleMainShutdownStrategy;
import org.jspecify.annotations.Nullable;
import org.polymorph.components.batch.Schedulers;
import org.polymorph.components.campaign.CampaignSession;
import org.polymorph.engine.config.ConfigLoader.Loaded;
import org.polymorph.model.spi.BatchScheduler;
import org.polymorph.model.spi.ConfigurationException;

/**
 * Runs a campaign: binds session and scheduler into a Camel context and starts the routes of the loop, until it is done or a
 * person wants it cancelled. Closing it stops the routes and leaves the campaign and its jobs as they are; jobs run on.
 */
public final class CampaignRunner implements AutoCloseable {
    private static final long CANCEL_PATIENCE_MILLIS = 10_000;

    private final CampaignSession session;
    private final BatchScheduler scheduler;
    private final Main camel;
    private final Runnable closing;
    private volatile @Nullable Thread cancellation;

    private CampaignRunner(CampaignSession session, BatchScheduler scheduler, Main camel, Runnable closing) {
        this.session = session;
        this.scheduler = scheduler;
        this.camel = camel;
        this.closing = closing;
        var unused = session.cancelling().thenRun(this::cancel);
    }

    /**
     * Opens a campaign in its directory and starts to work on it; a campaign that is done is only opened.
     *
     * @param routes directory of route files to use in place of the built-in ones
     * @throws ConfigurationException if there are none in it
     */
    public static CampaignRunner start(Loaded loaded, Path directory, Optional<Path> routes) {
        routes.ifPresent(CampaignRunner::requireRoutes);
        Loaded complete = loaded.on(SelfCommand.completed(loaded.site()));
        CampaignSession session = CampaignSession.open(complete, directory);
        try {
            BatchScheduler scheduler = Schedulers.of(complete.site(), directory, session.ledger());
            try {
                Main camel = camel(session, scheduler, routes);
                if (!session.end().isDone()) {
                    start(camel, routes);
                }
                return new CampaignRunner(session, scheduler, camel, scheduler::close);
            } catch (RuntimeException e) {
                scheduler.close();
                throw e;
            }
        } catch (RuntimeException e) {
            session.close();
            throw e;
        }
    }

    /**
     * Starts to work on a campaign with a scheduler that it shares with others.
     *
     * @param session which is closed together with the runner, and at once where this fails
     */
    public static CampaignRunner start(CampaignSession session, BatchScheduler scheduler, Optional<Path> routes) {
        try {
            Main camel = camel(session, scheduler, routes);
            if (!session.end().isDone()) {
                start(camel, routes);
            }
            return new CampaignRunner(session, scheduler, camel, () -> {});
        } catch (RuntimeException e) {
            session.close();
            throw e;
        }
    }

    // the routes are stopped first: nothing is submitted behind its back
    private synchronized void cancel() {
        Thread thread = new Thread(
                () -> {
                    try {
                        camel.stop();
                        new Cancellation(session, scheduler).run();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    } catch (RuntimeException e) {
                        session.fail(e);
                    }
                },
                "cancel-" + session.spec().name());
        thread.setDaemon(true);
        cancellation = thread;
        thread.start();
    }

    // without any route the campaign would wait for ever
    private static void requireRoutes(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            if (files.noneMatch(file -> file.getFileName().toString().endsWith(".camel.yaml"))) {
                throw new ConfigurationException(
                        "--routes " + directory + ": expected files *.camel.yaml there, found none");
            }
        } catch (IOException e) {
            throw new ConfigurationException("--routes " + directory
                    + ": expected a directory with files *.camel.yaml, found none that can be read");
        }
    }

    private static void start(Main camel, Optional<Path> routes) {
        try {
            camel.start();
        } catch (RuntimeException e) {
            if (routes.isEmpty()) {
                throw e;
            }
            Throwable cause = e;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            throw new ConfigurationException(
                    "--routes " + routes.get() + ": expected routes of Apache Camel's YAML DSL: " + cause.getMessage());
        }
    }

    private static Main camel(CampaignSession session, BatchScheduler scheduler, Optional<Path> routes) {
        Main camel = new Main();
        // Camel's own would hold up an interrupt for its shutdown timeout; what is under way is safe to drop
        camel.setShutdownStrategy(new SimpleMainShutdownStrategy());
        camel.setDefaultPropertyPlaceholderLocation("false");
        camel.configure()
                .withName("polymorph-" + session.spec().name())
                .withRoutesIncludePattern(routes.map(directory -> "file:" + directory + "/*.camel.yaml")
                        .orElse("classpath:camel/loop.camel.yaml"))
                .withShutdownTimeout(2)
                .withShutdownLogInflightExchangesOnTimeout(false)
                .withAutoConfigurationLogSummary(false);
        camel.addInitialProperty("polymorph.campaign", session.spec().name());
        camel.addInitialProperty("polymorph.code", session.spec().calculate().code());
        camel.addInitialProperty("polymorph.site", session.site().name());
        camel.addInitialProperty("polymorph.scheduler", Schedulers.scheme(session.site()));
        camel.addInitialProperty(
                "polymorph.pollInterval",
                Long.toString(session.site().scheduler().pollInterval().toMillis()));
        camel.bind(session.spec().name(), session);
        camel.bind(session.site().name(), scheduler);
        return camel;
    }

    /** Returns what a person can act on: Camel wraps what a step throws. */
    public static Throwable cause(Throwable failure) {
        Throwable cause = failure;
        while (cause.getClass().getName().startsWith("org.apache.camel.") && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    public CampaignSession session() {
        return session;
    }

    @Override
    public void close() {
        Thread cancelling = cancellation;
        if (cancelling != null) {
            cancelling.interrupt();
            try {
                cancelling.join(CANCEL_PATIENCE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        camel.stop();
        closing.run();
        session.close();
    }
}
