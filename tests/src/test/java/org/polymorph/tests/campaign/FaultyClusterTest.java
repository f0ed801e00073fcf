package org.polymorph.tests.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.tests.slurm.Testbed;

/** A campaign of 200 jobs on a cluster where everything fails that can. */
class FaultyClusterTest {
    private static final int JOBS = 200;
    private static final Duration LIMIT = Duration.ofMinutes(50);

    @TempDir
    Path directory;

    private Testbed testbed;
    private String workDir;
    private Path executions;

    /** One entry of the fault script: from the moment when so many jobs have begun, for some time. */
    private record Fault(String name, int jobs, Runnable begin, Duration lasts, Runnable end) {}

    @BeforeEach
    void makePoorCluster() throws IOException {
        testbed = Testbed.require();
        workDir = new ClusterSearch(testbed).newWorkDir();
        // not on the file system that fills
        executions = Path.of(workDir + "-executions");
        String user = testbed.get("TESTBED_USER");
        String home = testbed.get("TESTBED_HOME");
        asRoot("mount -t tmpfs -o size=20m,mode=755,uid=$(id -u " + user + "),gid=$(id -g " + user + ") tmpfs "
                + workDir);
        // the log-in shell that most often breaks clients, where it is installed
        asRoot("shell=$(command -v tcsh || command -v bash) && usermod --shell $shell " + user
                + " && for f in .cshrc .login .bashrc .profile; do printf 'echo \"** welcome **  (%s)\"\\n' $f > "
                + home
                + "/$f; done");
        asRoot("cp " + sshdConfig() + " " + sshdConfig() + ".before && echo MaxSessions 3 >> " + sshdConfig());
        testbed.fault("restart", "sshd");
    }

    private String sshdConfig() {
        return testbed.get("TESTBED_SSHD_CONFIG");
    }

    @AfterEach
    void restore() {
        String home = testbed.get("TESTBED_HOME");
        testbed.root("mv " + sshdConfig() + ".before " + sshdConfig() + "; usermod --shell /bin/bash "
                + testbed.get("TESTBED_USER") + "; cd " + home + " && rm -f .cshrc .login .bashrc .profile");
        testbed.fault("restart", "sshd");
        testbed.recover();
        testbed.root("umount -l " + workDir);
    }

    private void asRoot(String command) {
        Testbed.Said said = testbed.root(command);
        assertThat(said.exit()).as(command + ": " + said.text()).isZero();
    }

    private List<Fault> script() {
        return List.of(
                new Fault(
                        "controller stopped",
                        10,
                        () -> testbed.fault("stop", "ctl"),
                        Duration.ofSeconds(20),
                        () -> testbed.fault("cont", "ctl")),
                new Fault("sessions killed", 25, this::killSessions, Duration.ofSeconds(1), this::killSessions),
                new Fault(
                        "controller killed",
                        40,
                        () -> testbed.fault("kill", "ctl"),
                        Duration.ofSeconds(15),
                        () -> testbed.fault("start", "ctl")),
                new Fault(
                        "file system full",
                        60,
                        () -> testbed.root("dd if=/dev/zero of=" + workDir + "/junk bs=64k"),
                        Duration.ofSeconds(30),
                        () -> testbed.root("rm " + workDir + "/junk")),
                new Fault(
                        "node down",
                        80,
                        () -> asRoot("scontrol update nodename=n2 state=down reason=drill"),
                        Duration.ofSeconds(20),
                        // it may have come back by itself
                        () -> testbed.root("scontrol update nodename=n2 state=resume")),
                new Fault("jobs requeued", 100, this::requeue, Duration.ofSeconds(5), this::requeue),
                new Fault(
                        "sshd killed",
                        120,
                        () -> {
                            testbed.fault("kill", "sshd");
                            killSessions();
                        },
                        Duration.ofSeconds(10),
                        () -> testbed.fault("start", "sshd")),
                new Fault(
                        "accounting down",
                        140,
                        () -> accounting("kill"),
                        Duration.ofSeconds(40),
                        () -> accounting("start")),
                new Fault(
                        "slurmd killed",
                        160,
                        () -> testbed.fault("kill", "node3"),
                        Duration.ofSeconds(10),
                        () -> testbed.fault("start", "node3")),
                new Fault("sessions killed again", 180, this::killSessions, Duration.ofSeconds(1), this::killSessions));
    }

    // sshd's process for a log-in runs as the user
    private void killSessions() {
        testbed.root("pkill -KILL -x sshd -u " + testbed.get("TESTBED_USER"));
    }

