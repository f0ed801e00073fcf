package org.polymorph.daemon.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.polymorph.engine.store.CampaignControl;

/** Campaigns are submitted and controlled over the network, within what a stranger may say. */
class ControlTest {
    private static final String TOKEN = "a-token-for-tests-0123456789";

    @TempDir
    private static Path directory;

    private static TestServer server;
    private static RestClient client;
    private static CampaignControl control;

    @BeforeAll
    static void start() {
        server = TestServer.start(directory);
        client = server.client();
        control = new CampaignControl(server.database(), Clock.systemUTC());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String yaml(String name, String more) {
        return "campaign: " + name + "\nsearch: {composition: Si2}\n"
                + "calculate: {code: potential, settings: {potential: sw}}\n" + more;
    }

    private static RestClient.Answer submit(String yaml, String... sets) {
        return client.post(
                "/api/campaigns", "application/json", RestClient.json(Map.of("yaml", yaml, "set", List.of(sets))));
    }

    @Test
    void a_submitted_campaign_stands_in_the_database() {
        RestClient.Answer answer =
                submit(yaml("new", ""), "pool.size=40", "stop.labels=55").is(201);

        assertThat(answer.header("location")).isEqualTo("/api/campaigns/new");
        assertThat(answer.json().get("phase").asText()).isEqualTo("generating");
        assertThat(answer.json().at("/settings/pool/size").asInt()).isEqualTo(40);
        assertThat(answer.json().at("/budgets/labels/limit").asInt()).isEqualTo(55);
        assertThat(control.campaign("new").spec()).containsEntry("campaign", "new");
        assertThat(client.get("/api/campaigns?active=true").json().toString()).contains("\"new\"");
    }

    @Test
    void a_file_can_be_sent_as_it_is() {
        client.post("/api/campaigns", "text/yaml; charset=utf-8", yaml("as-it-is", ""))
                .is(201);
        client.post("/api/campaigns", "application/yaml", yaml("as-it-is-2", ""))
                .is(201);
    }

    @Test
    void the_same_request_under_the_same_key_gives_the_same_campaign() {
        var request = client.request("/api/campaigns").header("Content-Type", "text/yaml");
        request.header("Idempotency-Key", "key-1");

        client.send(request.copy().POST(text(yaml("once", "")))).is(201);
        client.send(request.copy().POST(text(yaml("once", "")))).is(200);
        assertThat(client.send(request.copy().POST(text(yaml("once", "seed: 7\n"))))
                        .is(409)
                        .error())
                .startsWith("Idempotency-Key: the idempotency key key-1 was used");
        assertThat(control.campaigns(100, 0).stream().filter(c -> c.id().equals("once")))
                .hasSize(1);
    }

    private static java.net.http.HttpRequest.BodyPublisher text(String body) {
        return java.net.http.HttpRequest.BodyPublishers.ofString(body);
    }

    @Test
    void a_name_that_is_taken_is_a_conflict() {
        assertThat(submit(yaml("si8", "")).is(409).error()).startsWith("campaign: there is a campaign si8 already");
    }

    @Test
    void all_problems_of_a_file_are_told_with_their_keys() {
        JsonNode errors = submit("""
                        campaign: wrong
                        search: {composition: Si2}
                        pool: {size: 0}
                        label: {perround: 5}
                        calculate: {code: potential, settings: {potential: nothing}}
                        """, "stop.topK=none").is(400).json().get("errors");

        List<String> fields = errors.findValuesAsText("field");
        assertThat(fields).contains("pool.size", "label.perround", "stop.topK");
        assertThat(errors.get(0).get("message").asText()).contains("request:3: pool.size: expected");
    }

    @Test
    void what_only_the_parts_of_the_program_know_is_checked_too() {
        JsonNode errors = submit(yaml("wrong", "surrogate: {type: ace, cutoff: -1}\n"))
                .is(400)
                .json();

        assertThat(errors.at("/errors/0/field").asText()).isEqualTo("surrogate.cutoff");
    }

    @Test
    void text_that_is_no_yaml_is_told_with_its_place() {
        assertThat(submit("campaign: [a\nb").is(400).error()).startsWith("yaml: request:2:");
    }

    @Test
    void an_unknown_site_is_told() {
        String body = RestClient.json(Map.of("yaml", yaml("somewhere", ""), "site", "nowhere"));

        assertThat(client.post("/api/campaigns", "application/json", body)
                        .is(400)
                        .error())
                .contains("there is no site file nowhere.yaml");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "codes: {potential: {command: 'touch /tmp/x'}}",
                "transport: {type: ssh, host: example.org, keyFile: /etc/passwd}",
                "scheduler: {type: slurm, extra: ['--wrap=id']}",
                "workDir: /tmp",
                "pool: {seeds: [/etc/passwd]}",
                "pool: {generators: [{type: random, molecules: [{file: /etc/passwd}]}]}",
                "surrogate: {type: external, command: [/bin/sh, -c, id]}",
                "label: {perRound: '${env:HOME_SECRET}'}",
                "cluster: {method: '${HOME}'}",
                "calculate: {code: espresso, settings: {pseudoDir: /etc}}",
                "calculate: {code: espresso, settings: {pseudopotentials: {Si: ../../etc/passwd}}}",
                "calculate: {code: abinit, settings: {pseudopotentials: /etc}}",
                "calculate: {code: vasp, settings: {potcarDir: /etc}}",
                "calculate: {code: cp2k, stageSettings: {static: {dataDir: /etc}}}",
                "calculate: {code: espresso, settings: {namelists: {control: {outdir: '/home/x'}}}}"
            })
    void a_stranger_reads_no_file_and_no_variable_and_runs_no_command(String section) {
        String yaml = "campaign: bad\nsearch: {composition: Si2}\n"
                + (section.startsWith("calculate") ? "" : "calculate: {code: potential}\n") + section + "\n";

        String answer = submit(yaml).is(400).text();

        assertThat(answer).contains("a campaign that comes over the network cannot say it");
        assertThat(answer).doesNotContain("root:").doesNotContain("hush");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "codes.potential.command=touch /tmp/x",
                "transport.host=example.org",
                "pool.seeds=[/etc/passwd]",
                "pool.seeds[0]=/etc/passwd",
                "surrogate.type=external",
                "surrogate.command=[sh]",
                "seed=${env:HOME_SECRET}",
                "calculate.settings.pseudoDir=/etc"
            })
    void a_stranger_cannot_do_it_by_single_settings_either(String set) {
        assertThat(submit(yaml("bad", ""), set).is(400).text())
                .contains("a campaign that comes over the network cannot say it");
    }

    @Test
    void who_is_trusted_may_say_all(@TempDir Path other) throws Exception {
        Path seeds = Files.writeString(
                other.resolve("seeds.extxyz"),
                client.get("/api/campaigns/large/candidates/c0001/structure?round=-1")
                        .text());
        RestOptions options = new RestOptions(
                "127.0.0.1", 0, Optional.of(BearerToken.of(TOKEN, "test")), true, RestOptions.RestLimits.DEFAULT);
        try (TestServer trusting =
                TestServer.open(RestData.copy(Files.createDirectory(other.resolve("data"))), options, List.of())) {
            RestClient own = trusting.client();
            own.send(own.request("/api/campaigns")
                            .header("Authorization", "Bearer " + TOKEN)
                            .header("Content-Type", "text/yaml")
                            .POST(text(yaml("trusted", "pool: {size: 30, seeds: [" + seeds + "]}\n"))))
                    .is(201);
        }
    }

    @Test
    void wishes_are_noted_and_answered_with_the_campaign() {
        submit(yaml("wished", "")).is(201);

        for (String wish : List.of("pause", "resume", "stop", "cancel")) {
            JsonNode answer =
                    client.post("/api/campaigns/wished/" + wish).is(202).json();
            String noted = wish.equals("resume") ? "RUN" : wish.toUpperCase(java.util.Locale.ROOT);
            assertThat(answer.get("wish").asText()).isEqualTo(noted);
            assertThat(control.campaign("wished").wish().name()).isEqualTo(noted);
        }
        assertThat(client.post("/api/campaigns/wished/resume").is(409).error())
                .contains("it was cancelled together with its jobs");
        assertThat(client.post("/api/campaigns/si8/pause").is(409).error()).contains("the campaign si8 is done");
        client.post("/api/campaigns/nope/pause").is(404);
    }

    @Test
    void budgets_are_changed_one_by_one() {
        submit(yaml("budgeted", "stop: {labels: 100, rounds: 5, walltime: 10h}\n"))
                .is(201);

        JsonNode now = client.patch("/api/campaigns/budgeted/budgets", "{\"labels\": 500, \"walltimeHours\": 72.5}")
                .is(200)
                .json();
        assertThat(now.at("/labels/limit").asInt()).isEqualTo(500);
        assertThat(now.at("/rounds/limit").asInt()).isEqualTo(5);
        assertThat(now.at("/walltimeHours/limit").asDouble()).isEqualTo(72.5);

        now = client.patch("/api/campaigns/budgeted/budgets", "{\"coreHours\": 12}")
                .is(200)
                .json();
        assertThat(now.at("/labels/limit").asInt()).isEqualTo(500);
        assertThat(now.at("/coreHours/limit").asDouble()).isEqualTo(12);
        client.patch("/api/campaigns/si8/budgets", "{\"labels\": 500}").is(409);
        client.patch("/api/campaigns/nope/budgets", "{\"labels\": 500}").is(404);
    }

    private static RestClient.Answer schedule(String name, String cron, String zone) {
        return client.post(
                "/api/schedules",
                "application/json",
                RestClient.json(
                        Map.of("name", name, "cron", cron, "zone", zone, "overlap", "queue", "yaml", yaml("si2", ""))));
    }

    private static RestClient.Answer ask(String path) {
        return client.post("/api/schedules/" + path);
    }

    @Test
    void a_schedule_is_added_listed_paused_run_and_removed() {
        JsonNode added =
                schedule("nightly", "0 22 * * *", "Europe/Berlin").is(201).json();
        assertThat(added.get("next")).hasSize(3);
        assertThat(added.get("overlap").asText()).isEqualTo("queue");
        assertThat(schedule("nightly", "@daily", "UTC").is(409).error())
                .startsWith("name: there is a schedule nightly");
        assertThat(ask("nightly/pause").is(202).json().get("enabled").asBoolean())
                .isFalse();
        assertThat(ask("nightly/resume").is(202).json().get("enabled").asBoolean())
                .isTrue();

        String campaign = ask("nightly/run").is(202).json().get("campaign").asText();
        JsonNode begun = client.get("/api/campaigns/" + campaign).is(200).json();
        assertThat(begun.get("schedule").asText()).isEqualTo("nightly");
        assertThat(begun.get("waiting").isNull()).isTrue();
        JsonNode listed = client.get("/api/schedules").is(200).json();
        assertThat(listed.findValuesAsText("lastCampaign")).contains(campaign);

        client.send(client.request("/api/schedules/nightly").DELETE()).is(200);
        assertThat(ask("nightly/pause").is(404).error()).startsWith("name: there is no schedule nightly");
    }

    @Test
    void what_is_wrong_with_a_schedule_is_told_with_its_field() {
        assertThat(schedule("a", "every night", "UTC").is(400).error()).startsWith("cron: ");
        assertThat(schedule("a", "@daily", "Middle/Earth").is(400).error()).startsWith("zone: ");
        assertThat(schedule("a b", "@daily", "UTC").is(400).error()).startsWith("name");
    }

    @Test
    void a_campaign_whose_window_is_closed_says_what_it_waits_for() {
        // never open on the day that this runs
        String day = java.time.LocalDate.now(java.time.ZoneOffset.UTC)
                .plusDays(3)
                .getDayOfWeek()
                .name();
        String window = "window: \"" + day.charAt(0) + day.substring(1, 3).toLowerCase(java.util.Locale.ROOT)
                + " 10:00-11:00 UTC\"\n";
        JsonNode json = submit(yaml("shut", window)).is(201).json();
        assertThat(json.get("waiting").asText()).startsWith("waits for its window, opens ");
    }
}
