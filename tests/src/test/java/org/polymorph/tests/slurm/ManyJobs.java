package org.polymorph.tests.slurm;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.polymorph.engine.scheduler.batch.ClusterOptions;
import org.polymorph.engine.scheduler.batch.ClusterScheduler;
import org.polymorph.engine.scheduler.slurm.Slurm;
import org.polymorph.engine.transport.Transport;
import org.polymorph.model.batch.InputFile;
import org.polymorph.model.batch.JobRequest;
import org.polymorph.model.batch.JobSnapshot;
import org.polymorph.model.batch.JobState;
import org.polymorph.model.batch.Resources;

/**
 * A process with so many jobs on the cluster; tells what a poll of them costs. The jobs are handed over to nobody; from then on
 * a stand-in for squeue that knows them all answers through the real session.
 */
final class ManyJobs {
    private static final int WARM_UP = 20;
    private static final int POLLS = 50;
    private static final Duration NO_WAIT = Duration.ofMillis(1);

    private ManyJobs() {}

    /** Takes every job and gives it a number; answers nothing else. */
    private static final class Acceptance implements Transport {
        private final Transport real;
        private int last;

        Acceptance(Transport real) {
            this.real = real;
        }

        @Override
        public Answer run(String script, byte[] stdin, Duration deadline) {
            return script.contains("sbatch --parsable")
                    ? new Answer(0, ++last + "\n", "")
                    : real.run(script, stdin, deadline);
        }

        @Override
        public void upload(List<InputFile> files, String directory, Duration deadline) {}

        @Override
        public List<String> download(String directory, List<String> names, Path to, Duration deadline) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }

    /** Puts a directory with stand-ins before the commands of the cluster, and counts the queries. */
    private static final class StandIn implements Transport {
        private final Transport real;
        private final String commands;
        private int queries;
        private int calls;

        StandIn(Transport real, String commands) {
            this.real = real;
            this.commands = commands;
        }

        @Override
        public Answer run(String script, byte[] stdin, Duration deadline) {
            calls++;
            if (script.contains("squeue ") || script.contains("sacct ") || script.contains("scontrol show job")) {
                queries++;
            }
            return real.run("PATH=" + commands + ":$PATH\n" + script, stdin, deadline);
        }

        @Override
        public void upload(List<InputFile> files, String directory, Duration deadline) {
            real.upload(files, directory, deadline);
        }

        @Override
        public List<String> download(String directory, List<String> names, Path to, Duration deadline) {
            return real.download(directory, names, to, deadline);
        }

        @Override
        public void close() {
            real.close();
        }
    }

    /** Directory here, working directory there, directory of the stand-ins there, number of jobs. */
    public static void main(String[] arguments) {
        Site site = new Site(Testbed.attach(), Path.of(arguments[0]), arguments[1]);
        List<String> tokens = IntStream.range(0, Integer.parseInt(arguments[3]))
                .mapToObj(i -> String.format("pm-many-%026d", i))
                .toList();
        ClusterOptions.Policy hasty = Site.HASTY;
        ClusterOptions.Policy boundless = new ClusterOptions.Policy(
                hasty.submitDeadline(),
                hasty.queryDeadline(),
                hasty.startDeadline(),
                hasty.messageTimeout(),
                hasty.markerGrace(),
                hasty.submissions(),
                hasty.nodeFailures(),
                hasty.nodeMemory(),
                100_000,
                100_000,
                hasty.gracefulStop());
        ClusterOptions options = site.options(100_000, NO_WAIT, boundless);
        try (Transport session = site.session()) {
            long began = System.nanoTime();
            try (ClusterScheduler scheduler =
                    new ClusterScheduler(new Acceptance(session), new Slurm(), options, Clock.systemUTC())) {
                for (String token : tokens) {
                    scheduler.submit(new JobRequest(token, List.of(), "true", Resources.DEFAULT));
                }
            }
            tell("submit-ms", (System.nanoTime() - began) / 1e6 / tokens.size());
            began = System.nanoTime();
            StandIn cluster = new StandIn(session, arguments[2]);
            try (ClusterScheduler scheduler = new ClusterScheduler(cluster, new Slurm(), options, Clock.systemUTC())) {
                tell("reopen-ms", (System.nanoTime() - began) / 1e6);
                polls(scheduler, tokens, cluster);
            }
        }
    }

    private static void polls(ClusterScheduler scheduler, List<String> tokens, StandIn cluster) {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        for (int i = 0; i < WARM_UP; i++) {
            poll(scheduler, tokens);
        }
        int queries = cluster.queries;
        int calls = cluster.calls;
        long began = System.nanoTime();
        long processor = system.getProcessCpuTime();
        for (int i = 0; i < POLLS; i++) {
            poll(scheduler, tokens);
        }
        tell("processor-ms-a-poll", (system.getProcessCpuTime() - processor) / 1e6 / POLLS);
        tell("wall-ms-a-poll", (System.nanoTime() - began) / 1e6 / POLLS);
        tell("queries-a-poll", (cluster.queries - queries) / (double) POLLS);
        tell("calls-a-poll", (cluster.calls - calls) / (double) POLLS);
    }

    private static void poll(ClusterScheduler scheduler, List<String> tokens) {
        Map<String, JobSnapshot> states = scheduler.status(tokens);
        if (!states.values().stream().allMatch(job -> job.state() == JobState.RUNNING)) {
            throw new IllegalStateException("expected every job to run, found "
                    + states.values().stream()
                            .filter(job -> job.state() != JobState.RUNNING)
                            .findFirst());
        }
    }

    private static void tell(String what, double value) {
        System.out.printf("%s %.2f%n", what, value);
    }
}
