package org.polymorph.tests.slurm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.engine.transport.Transport;
import org.polymorph.model.batch.JobSnapshot;
import org.polymorph.model.batch.JobState;
import org.polymorph.tests.slurm.RemoteCalls.Kind;
import org.polymorph.tests.slurm.RemoteCalls.Moment;
import org.polymorph.tests.slurm.RemoteCalls.Plan;

/** I7: kill -9 at any point, then restart: I1–I6 hold. */
class KillDrillTest {
    private static final int KILLED = 137;
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration LATE = Duration.ofMinutes(8);
    private static final long SEED = Long.getLong("drill.seed", 20_261_125);

    private Testbed testbed;

    /** Jobs of a killed process, in the hands of this one. */
    private record Case(Site site, int jobs, JobsRun run) {}

    @TempDir
    Path directory;

    @BeforeEach
    void up() {
        testbed = Testbed.require();
    }

    @AfterEach
    void clean() {
        testbed.user("scancel --user=" + testbed.get("TESTBED_USER"));
    }

    @Test
    void I7_a_kill_at_each_kind_of_remote_call_breaks_no_promise() throws Exception {
        Map<Site, Integer> cases = new LinkedHashMap<>();
        for (Kind kind : List.of(Kind.UPLOAD, Kind.SUBMIT, Kind.LOOK, Kind.DOWNLOAD)) {
            for (Moment moment : List.of(Moment.BEFORE, Moment.AFTER)) {
                Site site = site(kind + "-" + moment);
                assertThat(begin(site, 1, new Plan(1, kind, moment)))
                        .as(site.workDir())
                        .isEqualTo(KILLED);
                cases.put(site, 1);
            }
        }
        restart(cases);
    }

    @Test
    @Tag("long")
    void I7_a_kill_before_amid_and_after_every_remote_call_breaks_no_promise() throws Exception {
        Map<Site, Integer> cases = new LinkedHashMap<>();
        for (Moment moment : Moment.values()) {
            boolean killed = true;
            for (int call = 1; killed; call++) {
                Site site = site(moment + "-" + call);
                int exit = begin(site, 2, new Plan(call, null, moment));
                assertThat(exit).as(site.workDir()).isIn(0, KILLED);
                killed = exit == KILLED;
                cases.put(site, 2);
            }
        }
        System.out.println("killed at " + (cases.size() - Moment.values().length) + " points");
        restart(cases);
    }

    @Test
    @Tag("long")
    void I7_kills_again_and_again_break_no_promise() throws Exception {
        SplittableRandom random = new SplittableRandom(SEED);
        List<Moment> moments = List.of(Moment.values());
        Map<Site, Integer> cases = new LinkedHashMap<>();
        for (int i = 0; i < 12; i++) {
            Site site = site("again-" + i);
            for (int kill = 0; kill < 4; kill++) {
                Moment moment = moments.get(random.nextInt(moments.size()));
                begin(site, 2, new Plan(1 + random.nextInt(8), null, moment));
            }
            cases.put(site, 2);
        }
        restart(cases);
    }

    private Site site(String name) throws IOException {
        Path here = Files.createDirectories(directory.resolve(name));
        return new Site(testbed, here).under(name);
    }

    /** Runs jobs in a process of its own until it is killed or all is done, and holds the promises against what it left. */
    private int begin(Site site, int jobs, Plan plan) throws Exception {
        long logins = testbed.logins();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        JobsRun.class.getName(),
                        site.here().toString(),
                        site.workDir(),
                        Integer.toString(jobs),
                        plan.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        site.here().resolve("said").toFile()))
                .start();
        if (!process.waitFor(LATE.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            fail(plan + ": " + Files.readString(site.here().resolve("said")));
        }
        int exit = process.exitValue();
        if (exit != 0 && exit != KILLED) {
            fail(plan + ": " + Files.readString(site.here().resolve("said")));
        }
        // I4: one session a process
        assertThat(testbed.logins() - logins).as("log-ins, %s", plan).isLessThanOrEqualTo(1);
        Promises promises = new Promises(site, JobsRun.requests(site, jobs));
        promises.oneExecutionAtMost();
        promises.finalNamesHoldWholeFiles();
        return exit;
    }

    /** Starts all again, now in this process and through one session, and holds all promises against the end. */
    private void restart(Map<Site, Integer> cases) throws Exception {
        long logins = testbed.logins();
        List<Case> all = new ArrayList<>();
        try (Transport session = cases.keySet().iterator().next().session()) {
            for (Map.Entry<Site, Integer> each : cases.entrySet()) {
                Site site = each.getKey();
                Transport calls = new RemoteCalls(session, site.here().resolve("calls"), Plan.NEVER);
                int jobs = each.getValue();
                all.add(new Case(site, jobs, new JobsRun(site, calls, POLL.multipliedBy(4), jobs)));
            }
            List<Case> open = new ArrayList<>(all);
            Site.within(LATE).until(() -> {
                for (Case each : List.copyOf(open)) {
                    if (each.run().step()) {
                        promises(each);
                        open.remove(each);
                    }
                }
                return open.isEmpty();
            });
            assertThat(testbed.logins() - logins).as("log-ins").isLessThanOrEqualTo(1);
        } finally {
            all.forEach(each -> each.run().close());
        }
    }

    private static void promises(Case ended) throws IOException {
        Site site = ended.site();
        Map<String, JobSnapshot> states = ended.run().states();
        assertThat(states.values())
                .as(site.workDir())
                .extracting(JobSnapshot::state)
                .containsOnly(JobState.COMPLETED);
        Promises promises = new Promises(site, JobsRun.requests(site, ended.jobs()));
        promises.oneExecutionAtMost();
        promises.everyJobRanOnce();
        promises.completedHaveMarkerAndOutput(states);
        promises.quarantinesAreKept();
        promises.oneQueryAPoll(POLL.toMillis());
        promises.finalNamesHoldWholeFiles();
    }
}
