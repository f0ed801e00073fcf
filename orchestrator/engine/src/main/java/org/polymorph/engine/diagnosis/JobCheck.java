package org.polymorph.engine.diagnosis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.polymorph.engine.config.SiteSpec;
import org.polymorph.engine.config.SiteSpec.SchedulerType;
import org.polymorph.engine.transport.NotDoneException;
import org.polymorph.model.batch.InputFile;
import org.polymorph.model.batch.JobRequest;
import org.polymorph.model.batch.JobSnapshot;
import org.polymorph.model.batch.JobState;
import org.polymorph.model.batch.Resources;
import org.polymorph.model.diagnosis.Finding;
import org.polymorph.model.diagnosis.SiteProbe;
import org.polymorph.model.spi.BatchScheduler;
import org.polymorph.model.spi.DftCode;

/** Runs a trivial job through the site's scheduler, in which the codes are started for a moment. */
final class JobCheck implements SiteCheck {
    private static final Duration WALLTIME = Duration.ofMinutes(5);
    private static final Duration LONGEST_INTERVAL = Duration.ofSeconds(5);
    private static final String INPUT = "input";
    private static final String OUTPUT = "output";

    private final Collection<DftCode> codes;
    private final SiteDiagnosis.Schedulers schedulers;
    private final Path scratch;
    private final Duration patience;

    /**
     * Makes the check.
     *
     * @param scratch a directory of this machine
     * @param patience how long the job may wait and run, until it is cancelled
     */
    JobCheck(Collection<DftCode> codes, SiteDiagnosis.Schedulers schedulers, Path scratch, Duration patience) {
        this.codes = List.copyOf(codes);
        this.schedulers = schedulers;
        this.scratch = scratch;
        this.patience = patience;
    }

    @Override
    public String subject() {
        return "job";
    }

    @Override
    public Need need() {
        return Need.WORK_DIRECTORY;
    }

    @Override
    public List<Finding> look(Visit visit) {
        if (visit.site().scheduler().type() != SchedulerType.LOCAL && !visit.has(Need.SCHEDULER)) {
            List<Finding> withoutJob = new ArrayList<>();
            withoutJob.add(Finding.unchecked(subject(), "not submitted: the scheduler does not answer"));
            withoutJob.addAll(new ProbesCheck(codes).look(visit));
            return withoutJob;
        }
        CodeProbes probes = new CodeProbes(visit.site(), codes, true);
        List<Finding> findings = new ArrayList<>();
        JobRequest request = request(visit, probes.probes());
        BatchScheduler scheduler = schedulers.open(hasty(visit), scratch);
        visit.atEnd(scheduler::close);
        Optional<Path> files = Optional.empty();
        try {
            long begun = System.nanoTime();
            JobSnapshot end = await(visit, scheduler, request);
            if (end.state() == JobState.COMPLETED) {
                files = Optional.of(scheduler.retrieve(request.token()));
            }
            findings.add(
                    files.isPresent()
                            ? ended(visit, files.get(), end, Duration.ofNanos(System.nanoTime() - begun))
                            : stuck(end));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotDoneException("interrupted while the job was waited for", e);
        }
        findings.addAll(probes.problems());
        findings.addAll(started(visit, probes.probes(), files));
        return findings;
    }

    // the site, with its jobs in the directory of this visit, looked at more often than usual
    private static SiteSpec hasty(Visit visit) {
        SiteSpec site = visit.site();
        SiteSpec.Scheduler usual = site.scheduler();
        Duration interval =
                usual.pollInterval().compareTo(LONGEST_INTERVAL) < 0 ? usual.pollInterval() : LONGEST_INTERVAL;
        SiteSpec.Scheduler scheduler = new SiteSpec.Scheduler(
                usual.type(),
                usual.maxRunning(),
                interval,
                usual.partition(),
                usual.account(),
                usual.maxQueued(),
                usual.extra(),
                1,
                usual.parallelEnvironment());
        return new SiteSpec(
                site.name(), site.transport(), scheduler, visit.directory() + "/jobs", site.resources(), site.codes());
    }

    private JobRequest request(Visit visit, List<SiteProbe> probes) {
        StringBuilder script = new StringBuilder();
        script.append("{ cat ")
                .append(INPUT)
                .append("; uname -n; } > ")
                .append(OUTPUT)
                .append(" || exit 1\n");
        for (int i = 1; i <= probes.size(); i++) {
            String name = "probe-" + i;
            script.append("(\nmkdir ")
                    .append(name)
                    .append(" && cd ")
                    .append(name)
                    .append(" || exit 74\n");
            script.append(probes.get(i - 1).script());
            script.append("\n) > ").append(name).append(".out 2> ").append(name).append(".err < /dev/null\n");
            script.append("echo $? > ").append(name).append(".exit\n");
        }
        script.append("exit 0\n");
        Resources site = visit.site().resources();
        Duration walltime = site.walltime().compareTo(WALLTIME) < 0 ? site.walltime() : WALLTIME;
        return new JobRequest(
                visit.token(),
                List.of(InputFile.text(INPUT, visit.token() + "\n")),
                script.toString(),
                new Resources(1, 1, walltime, site.memoryPerTaskMiB()));
    }

