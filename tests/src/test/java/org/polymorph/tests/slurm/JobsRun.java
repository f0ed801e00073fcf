package org.polymorph.tests.slurm;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.polymorph.engine.scheduler.batch.ClusterScheduler;
import org.polymorph.engine.scheduler.slurm.Slurm;
import org.polymorph.engine.transport.Transport;
import org.polymorph.engine.transport.UnknownOutcomeException;
import org.polymorph.model.batch.InputFile;
import org.polymorph.model.batch.JobRequest;
import org.polymorph.model.batch.JobSnapshot;
import org.polymorph.model.batch.JobState;
import org.polymorph.model.batch.Resources;

/**
 * Some jobs from the first word to the retrieved files; whoever begins it again in the same directories goes on. Its main
 * method is a process that can be killed.
 */
final class JobsRun implements AutoCloseable {
    private static final int INPUT_BYTES = 60_000;

    private final ClusterScheduler scheduler;
    private final List<JobRequest> requests;
    private final Set<String> retrieved = new HashSet<>();
    private boolean submitted;

    JobsRun(Site site, Transport transport, Duration poll, int jobs) {
        requests = requests(site, jobs);
        scheduler =
                new ClusterScheduler(transport, new Slurm(), site.options(100, poll, Site.HASTY), Clock.systemUTC());
    }

    /** Returns the jobs of a directory, the same ones each time. */
    static List<JobRequest> requests(Site site, int jobs) {
        Path workDir = Path.of(site.workDir());
        String name = workDir.getName(workDir.getNameCount() - 2) + "-" + workDir.getFileName();
        List<JobRequest> requests = new ArrayList<>();
        for (int i = 0; i < jobs; i++) {
            String token = "pm-kill-" + name + "-" + i;
            requests.add(new JobRequest(
                    token,
                    List.of(InputFile.text("input", input(token.hashCode()))),
                    "echo " + token + " >> ../executions\ncat input > output\n",
                    new Resources(1, 1, Duration.ofMinutes(5), 0)));
        }
        return requests;
    }

    private static String input(int seed) {
        StringBuilder text = new StringBuilder();
        SplittableRandom random = new SplittableRandom(seed);
        while (text.length() < INPUT_BYTES) {
            text.append(random.nextLong()).append('\n');
        }
        return text.toString();
    }

    /** Goes on as far as can be now; returns whether all has ended and is here. */
    boolean step() {
        if (!submitted) {
            requests.forEach(scheduler::submit);
            submitted = true;
        }
        List<String> tokens = requests.stream().map(JobRequest::token).toList();
        Map<String, JobSnapshot> states = scheduler.status(tokens);
        boolean over = true;
        for (JobSnapshot job : states.values()) {
            if (job.state() == JobState.COMPLETED && !retrieved.contains(job.token())) {
                over &= retrieve(job.token());
            } else {
                over &= job.state().isTerminal();
            }
        }
        return over;
    }

    private boolean retrieve(String token) {
        try {
            scheduler.retrieve(token);
        } catch (UnknownOutcomeException | org.polymorph.engine.transport.NotDoneException e) {
            return false;
        }
        retrieved.add(token);
        return true;
    }

    Map<String, JobSnapshot> states() {
        return scheduler.status(requests.stream().map(JobRequest::token).toList());
    }

    @Override
    public void close() {
        scheduler.close();
    }

    /** Runs jobs to their end: directory here, working directory there, number of jobs, plan of the kill. */
    public static void main(String[] arguments) throws InterruptedException {
        Path here = Path.of(arguments[0]);
        Site site = new Site(Testbed.attach(), here, arguments[1]);
        RemoteCalls.Plan plan = RemoteCalls.Plan.parse(arguments[3]);
        try (Transport transport = new RemoteCalls(site.session(), here.resolve("calls"), plan);
                JobsRun run = new JobsRun(site, transport, Duration.ofMillis(500), Integer.parseInt(arguments[2]))) {
            while (!run.step()) {
                Thread.sleep(100);
            }
        }
    }
}
