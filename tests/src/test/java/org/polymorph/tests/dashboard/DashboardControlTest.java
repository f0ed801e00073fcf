package org.polymorph.tests.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** What the dashboard lets people do, and what it does when the server changes, wants a token, lies or goes away. */
@Tag("long")
class DashboardControlTest extends DashboardOnStandIn {
    private static final String ATTACK = "<img src=x onerror=\"document.title='taken'\">";

    @TempDir
    private Path directory;

    private ObjectNode summary(String id) {
        return (ObjectNode) campaigns.campaign(id).get("summary");
    }

    @Test
    void pauses_and_resumes_after_a_question() {
        open("campaign/ti-o");
        browser.click("button", "Pause");
        browser.untilText("dialog", "Jobs that were handed over run on");
        browser.type(Keys.ESCAPE);
        browser.until("!document.querySelector('dialog')");
        assertThat(summary("ti-o").get("wish").asText()).isEqualTo("RUN");

        browser.click("button", "Pause");
        browser.find("dialog button[type=submit]").click();
        browser.untilText(".title .badge", "paused");
        assertThat(summary("ti-o").get("wish").asText()).isEqualTo("PAUSE");
        browser.until("document.querySelector('.loop .wide .now.still')");

        browser.click("button", "Resume");
        browser.untilText(".title .badge", "labelling");
        assertThat(summary("ti-o").get("wish").asText()).isEqualTo("RUN");
    }

    @Test
    void stops_and_cancels_after_a_question_and_a_campaign_that_is_done_offers_neither() {
        open("campaign/ti-o");
        browser.click("button", "Stop");
        browser.find("dialog button[type=submit]").click();
        browser.untilText(".title .badge", "stopping");
        browser.click("button", "Cancel");
        browser.find("dialog button.danger").click();
        browser.untilText(".title .badge", "cancelling");
        assertThat(summary("ti-o").get("wish").asText()).isEqualTo("CANCEL");

        open("campaign/si8");
        browser.untilText(".title", "converged");
        assertThat(browser.count(".actions button")).isZero();
    }

    @Test
    void tells_why_nobody_works_on_a_campaign_and_offers_to_resume_it() {
        summary("ti-o").put("trouble", "hpc1: the log-in was refused");
        open("campaign/ti-o");

        browser.untilText(".title .badge", "needs a person");
        browser.untilText("[role=alert]", "hpc1: the log-in was refused. When that is mended, resume it.");
        browser.click("button", "Resume");
        browser.untilText(".message", "It goes on.");
    }

    @Test
    void changes_budgets_that_were_given_and_no_others() {
        open("campaign/ti-o");
        browser.click("button", "Budgets");
        WebElement labels = browser.find("dialog input[name=labels]");
        assertThat(labels.getDomProperty("value")).isEqualTo("600");
        labels.sendKeys(Keys.chord(Keys.CONTROL, "a"), "750", Keys.ENTER);

        browser.untilText(".meters", "of 750");
        assertThat(campaigns.campaign("ti-o").at("/budgets/labels/limit").asInt())
                .isEqualTo(750);
        assertThat(campaigns.campaign("ti-o").at("/budgets/rounds/limit").asInt())
                .isEqualTo(15);
    }

    @Test
    void shows_problems_of_a_submitted_file_at_their_fields_and_keeps_what_was_typed() {
        open("submit");
        String yaml = "campaign: fresh\nsearch: {composition: Si8}\npool: {size: 0}\n";
        browser.find("#yaml").sendKeys(yaml);
        browser.find("form button[type=submit]").click();

        browser.untilText(".errors", "pool.size");
        assertThat(browser.text(".errors")).contains("expected 1 to 1000000, found 0");
        assertThat(browser.find("#yaml").getDomAttribute("aria-invalid")).isEqualTo("true");
        browser.find(".errors button").click();
        assertThat(browser.script(
                        "const a = document.activeElement; return a.value.slice(a.selectionStart, a.selectionEnd)"))
                .isEqualTo("pool: {size: 0}");

        browser.type("pool: {size: 20}");
        browser.find("form button[type=submit]").click();
        browser.untilText("h1", "fresh");
        browser.untilText(".title .badge", "generating");
        browser.untilText("main", "Not known yet");
    }

