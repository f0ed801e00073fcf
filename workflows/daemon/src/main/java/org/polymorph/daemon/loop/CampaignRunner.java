package org.polymorph.daemon.loop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.main.Main;
import org.apache.camel.main.SimpleMainShutdownStrategy;
import org.polymorph.components.batch.Schedulers;
import org.polymorph.components.campaign.CampaignSession;
import org.polymorph.engine.config.ConfigLoader.Loaded;
import org.polymorph.model.spi.BatchScheduler;
import org.polymorph.model.spi.ConfigurationException;

/**
 * Runs a campaign: binds session and scheduler into a Camel context and starts the routes of the loop. Closing it stops the
 * routes and leaves the campaign and its jobs as they are; jobs run on.
 */
public final class CampaignRunner implements AutoCloseable {
    private final CampaignSession session;
    private final BatchScheduler scheduler;
    private final Main camel;

    private CampaignRunner(CampaignSession session, BatchScheduler scheduler, Main camel) {
        this.session = session;
        this.scheduler = scheduler;
        this.camel = camel;
    }

    /**
     * Opens a campaign in its directory and starts to work on it; a campaign that is done is only opened.
     *
     * @param routes directory of route files to use in place of the built-in ones
     * @throws ConfigurationException if there are none in it
     */
    public static CampaignRunner start(Loaded loaded, Path directory, Optional<Path> routes) {
        routes.ifPresent(CampaignRunner::requireRoutes);
        Loaded complete = new Loaded(loaded.campaign(), SelfCommand.completed(loaded.site()), loaded.tree());
        CampaignSession session = CampaignSession.open(complete, directory);
        try {
            BatchScheduler scheduler = Schedulers.of(complete.site(), directory, session.ledger());
            try {
                Main camel = camel(session, scheduler, routes);
                if (!session.end().isDone()) {
                    start(camel, routes);
                }
                return new CampaignRunner(session, scheduler, camel);
            } catch (RuntimeException e) {
                scheduler.close();
                throw e;
            }
        } catch (RuntimeException e) {
            session.close();
            throw e;
        }
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

    public CampaignSession session() {
        return session;
    }

    @Override
    public void close() {
        camel.stop();
        scheduler.close();
        session.close();
    }
}
