package org.polymorph.tests.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.tests.PolymorphProcess;

/** What becomes of a search whose jobs are killed, alone or together with it, or that is interrupted while they run. */
class LostJobsTest {
    private static String expected = "";

    @TempDir
    Path directory;

    @BeforeAll
    static void search_undisturbed(@TempDir Path undisturbed) throws Exception {
        Search search = Search.small(undisturbed);
        search.run().exits(0);
        expected = search.findings();
    }

    // jobs there run on a sign
    private Search heldUpSearch() throws Exception {
        String wait = "until [ -e '" + sign() + "' ]; do sleep 0.1; done";
        return Search.small(directory)
                .onSite("held-up", "scheduler: {maxRunning: 3}\ncodes: {potential: {prelude: [\"" + wait + "\"]}}\n");
    }

    private Path sign() {
        return directory.resolve("go");
    }

    @Test
    void jobs_that_were_killed_are_done_anew() throws Exception {
        Search search = heldUpSearch();
        Process process = search.start();
        List<ProcessHandle> leaders = new RunningJobs(search.data()).await(3);
        leaders.get(0).destroyForcibly();
        RunningJobs.killTree(leaders.get(1));
        RunningJobs.killProgram(leaders.get(2));
        Files.createFile(sign());

        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(search.said()).isEqualTo(0);
        assertThat(search.findings()).isEqualTo(expected);
        List<String> lost = Ledger.of(search.data()).lost();
        assertThat(lost).hasSize(3);
        Ledger.of(search.data()).isComplete();
        for (String token : lost) {
            String story = search.ask("show", token).exits(0).out();
            assertThat(story).containsPattern("FAILED|exit=137").containsPattern("PARSED .* go(es)? on to pm-");
            assertThat(story).containsPattern("out of the budget (infrastructure|dft)");
        }
    }

    @Test
    @Tag("long")
    void a_search_killed_together_with_its_jobs_does_them_anew() throws Exception {
        Search search = heldUpSearch();
        Process process = search.start();
        List<ProcessHandle> leaders = new RunningJobs(search.data()).await(3);
        process.destroyForcibly();
        leaders.forEach(RunningJobs::killTree);
        process.waitFor();

        Files.createFile(sign());
        search.run().exits(0);
        assertThat(search.findings()).isEqualTo(expected);
        assertThat(Ledger.of(search.data()).lost()).hasSize(3);
        Ledger.of(search.data()).isComplete();
    }

    @Test
    void an_interrupt_lets_the_jobs_run_on_and_says_how_to_go_on() throws Exception {
        PolymorphProcess.requireInterrupts();
        Search search = heldUpSearch();
        Process process = search.start();
        List<ProcessHandle> leaders = new RunningJobs(search.data()).await(3);
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

        Files.createFile(sign());
        search.run().exits(0);
        assertThat(search.findings()).isEqualTo(expected);
        assertThat(Ledger.of(search.data()).lost()).isEmpty();
        Ledger.of(search.data()).isComplete();
    }
}