    private JobSnapshot await(Visit visit, BatchScheduler scheduler, JobRequest request) throws InterruptedException {
        String token = request.token();
        long begun = System.nanoTime();
        // noted before it is submitted: somebody may interrupt at any moment
        visit.atEnd(() -> {
            boolean ended = scheduler.status(List.of(token)).values().stream()
                    .allMatch(job -> job.state().isTerminal());
            if (!ended) {
                scheduler.cancel(List.of(token));
            }
        });
        JobSnapshot last = scheduler.submit(request);
        long pause = Math.min(LONGEST_INTERVAL.toMillis(), 300);
        while (!last.state().isTerminal() && System.nanoTime() - begun < patience.toNanos()) {
            visit.say("a trivial job " + words(last) + " · " + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun)
                    + " s");
            TimeUnit.MILLISECONDS.sleep(pause);
            last = List.copyOf(scheduler.status(List.of(token)).values()).get(0);
        }
        return last;
    }

    private static String words(JobSnapshot job) {
        String state = job.state().name().toLowerCase(Locale.ROOT);
        String id = job.schedulerId().isEmpty() ? "" : job.schedulerId() + " ";
        return id + "is " + state + (job.schedulerWord().isBlank() ? "" : " (" + job.schedulerWord() + ")");
    }

    private Finding ended(Visit visit, Path files, JobSnapshot end, Duration time) {
        List<String> lines = read(files.resolve(OUTPUT)).lines().toList();
        if (lines.size() != 2
                || !lines.get(0).equals(visit.token())
                || end.exitCode().orElse(1) != 0) {
            return Finding.fails(
                    subject(),
                    "the job ended with exit code " + end.exitCode().orElse(-1) + " and left "
                            + (lines.isEmpty() ? "no output" : "another output than expected") + said(visit, files),
                    "the job's shell fails before it gets to work: try the preludes of codes by hand");
        }
        String id = end.schedulerId().isEmpty() ? "" : " " + end.schedulerId();
        return Finding.ok(
                subject(),
                "a trivial job" + id + " ran on " + lines.get(1) + ", files back after " + Math.max(1, time.toSeconds())
                        + " s");
    }

    private static String said(Visit visit, Path files) {
        String own = visit.site().scheduler().type().name().toLowerCase(Locale.ROOT) + ".log";
        String text = read(files.resolve("stderr")) + read(files.resolve(own));
        return text.isBlank() ? "" : "; it said: " + text.strip().replace('\n', ' ');
    }

    private Finding stuck(JobSnapshot end) {
        return switch (end.state()) {
            case CREATED, SUBMITTING, PENDING ->
                Finding.warns(
                        subject(),
                        "a trivial job did not start within " + PartitionCheck.time(patience) + ": " + words(end),
                        "it was cancelled; if the cluster is only busy, wait longer with --wait, else look at the reason");
            case RUNNING ->
                Finding.fails(
                        subject(),
                        "a trivial job did not end within " + PartitionCheck.time(patience),
                        "it was cancelled; a code may hang when it starts: leave out sections of codes to find which");
            case UNKNOWN ->
                Finding.fails(
                        subject(),
                        "what became of a trivial job is not known: " + words(end),
                        "the scheduler does not answer as expected: try squeue and sbatch by hand");
            case COMPLETED, TIMEOUT, LOST, CANCELLED, REFUSED ->
                Finding.fails(
                        subject(),
                        "a trivial job " + words(end),
                        end.state() == JobState.REFUSED
                                ? "change partition, account, extra or resources of the site's file as the scheduler says"
                                : "do the compute nodes see the working directory? It must lie on a file system that all share");
        };
    }

    // without the job, what can be told is told on the log-in machine
    private List<Finding> started(Visit visit, List<SiteProbe> probes, Optional<Path> files) {
        if (files.isEmpty()) {
            return new ProbesCheck(codes).look(visit);
        }
        List<Finding> findings = new ArrayList<>();
        for (int i = 1; i <= probes.size(); i++) {
            SiteProbe probe = probes.get(i - 1);
            String exit = read(files.get().resolve("probe-" + i + ".exit")).strip();
            findings.add(
                    exit.matches("\\d{1,3}")
                            ? probe.read(new SiteProbe.Answer(
                                    Integer.parseInt(exit),
                                    read(files.get().resolve("probe-" + i + ".out")),
                                    read(files.get().resolve("probe-" + i + ".err"))))
                            : Finding.fails(
                                    probe.subject(),
                                    "the job did not come to it",
                                    "a prelude before it ends the job's shell: try the preludes by hand"));
        }
        return findings;
    }

    private static String read(Path file) {
        try {
            return Files.isRegularFile(file) ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
