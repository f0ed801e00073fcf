package org.polymorph.engine.diagnosis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.polymorph.engine.config.SiteSpec;
import org.polymorph.engine.config.SiteSpec.SchedulerType;
import org.polymorph.engine.scheduler.batch.ClusterAnswerException;
import org.polymorph.engine.scheduler.batch.Dialect;
import org.polymorph.engine.transport.DiskFullException;
import org.polymorph.engine.transport.NotDoneException;
import org.polymorph.engine.transport.Transport;
import org.polymorph.engine.transport.UnknownOutcomeException;
import org.polymorph.model.diagnosis.Finding;
import org.polymorph.model.spi.BatchScheduler;
import org.polymorph.model.spi.DftCode;

/**
 * Checks a site for real, one thing after the other; whatever goes wrong becomes a finding. What it makes on the site, it
 * removes. Closing it in the middle, from another thread, cancels its job and tidies up.
 */
public final class SiteDiagnosis implements AutoCloseable {
    private final Visit visit;
    private final Path scratch;
    private final List<SiteCheck> checks;

    /** Opens the scheduler of a site, with its books in a directory of this machine. */
    @FunctionalInterface
    public interface Schedulers {
        BatchScheduler open(SiteSpec site, Path directory);
    }

    /**
     * How a site is looked at.
     *
     * @param codes that may stand in the site's section of codes
     * @param dialect of the site's batch system; absent where jobs are plain processes
     * @param patience how long the trivial job may wait and run; absent where no job is to be submitted
     * @param here what a relative working directory of a site on this machine is relative to
     */
    public record Options(
            Collection<DftCode> codes, Optional<Dialect> dialect, Optional<Duration> patience, Path here) {
        public Options {
            codes = List.copyOf(codes);
        }
    }

    /**
     * Prepares the checks; nothing is asked yet.
     *
     * @param transport to the site; stays open
     * @param progress is told what is being done, for people
     */
    public SiteDiagnosis(
            SiteSpec site,
            Transport transport,
            Schedulers schedulers,
            Options options,
            Clock clock,
            Consumer<String> progress) {
        visit = new Visit(site, transport, progress);
        try {
            scratch = Files.createTempDirectory("polymorph-doctor-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        visit.atEnd(this::removeScratch);
        checks = new ArrayList<>(List.of(
                new LogInCheck(),
                new ShellCheck(),
                new ClockCheck(clock),
                new WorkDirectoryCheck(options.here()),
                new DiskCheck(),
                new FilesCheck(scratch)));
        options.dialect().ifPresent(dialect -> checks.add(new SchedulerCheck(dialect)));
        if (site.scheduler().type() == SchedulerType.SLURM) {
            checks.addAll(List.of(new PartitionCheck(), new RightsCheck()));
        }
        checks.add(
                options.patience().isPresent()
                        ? new JobCheck(
                                options.codes(),
                                schedulers,
                                scratch,
                                options.patience().get())
                        : new ProbesCheck(options.codes()));
    }

    /**
     * Runs all checks.
     *
     * @param told is told each finding as soon as it is there
     * @return all of them
     */
    public List<Finding> run(Consumer<Finding> told) {
        List<Finding> findings = new ArrayList<>();
        for (SiteCheck check : checks) {
            visit.say("checking " + check.subject());
            for (Finding finding : look(check)) {
                findings.add(finding);
                told.accept(finding);
            }
        }
        visit.close();
        return findings;
    }

    private List<Finding> look(SiteCheck check) {
        if (!visit.has(check.need())) {
            return List.of(Finding.unchecked(
                    check.subject(),
                    switch (check.need()) {
                        case LOG_IN -> "not checked: there is no log-in";
                        case PLACE, WORK_DIRECTORY -> "not checked: there is no working directory";
                        case SCHEDULER -> "not checked: the scheduler does not answer";
                        case NOTHING -> "not checked";
                    }));
        }
        try {
            return check.look(visit);
        } catch (ClusterAnswerException e) {
            return List.of(Finding.fails(
                    check.subject(),
                    String.valueOf(e.getMessage()),
                    "try the same command by hand on the log-in machine; if the batch system is down, wait for it"));
        } catch (DiskFullException e) {
            return List.of(Finding.fails(
                    check.subject(),
                    String.valueOf(e.getMessage()),
                    "delete files there that are no longer needed, ask for more quota, or take another workDir"));
        } catch (NotDoneException e) {
            return List.of(Finding.fails(
                    check.subject(),
                    String.valueOf(e.getMessage()),
                    "see whether the same works by hand after a log-in"));
        } catch (UnknownOutcomeException e) {
            return List.of(
                    Finding.fails(
                            check.subject(),
                            String.valueOf(e.getMessage()),
                            "the machine or its file system answers too slowly, or the connection breaks: try again, then by hand"));
        }
    }

    private void removeScratch() {
        try (Stream<Path> files = Files.walk(scratch)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        visit.close();
    }
}