    private void accounting(String verb) {
        if (testbed.get("TESTBED_ACCOUNTING").equals("yes")) {
            testbed.fault(verb, "dbd");
        }
    }

    private void requeue() {
        testbed.root("for id in $(squeue --noheader --states=running --format=%i | head -2); do"
                + " scontrol update jobid=$id requeue=1; scontrol requeue $id;"
                + " scontrol update jobid=$id eligibletime=now; done");
    }

    @Test
    @Tag("long")
    void every_one_of_200_jobs_runs_once_and_every_result_is_in_the_store() throws Exception {
        String[] settings = {
            "pool.size=120",
            "label.perRound=" + JOBS / 2,
            "stop.topK=1",
            "stop.rounds=2",
            "calculate.structuresPerJob=1",
            "surrogate.cutoff=4.2"
        };
        ClusterSearch cluster = new ClusterSearch(testbed);
        String site = cluster.site(workDir, "maxQueued: 40", "sleep 3")
                .replace("../executions", executions.toString())
                .replace("pollInterval: 1s", "pollInterval: 5s");
        Search search =
                Search.silicon(directory.resolve("faults")).with(settings).onSite("poor", site);
        long logins = testbed.logins();
        long began = System.nanoTime();
        Restarted process = new Restarted(search);
        for (Fault fault : script()) {
            pass(() -> process.isOver() || begun() >= fault.jobs());
            System.out.printf("%4.0f s, %d jobs: %s%n", (System.nanoTime() - began) / 1e9, begun(), fault.name());
            fault.begin().run();
            long until = System.nanoTime() + fault.lasts().toNanos();
            pass(() -> System.nanoTime() > until);
            fault.end().run();
        }
        pass(process::isOver);
        Ledger ledger = Ledger.of(search.data());
        System.out.printf(
                "%4.0f s: %d jobs, %d lost, %d log-ins, started %d times%n",
                (System.nanoTime() - began) / 1e9,
                ledger.jobs().size(),
                ledger.lost().size(),
                testbed.logins() - logins,
                process.starts);

        assertThat(search.ask("status", "--json")
                        .exits(0)
                        .json()
                        .get("failedLabels")
                        .asInt())
                .as(stories(search, ledger))
                .isZero();
        ledger.hasEveryResult();
        assertThat(ledger.calculations().values().stream()
                        .filter(calculation -> calculation.purpose().equalsIgnoreCase("label")))
                .hasSize(JOBS);
        Map<String, Long> ran = Files.readAllLines(executions).stream()
                .collect(Collectors.groupingBy(token -> token, Collectors.counting()));
        assertThat(ran).allSatisfy((token, times) -> assertThat(times).as(token).isEqualTo(1));
        // nothing ran that the books do not know, and what they call done has run
        assertThat(ledger.jobs().keySet()).containsAll(ran.keySet());
        assertThat(ran.keySet())
                .containsAll(ledger.calculations().values().stream()
                        .map(Ledger.Calculation::job)
                        .collect(Collectors.toSet()));

        Search undisturbed = Search.silicon(directory.resolve("undisturbed")).with(settings);
        undisturbed.run();
        assertThat(search.findings()).isEqualTo(undisturbed.findings());
    }

    // of the calculations that failed
    private static String stories(Search search, Ledger ledger) throws Exception {
        StringBuilder stories = new StringBuilder();
        for (Map.Entry<String, Ledger.Calculation> each : ledger.calculations().entrySet()) {
            if (each.getValue().state().equals("FAILED")) {
                String candidate = each.getKey().replaceFirst(".*(c\\d+).*", "$1");
                stories.append(each)
                        .append('\n')
                        .append(search.ask("show", candidate).out());
            }
        }
        return stories.toString();
    }

    private int begun() {
        try {
            return Files.exists(executions) ? Files.readAllLines(executions).size() : 0;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void pass(BooleanSupplier condition) {
        Awaitility.await().atMost(LIMIT).pollInterval(Duration.ofMillis(300)).until(condition::getAsBoolean);
    }

    /** A search that is started again, as a person would, where it ended because of its site. */
    private static final class Restarted {
        private static final int SITE_TROUBLE = 4;

        private final Search search;
        private Process process;
        private int starts = 1;

        Restarted(Search search) throws IOException {
            this.search = search;
            process = search.start();
        }

        boolean isOver() {
            try {
                if (process.isAlive()) {
                    return false;
                }
                if (process.exitValue() == SITE_TROUBLE) {
                    System.out.println(search.said().lines().reduce("", (first, last) -> last));
                    process = search.start();
                    starts++;
                    return false;
                }
                assertThat(process.exitValue()).as(search.said()).isIn(0, 3);
                return true;
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }
}