    @Test
    void takes_a_file_that_is_chosen() throws IOException {
        Path file =
                Files.writeString(directory.resolve("my.yaml"), "campaign: from-file\nsearch: {composition: Si8}\n");
        open("submit");

        browser.find("#yaml");
        browser.find("input[type=file]").sendKeys(file.toString());
        browser.until("document.querySelector('#yaml').value.startsWith('campaign: from-file')");
    }

    @Test
    void shows_what_a_server_says_as_text_never_as_markup() {
        ObjectNode evil = StandInCampaigns.campaignOf("ti-o");
        ObjectNode summary = (ObjectNode) evil.get("summary");
        summary.put("composition", ATTACK).put("site", ATTACK).put("exitSentence", ATTACK);
        evil.get("convergence").forEach(round -> ((ObjectNode) round).put("verdict", ATTACK));
        evil.get("jobs")
                .forEach(job -> ((ObjectNode) job).put("schedulerWord", ATTACK).put("site", ATTACK));
        evil.get("candidates").elements().next().forEach(row -> ((ObjectNode) row).put("origin", ATTACK));
        evil.get("events").forEach(event -> ((ObjectNode) event).put("detail", ATTACK));
        ((ObjectNode) evil.get("settings")).put(ATTACK, ATTACK);
        campaigns.put(ATTACK, evil);

        open("");
        browser.untilText("tbody", ATTACK);
        for (String tab :
                new String[] {"", "/convergence", "/structures", "/hull", "/surrogate", "/jobs", "/events", "/settings"
                }) {
            open("campaign/" + URLEncoder.encode(ATTACK, StandardCharsets.UTF_8).replace("+", "%20") + tab);
            browser.untilText("main", ATTACK);
            browser.until("!document.querySelector('main .card:not([hidden]) > [aria-busy]')");
            assertThat(browser.count("main img, main script, main [onerror]"))
                    .as(tab)
                    .isZero();
            assertThat(browser.title()).as(tab).doesNotStartWith("taken");
        }
    }

    @Test
    void says_that_the_connection_is_lost_keeps_what_was_shown_and_goes_on_by_itself() {
        open("campaign/ti-o");
        browser.untilText("#connection", "Live");
        browser.untilText(".loop .wide .now", "12 of 48");

        server.die();
        browser.untilText("#connection", "Connection lost");
        browser.untilText("#lost", "The server does not answer");
        assertThat(browser.text(".title")).contains("ti-o", "labelling");
        assertThat(browser.count(".loop .wide .now")).isEqualTo(1);

        summary("ti-o").put("phase", "training");
        campaigns.campaign("ti-o").putNull("progress");
        server.revive();
        browser.untilText("#connection", "Live");
        browser.untilText(".title .badge", "training");
        assertThat(browser.holds("document.getElementById('lost').hidden")).isTrue();
    }

    @Test
    void shows_a_change_when_the_server_tells_of_it() {
        open("campaign/ti-o");
        browser.untilText("#connection", "Live");
        browser.untilText(".title .badge", "labelling");

        summary("ti-o").put("phase", "relaxing");
        server.tell();
        browser.untilText(".title .badge", "relaxing");
        browser.until("document.querySelector('.loop .wide .now[data-phase=relaxing]')");
    }

    @Test
    void asks_again_and_again_where_there_is_no_stream() {
        server.stream(false);
        open("");
        browser.untilText("#connection", "Every 5 s");
        browser.untilText("tbody", "labelling");

        summary("ti-o").put("phase", "relaxing");
        browser.untilText("tbody", "relaxing");
    }

