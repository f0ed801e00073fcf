package org.polymorph.components.batch;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.polymorph.engine.config.SiteSpec;
import org.polymorph.engine.job.JobLedger;
import org.polymorph.engine.scheduler.batch.ClusterOptions;
import org.polymorph.engine.scheduler.batch.ClusterScheduler;
import org.polymorph.engine.scheduler.batch.Dialect;
import org.polymorph.engine.scheduler.gridengine.GridEngine;
import org.polymorph.engine.scheduler.local.LocalScheduler;
import org.polymorph.engine.scheduler.lsf.Lsf;
import org.polymorph.engine.scheduler.pbs.Pbs;
import org.polymorph.engine.scheduler.slurm.Slurm;
import org.polymorph.engine.store.DatabaseLedger;
import org.polymorph.engine.transport.Transport;
import org.polymorph.engine.transport.Transports;
import org.polymorph.model.spi.ConfigurationException;

/** Makes the scheduler that a site's file describes. */
public final class Schedulers {
    private Schedulers() {}

    /** Returns the scheme of the endpoints that serve a site. */
    public static String scheme(SiteSpec site) {
        return switch (site.scheduler().type()) {
            case LOCAL -> "localjob";
            case SLURM -> "slurm";
            case PBS -> "pbs";
            case GRIDENGINE -> "gridengine";
            case LSF -> "lsf";
        };
    }

    /**
     * Makes the scheduler.
     *
     * @param directory of the campaign, or of the site where there is none: what is brought to this machine for jobs lies in it
     * @param ledger for what happens to its jobs
     */
    public static SiteScheduler of(SiteSpec site, Path directory, JobLedger ledger) {
        Optional<Dialect> dialect = dialect(site);
        return dialect.isPresent()
                ? cluster(site, dialect.get(), directory, ledger)
                : new SiteScheduler(
                        new LocalScheduler(
                                new LocalScheduler.Options(
                                        site.localWorkDir(directory),
                                        site.scheduler().maxRunning(),
                                        site.scheduler().pollInterval()),
                                ledger,
                                Clock.systemUTC()),
                        Optional.empty());
    }

    /**
     * Makes the scheduler of jobs that belong to no campaign, with books of its own.
     *
     * @param directory of the books and of what is brought to this machine
     */
    public static SiteScheduler alone(SiteSpec site, Path directory) {
        // a local job's directory is all the books that it needs
        return of(
                site,
                directory,
                site.scheduler().type().isCluster()
                        ? DatabaseLedger.open(directory.resolve("books"))
                        : JobLedger.forgetful());
    }

    /** Returns how the site's batch system is spoken to; empty where jobs are plain processes. */
    public static Optional<Dialect> dialect(SiteSpec site) {
        return switch (site.scheduler().type()) {
            case LOCAL -> Optional.empty();
            case SLURM -> Optional.of(new Slurm());
            case PBS -> Optional.of(new Pbs());
            case GRIDENGINE -> Optional.of(new GridEngine(site.scheduler().parallelEnvironment()));
            case LSF -> Optional.of(new Lsf());
        };
    }

    private static SiteScheduler cluster(SiteSpec site, Dialect dialect, Path directory, JobLedger ledger) {
        Transport transport = Transports.of(site);
        ClusterOptions options = new ClusterOptions(
                site.workDir(),
                directory.resolve(dialect.name() + "/journal"),
                directory.resolve(dialect.name() + "/results"),
                site.scheduler().partition(),
                site.scheduler().account(),
                site.scheduler().extra(),
                site.scheduler().pollInterval(),
                site.scheduler().maxQueued(),
                site.scheduler().arraySize(),
                ClusterOptions.Policy.DEFAULT);
        try {
            return new SiteScheduler(
                    new ClusterScheduler(transport, dialect, options, ledger, Clock.systemUTC()),
                    Optional.of(transport));
        } catch (RuntimeException e) {
            transport.close();
            // only the batch system's dialect knows what it cannot hold
            throw e instanceof IllegalArgumentException
                    ? new ConfigurationException("site " + site.name() + ": " + e.getMessage())
                    : e;
        }
    }
}
