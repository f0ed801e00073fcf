package org.polymorph.tests.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a search whose jobs are killed, alone or together with it, or that is interrupted while they run. */
class LostJobsTest {
    private static final String SLOW_JOBS = "codes: {potential: {prelude: ['sleep 3']}}\nscheduler: {maxRunning: 2}\n";

    private static String expected = "";

    @TempDir
    Path directory;

    @BeforeAll
    static void search_undisturbed(@TempDir Path undisturbed) throws Exception {
        Search search = Search.small(undisturbed);
        search.run().exits(0);
        expected = search.findings();
    }

    private Search slowSearch() throws Exception {
        return Search.small(directory).onSite("slow", SLOW_JOBS);
    }

    @Test
    void jobs_that_were_killed_are_done_anew() throws Exception {
        Search search = slowSearch();
        Process process = search.start();
        List<ProcessHandle> leaders = new RunningJobs(search.data()).await(2);
        leaders.get(0).destroyForcibly();
        RunningJobs.killTree(leaders.get(1));

        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(search.said()).isEqualTo(0);
        assertThat(search.findings()).isEqualTo(expected);
        assertThat(Ledger.of(search.data()).lost()).hasSize(2);
        Ledger.of(search.data()).isComplete();
    }

    @Test
    void a_search_killed_together_with_its_jobs_does_them_anew() throws Exception {
        Search search = slowSearch();
        Process process = search.start();
        List<ProcessHandle> leaders = new RunningJobs(search.data()).await(2);
        process.destroyForcibly();
        leaders.forEach(RunningJobs::killTree);
        process.waitFor();

        search.run().exits(0);
        assertThat(search.findings()).isEqualTo(expected);
        assertThat(Ledger.of(search.data()).lost()).hasSize(2);
        Ledger.of(search.data()).isComplete();
    }

    @Test
    void an_interrupt_lets_the_jobs_run_on_and_says_how_to_go_on() throws Exception {
        Search search = slowSearch();
        Process process = search.start();
        List<ProcessHandle> leaders = new RunningJobs(search.data()).await(2);
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();

        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(130);
        assertThat(search.said())
                .contains(
                        "polymorph: interrupted",
                        "the same command goes on",
                        search.data().toString())
                .doesNotContain("Exception", "\tat ");
        assertThat(leaders).allMatch(ProcessHandle::isAlive);

        search.run().exits(0);
        assertThat(search.findings()).isEqualTo(expected);
        assertThat(Ledger.of(search.data()).lost()).isEmpty();
        Ledger.of(search.data()).isComplete();
    }
}