    @Test
    void asks_for_a_token_and_keeps_it_no_longer_than_the_tab() {
        server.want("correct horse");
        open("");
        browser.untilText("dialog", "This server wants a token");
        browser.find("dialog input").sendKeys("wrong", Keys.ENTER);
        browser.untilText("dialog", "refused");
        browser.find("dialog input").sendKeys("correct horse", Keys.ENTER);

        browser.untilText("tbody", "ti-o");
        browser.untilText("#connection", "Live");
        assertThat(browser.script("return sessionStorage.getItem('polymorph.token')"))
                .isEqualTo("correct horse");
        assertThat(browser.script("return Object.keys(localStorage).length + document.cookie.length"))
                .isEqualTo(0L);
        browser.reload();
        browser.untilText("tbody", "ti-o");
        assertThat(browser.count("dialog")).isZero();
    }

    @Test
    void does_not_ask_again_for_a_token_that_was_not_given_until_it_is_told_to() {
        server.want("correct horse");
        open("");
        browser.untilText("dialog", "This server wants a token");
        browser.type(Keys.ESCAPE);

        browser.untilText("#connection", "No token");
        browser.untilText(".problem", "This server wants a token.");
        assertThat(browser.count("dialog")).isZero();
        browser.click("button", "Try again");
        browser.find("dialog input").sendKeys("correct horse", Keys.ENTER);
        browser.untilText("tbody", "ti-o");
        browser.untilText("#connection", "Live");
    }

    @Test
    void says_what_is_missing_and_what_to_do() {
        open("campaign/nosuch");
        browser.untilText("h1", "There is no such campaign");
        browser.until("document.querySelector('.tabs').hidden && document.querySelector('.grid').hidden");
        open("nosuch");
        browser.untilText("h1", "There is no such page");

        campaigns.clear();
        open("");
        browser.untilText(".empty", "polymorph submit my-campaign.yaml");
        browser.find(".empty a").click();
        browser.untilText("h1", "Submit a campaign");
    }

    @Test
    void is_reached_by_keyboard_from_the_first_key_on() {
        open("");
        browser.untilText("tbody", "ti-o");
        browser.type(Keys.TAB);
        assertThat(browser.script("return document.activeElement.textContent")).isEqualTo("Skip to the content");
        browser.type(Keys.ENTER);
        assertThat(browser.script("return document.activeElement.id")).isEqualTo("main");
        for (int i = 0; i < 20 && !browser.holds("document.activeElement.textContent === 'ti-o'"); i++) {
            browser.type(Keys.TAB);
        }
        browser.type(Keys.ENTER);
        browser.untilText("h1", "ti-o");
        assertThat(browser.script("return document.activeElement.id")).isEqualTo("main");
    }

    @Test
    void keeps_the_focus_where_it_was_when_something_changes() {
        open("campaign/ti-o/jobs");
        browser.untilText("table[aria-label=Jobs]", "812401");
        browser.script("document.querySelector('table[aria-label=Jobs] a').focus()");

        ((ObjectNode) campaigns.campaign("ti-o").get("jobs").get(0)).put("schedulerWord", "COMPLETING");
        server.tell();
        browser.untilText("table[aria-label=Jobs]", "COMPLETING");
        assertThat(browser.script("return document.activeElement.textContent")).isEqualTo("812401");
    }

    @Test
    void offers_the_structure_as_files() {
        open("campaign/si8/structures?candidate=c0164");
        browser.untilText(".downloads", "CIF");
        assertThat(browser.text(".downloads")).contains("POSCAR", "extxyz");
        browser.script(
                "window.saved = []; HTMLAnchorElement.prototype.click = function () { saved.push(this.download + ' ' + this.href.slice(0, 5)); }");
        browser.click("button", "CIF");
        browser.until("window.saved.length === 1");
        assertThat(browser.script("return saved[0]")).isEqualTo("si8-c0164.cif blob:");
    }

    @Test
    void says_that_a_wish_was_refused() {
        open("campaign/ti-o");
        browser.untilText(".title .badge", "labelling");
        // it ended since the page was drawn
        summary("ti-o")
                .put("phase", "done")
                .put("exit", "LABELS")
                .put("exitSentence", "the budget of labels was used up");
        browser.click("button", "Pause");
        browser.find("dialog button[type=submit]").click();
        browser.untilText(".message.bad", "this campaign is done");
        browser.untilText(".title .badge", "done: labels");
        assertThat(browser.find(".lead").findElements(By.tagName("b"))).isEmpty();
    }
}
