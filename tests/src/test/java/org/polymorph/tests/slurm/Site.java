package org.polymorph.tests.slurm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.awaitility.core.ConditionFactory;
import org.polymorph.engine.scheduler.batch.ClusterOptions;
import org.polymorph.engine.scheduler.batch.ClusterScheduler;
import org.polymorph.engine.scheduler.slurm.Slurm;
import org.polymorph.engine.transport.Transport;
import org.polymorph.engine.transport.ssh.SshOptions;
import org.polymorph.engine.transport.ssh.SshTransport;
import org.polymorph.model.batch.InputFile;
import org.polymorph.model.batch.JobRequest;
import org.polymorph.model.batch.JobSnapshot;
import org.polymorph.model.batch.JobState;
import org.polymorph.model.batch.Resources;

/** A scheduler on the testbed with its own directories there and here, and short patience. */
final class Site {
    /** Short deadlines; the cluster's MessageTimeout of 10 s counts all the same. */
    static final ClusterOptions.Policy HASTY = new ClusterOptions.Policy(
            Duration.ofSeconds(8),
            Duration.ofSeconds(8),
            Duration.ofSeconds(3),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            5,
            2,
            Duration.ofHours(1),
            100,
            20,
            Duration.ofSeconds(20));

    /** With {@link #HASTY}: after it nothing of a submission can come any more. */
    static final Duration QUARANTINE = Duration.ofSeconds(3 + 8 + 5 + 2 * 10);

    /** The shortest time between two log-ins of a {@link #session}. */
    static final Duration LOGIN_INTERVAL = Duration.ofSeconds(1);

    private final Testbed testbed;
    private final Path here;
    private final String workDir;

    Site(Testbed testbed, Path here) {
        this.testbed = testbed;
        this.here = here;
        workDir = testbed.get("TESTBED_HOME") + "/drills/" + UUID.randomUUID();
    }

    /** A site with a working directory of an earlier one. */
    Site(Testbed testbed, Path here, String workDir) {
        this.testbed = testbed;
        this.here = here;
        this.workDir = workDir;
    }

    /** Returns the same with a directory below its working directory. */
    Site under(String name) {
        return new Site(testbed, here, workDir + "/" + name);
    }

    String workDir() {
        return workDir;
    }

    Path here() {
        return here;
    }

    Testbed testbed() {
        return testbed;
    }

    static String token() {
        return "pm-drill-" + UUID.randomUUID();
    }

    Transport transport() {
        return new CommandTransport(testbed.asUser());
    }

    /** The same through the ssh client; the client may die while the command goes on. */
    Transport ssh() {
        return new CommandTransport(List.of("ssh", "-F", testbed.get("TESTBED_SSH_CONFIG"), "testbed"), true);
    }

    /** A session of the product's own, which logs in again after a second at the earliest. */
    SshTransport session() {
        return new SshTransport(new SshOptions(
                new SshOptions.Hop(
                        testbed.get("TESTBED_USER"),
                        testbed.get("TESTBED_SSH_HOST"),
                        Integer.parseInt(testbed.get("TESTBED_SSH_PORT"))),
                List.of(),
                SshOptions.Credentials.keyFile(Path.of(testbed.get("TESTBED_SSH_KEY"))),
                List.of(Path.of(testbed.get("TESTBED_KNOWN_HOSTS"))),
                SshOptions.Pacing.DEFAULT.withMinLoginInterval(LOGIN_INTERVAL)));
    }

    ClusterOptions options(int maxQueued) {
        return options(maxQueued, Duration.ofMillis(300), HASTY);
    }

    ClusterOptions options(int maxQueued, Duration poll, ClusterOptions.Policy policy) {
        return new ClusterOptions(
                workDir,
                here.resolve("journal"),
                here.resolve("results"),
                "debug",
                "",
                List.of("--mem=50M"),
                poll,
                maxQueued,
                policy);
    }

    ClusterScheduler scheduler() {
        return scheduler(transport());
    }

    ClusterScheduler scheduler(Transport transport) {
        return new ClusterScheduler(transport, new Slurm(), options(1000), Clock.systemUTC());
    }

    /** A job that notes each of its executions in a file that all of them share. */
    JobRequest job(String token, String script) {
        return job(token, script, Duration.ofMinutes(10));
    }

    JobRequest job(String token, String script, Duration walltime) {
        return new JobRequest(
                token,
                List.of(InputFile.text("input", "42\n")),
                "echo " + token + " >> " + workDir + "/executions\ncat input > output\n" + script,
                new Resources(1, 1, walltime, 0));
    }

    /** Returns how often a job got past its fence. */
    long executions(String token) {
        return testbed.user("cat " + workDir + "/executions 2>/dev/null")
                .text()
                .lines()
                .filter(token::equals)
                .count();
    }

    /** Returns the ids of all jobs that SLURM has, or has had, under a name. */
    List<String> ids(String token) {
        return testbed.user("squeue --noheader --states=all --name=" + token + " --format=%i")
                .text()
                .lines()
                .toList();
    }

    static JobSnapshot snapshot(ClusterScheduler scheduler, String token) {
        return List.copyOf(scheduler.status(List.of(token)).values()).get(0);
    }

    static ConditionFactory within(Duration limit) {
        return await().atMost(limit).pollInterval(Duration.ofMillis(200));
    }

    static void awaitStates(ClusterScheduler scheduler, Collection<String> tokens, Duration limit, JobState... states) {
        within(limit).untilAsserted(() -> assertThat(scheduler.status(tokens).values())
                .extracting(JobSnapshot::state)
                .containsOnly(states));
    }

    static void awaitState(ClusterScheduler scheduler, String token, Duration limit, JobState state) {
        awaitStates(scheduler, List.of(token), limit, state);
    }
}
