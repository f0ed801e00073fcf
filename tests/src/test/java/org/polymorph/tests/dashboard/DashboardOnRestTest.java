package org.polymorph.tests.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.Keys;
import org.polymorph.daemon.rest.BearerToken;
import org.polymorph.tests.PolymorphProcess;

/** The dashboard on the daemon's own server, with a search that was really run. */
class DashboardOnRestTest {
    @TempDir
    private static Path directory;

    private static Browser browser;
    private static RestServing server;

    @BeforeAll
    static void runs_a_search() throws IOException, InterruptedException {
        browser = Browser.start();
        Path example = PolymorphProcess.checkout().resolve("examples/si8.yaml");
        PolymorphProcess.in(directory)
                .run(
                        "run",
                        example.toString(),
                        "--dir",
                        directory.toString(),
                        "--set",
                        "pool.size=24",
                        "--set",
                        "label.perRound=8",
                        "--set",
                        "stop.rounds=2",
                        "--set",
                        "stop.topK=2")
                .exits(3);
        server = new RestServing(directory, Optional.empty());
    }

    @AfterAll
    static void ends() {
        if (server != null) {
            server.close();
        }
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void forgets() {
        browser.open(server.address());
        browser.forget();
    }

    private static void open(String place) {
        browser.open(server.address() + "#/" + place);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "                          | rounds",
                "schedules                 | No schedule yet",
                "sites                     | not used yet",
                "campaign/si8              | the budget of rounds was used up",
                "campaign/si8/convergence  | After round 1",
                "campaign/si8/structures   | 24 candidates",
                "campaign/si8/surrogate    | features",
                "campaign/si8/jobs         | completed",
                "campaign/si8/events       | The results were ranked",
                "campaign/si8/settings     | composition: Si8"
            })
    void shows_a_real_search_on_every_page(String place, String text) {
        open(place == null ? "" : place);

        browser.untilText("main", text);
        browser.until("!document.querySelector('main .card:not([hidden]) > [aria-busy]')");
        browser.until("document.getElementById('connection').dataset.state === 'live'");
        assertThat(browser.count(".problem")).isZero();
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void is_served_with_the_policy_that_all_tests_of_it_run_under() {
        open("");

        assertThat(browser.script("return fetch('/').then(answer => answer.headers.get('Content-Security-Policy'))"))
                .isEqualTo(StandInServer.POLICY);
    }

    @Test
    void shows_the_best_structure_and_its_story_from_result_to_job() {
        open("campaign/si8");
        browser.find("table[aria-label=Results] a").click();

        browser.untilText(".card .meta", "rank 1 of the results");
        browser.until("document.querySelector('.viewer')?.dataset.atoms >= 8");
        browser.script("document.querySelectorAll('details').forEach(d => { d.open = true; })");
        browser.find("table[aria-label=Calculations] a[href*='job=']").click();
        browser.untilText(".story", "planned");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void shows_the_pool_after_the_round_that_is_chosen() {
        open("campaign/si8/structures");
        browser.untilText(".pager", "24 candidates");
        String latest = browser.text("table[aria-label=Candidates]");

        browser.find("#round").sendKeys("0");
        browser.until("location.hash.includes('round=0')");
        browser.until("document.querySelector('table[aria-label=Candidates]').innerText !== " + Browser.quoted(latest));
        String first = browser.text("table[aria-label=Candidates]");
        browser.reload();
        browser.untilText(
                "table[aria-label=Candidates]",
                first.lines().skip(12).findFirst().orElseThrow());
        assertThat(browser.find("#round").getDomProperty("value")).isEqualTo("0");
    }

    @Test
    void shows_problems_of_the_server_at_their_fields() {
        open("submit");
        browser.find("#yaml").sendKeys("campaign: other\nsearch: {composition: Si8}\npool: {size: 0}\n");
        browser.find("form button[type=submit]").click();

        browser.untilText(".errors", "pool.size");
        browser.find(".errors button").click();
        assertThat(browser.script(
                        "const a = document.activeElement; return a.value.slice(a.selectionStart, a.selectionEnd)"))
                .isEqualTo("pool: {size: 0}");
    }

    @Test
    void submits_pauses_and_cancels_a_campaign() {
        open("submit");
        browser.find("#yaml").sendKeys("""
                        campaign: second
                        search: {composition: Si8}
                        pool: {size: 40}
                        calculate: {code: potential, settings: {potential: sw}}
                        """);
        browser.find("form button[type=submit]").click();
        browser.untilText(".title .badge", "generating");

        browser.click("button", "Pause");
        browser.find("dialog button[type=submit]").click();
        browser.untilText(".title .badge", "paused");
        browser.click("button", "Budgets");
        browser.find("dialog input[name=labels]").sendKeys(Keys.chord(Keys.CONTROL, "a"), "77");
        browser.find("dialog button[type=submit]").click();
        browser.untilText(".meters", "of 77");
        browser.click("button", "Cancel");
        browser.find("dialog button[type=submit]").click();
        browser.untilText(".title .badge", "cancelled");
    }

    @Test
    void passes_the_server_that_wants_a_token() throws IOException {
        Path file = Files.writeString(directory.resolve("token"), "a-token-of-thirty-two-characters-x\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        try (RestServing guarded = new RestServing(directory, BearerToken.find(Optional.of(file), Map.of()))) {
            browser.open(guarded.address());
            browser.untilText("dialog", "This server wants a token");
            browser.find("dialog input").sendKeys("a-token-of-thirty-two-characters-x", Keys.ENTER);
            browser.untilText("tbody", "si8");
            browser.untilText("#connection", "Live");
        }
    }
}
