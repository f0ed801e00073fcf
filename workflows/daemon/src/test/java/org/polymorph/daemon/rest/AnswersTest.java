package org.polymorph.daemon.rest;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.polymorph.engine.store.CampaignReader;
import org.polymorph.engine.store.CandidateFrame;
import org.polymorph.engine.store.RankedResult;
import org.polymorph.model.format.ExtXyz;

/** What is answered of a real search and of a large pool; {@link RestClient} holds each answer against the contract. */
class AnswersTest {
    @TempDir
    private static Path directory;

    private static TestServer server;
    private static RestClient client;
    private static CampaignReader search;

    @BeforeAll
    static void start() {
        server = TestServer.start(directory);
        client = server.client();
        search = CampaignReader.of(RestData.SEARCH, server.database(), directory);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static JsonNode get(String path) {
        return client.get(path).is(200).json();
    }

    private static List<String> texts(JsonNode list, String member) {
        List<String> texts = new ArrayList<>();
        list.forEach(item -> texts.add(item.get(member).asText()));
        return texts;
    }

    @Test
    void campaigns_are_listed_page_by_page_the_one_that_changed_last_first() {
        JsonNode page = get("/api/campaigns?limit=1");

        assertThat(page.get("total").asInt()).isEqualTo(2);
        assertThat(texts(page.get("items"), "id")).containsExactly(LargePool.NAME);
        assertThat(texts(get("/api/campaigns?limit=1&offset=1").get("items"), "id"))
                .containsExactly(RestData.SEARCH);
        assertThat(get("/api/campaigns?offset=2").get("items")).isEmpty();
        assertThat(get("/api/campaigns?active=true").get("total").asInt()).isZero();
        assertThat(get("/api/campaigns?active=false").get("total").asInt()).isEqualTo(2);
    }

    @Test
    void a_campaign_tells_what_it_has_found_and_used() {
        JsonNode campaign = get("/api/campaigns/" + RestData.SEARCH);

        assertThat(campaign.get("phase").asText()).isEqualTo("done");
        assertThat(campaign.get("exitSentence").asText())
                .isEqualTo(requireNonNull(search.campaign().orElseThrow().state().exit())
                        .sentence());
        assertThat(campaign.get("best").get("enthalpyPerAtom").asDouble())
                .isEqualTo(search.results().get(0).enthalpy());
        assertThat(campaign.get("budgets").get("labels").get("limit").asInt()).isEqualTo(300);
        assertThat(campaign.get("budgets").get("labels").get("used").asInt())
                .isEqualTo(search.labels().size());
        assertThat(campaign.get("budgets").get("walltimeHours").get("limit").asDouble())
                .isEqualTo(1);
        assertThat(campaign.get("budgets").get("coreHours").get("limit").isNull())
                .isTrue();
        assertThat(campaign.get("budgets").get("coreHours").get("used").asDouble())
                .isPositive();
        assertThat(campaign.get("jobs").get("COMPLETED").asInt())
                .isEqualTo(search.jobs().size());
        assertThat(campaign.at("/settings/search/composition").asText()).isEqualTo("Si8");
    }

    @Test
    void rounds_tell_labels_relaxations_and_the_lowest_clusters() {
        JsonNode rounds = get("/api/campaigns/" + LargePool.NAME + "/rounds");

        assertThat(rounds).hasSize(LargePool.ROUNDS);
        JsonNode second = rounds.get(1);
        assertThat(second.get("labels").asInt()).isEqualTo(200);
        assertThat(rounds.get(0).get("failedLabels").asInt()).isEqualTo(1);
        assertThat(second.get("relaxed").get("uncertain").asInt()).isEqualTo(1000);
        assertThat(second.get("relaxed").get("converged").asInt()).isEqualTo(9000);
        assertThat(second.get("lowest")).hasSize(10);
        assertThat(second.at("/heldOut/energy/mae").asDouble()).isEqualTo(20.5);
        assertThat(rounds.get(0).get("heldOut").isNull()).isTrue();
        assertThat(second.at("/training/labels").asText()).isEqualTo("200");
    }

    @Test
    void rounds_of_a_real_search_are_those_of_the_store() {
        JsonNode rounds = get("/api/campaigns/" + RestData.SEARCH + "/rounds");

        for (JsonNode round : rounds) {
            int number = round.get("round").asInt();
            assertThat(round.get("labels").asInt())
                    .isEqualTo(search.labelCounts(number).done());
            assertThat(round.get("verdict").asText())
                    .isEqualTo(search.verdict(number).orElseThrow());
            assertThat(round.at("/lowest/0/candidate").asText())
                    .isEqualTo(search.clusters(number).get(0).candidate());
            assertThat(round.get("training")).isNotEmpty();
        }
    }

    @Test
    void convergence_tells_how_ranks_have_changed() {
        JsonNode rounds = get("/api/campaigns/" + LargePool.NAME + "/convergence?top=3");

        assertThat(texts(rounds.get(0).get("top"), "change")).containsExactly("new", "new", "new");
        JsonNode second = rounds.get(1).get("top");
        assertThat(texts(second, "cluster")).containsExactly("k1", "k0", "k2");
        assertThat(texts(second, "change")).containsExactly("up", "down", "same");
        assertThat(second.get(2).get("moved").asDouble()).isCloseTo(-0.01, within(1e-12));
        assertThat(get("/api/campaigns/" + LargePool.NAME + "/convergence")
                        .get(0)
                        .get("top"))
                .as("as many as the stopping rule looks at")
                .hasSize(5);
    }

    @Test
    void a_pool_of_ten_thousand_is_paged_in_the_order_asked_for() {
        String path = "/api/campaigns/" + LargePool.NAME + "/candidates";
        JsonNode lowest = get(path + "?limit=2");

        assertThat(lowest.get("total").asInt()).isEqualTo(LargePool.CANDIDATES);
        assertThat(lowest.get("round").asInt()).isEqualTo(LargePool.ROUNDS - 1);
        JsonNode first = lowest.get("items").get(0);
        assertThat(first.get("id").asText()).isEqualTo("c0000");
        assertThat(first.get("enthalpyPerAtom").asDouble()).isEqualTo(LargePool.enthalpy(0, 1));
        assertThat(first.get("volumePerAtom").asDouble()).isCloseTo(LargePool.volume(0), within(1e-9));

        List<String> ids = texts(get(path + "?sort=id&limit=3&offset=9997").get("items"), "id");
        assertThat(ids).containsExactly("c9997", "c9998", "c9999");
        assertThat(texts(get(path + "?sort=id&order=desc&limit=1").get("items"), "id"))
                .containsExactly("c9999");
        JsonNode widest =
                get(path + "?sort=volume&order=desc&limit=1").get("items").get(0);
        assertThat(widest.get("volumePerAtom").asDouble()).isCloseTo(24.99, within(1e-9));
    }

    @Test
    void candidates_without_an_energy_come_last_in_both_orders() {
        String path = "/api/campaigns/" + LargePool.NAME + "/candidates?limit=1&offset=9999&order=";

        assertThat(get(path + "asc").at("/items/0/enthalpyPerAtom").isNull()).isTrue();
        assertThat(get(path + "desc").at("/items/0/enthalpyPerAtom").isNull()).isTrue();
    }

    @Test
    void candidates_can_be_chosen_by_cluster_outcome_and_round() {
        String path = "/api/campaigns/" + LargePool.NAME + "/candidates";

        assertThat(get(path + "?cluster=k7").get("total").asInt()).isEqualTo(200);
        assertThat(get(path + "?outcome=uncertain").get("total").asInt()).isEqualTo(1000);
        assertThat(get(path + "?round=-1").at("/items/0/outcome").asText()).isEqualTo("generated");
        assertThat(get(path + "?round=7").get("total").asInt()).isZero();
    }

    @Test
    void volumes_of_a_real_search_are_those_of_the_structures() {
        JsonNode items = get("/api/campaigns/" + RestData.SEARCH + "/candidates?sort=id&limit=100")
                .get("items");
        List<CandidateFrame> frames =
                search.frames(search.campaign().orElseThrow().state().round());

        assertThat(items).hasSameSizeAs(frames);
        for (int i = 0; i < frames.size(); i++) {
            assertThat(items.get(i).get("volumePerAtom").asDouble())
                    .isEqualTo(frames.get(i).structure().volume()
                            / frames.get(i).structure().size());
        }
    }

    @Test
    void one_candidate_tells_its_history_calculations_and_jobs() {
        RankedResult best = search.results().get(0);
        JsonNode candidate = get("/api/campaigns/" + RestData.SEARCH + "/candidates/" + best.candidate());

        assertThat(candidate.get("formula").asText()).isEqualTo("Si8");
        assertThat(candidate.get("origin").asText())
                .isEqualTo(search.origin(best.candidate()).orElseThrow());
        assertThat(candidate.at("/result/rank").asInt()).isEqualTo(1);
        assertThat(texts(candidate.get("rounds"), "round")).startsWith("-1", "0");
        assertThat(texts(candidate.get("calculations"), "id")).contains(best.calculation());
        assertThat(texts(candidate.get("jobs"), "token"))
                .containsExactlyElementsOf(search.jobs(best.candidate()).stream()
                        .map(job -> job.token())
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"extxyz", "cif", "poscar", "json"})
    void a_structure_comes_in_the_format_asked_for(String format) {
        String path = "/api/campaigns/" + RestData.SEARCH + "/candidates/c0003/structure?round=0&format=" + format;

        RestClient.Answer answer = client.get(path).is(200);

        assertThat(answer.text()).contains("Si");
        assertThat(answer.header("content-type")).startsWith(format.equals("json") ? "application/json" : "text/plain");
    }

    @Test
    void a_structure_comes_back_to_the_last_bit() throws Exception {
        String text = client.get("/api/campaigns/" + RestData.SEARCH + "/candidates/c0003/structure?round=-1")
                .is(200)
                .text();

        assertThat(ExtXyz.read(new StringReader(text), "answer").get(0).structure())
                .isEqualTo(search.history("c0003").get(0).structure());
    }

    @Test
    void calculations_are_told_with_energies_forces_and_volumes() {
        String path = "/api/campaigns/" + RestData.SEARCH + "/calculations";
        JsonNode labels = get(path + "?purpose=label&state=done&limit=1000");

        assertThat(labels.get("total").asInt()).isEqualTo(search.labels().size());
        search.labels().forEach(label -> {
            JsonNode row =
                    labels.get("items").get(texts(labels.get("items"), "id").indexOf(label.id()));
            assertThat(row.get("energyPerAtom").asDouble())
                    .isCloseTo(label.evaluation().energy() / 8, within(1e-12));
            assertThat(row.get("maxForce").asDouble())
                    .isCloseTo(label.evaluation().maxForce(), within(1e-12));
        });
        JsonNode failed = get("/api/campaigns/" + LargePool.NAME + "/calculations?state=FAILED")
                .get("items");
        assertThat(texts(failed, "id")).containsExactly("r00-c0007");
        assertThat(failed.get(0).get("failure").asText()).startsWith("SCF_NOT_CONVERGED");
        assertThat(get("/api/campaigns/" + LargePool.NAME + "/calculations?round=1&purpose=FINAL")
                        .get("total")
                        .asInt())
                .isEqualTo(3);
    }

    @Test
    void a_calculated_structure_comes_with_energy_forces_and_stress() {
        String label = search.labels().get(0).id();
        String path = "/api/campaigns/" + RestData.SEARCH + "/calculations/" + label + "/structure?format=json";

        assertThat(get(path).get("energy").asDouble())
                .isEqualTo(search.labels().get(0).evaluation().energy());
        assertThat(get(path).get("forces")).hasSize(8);
        assertThat(get(path + "&which=input").has("energy")).isFalse();
    }

    @Test
    void jobs_are_told_newest_first_with_their_states() {
        JsonNode page = get("/api/campaigns/" + LargePool.NAME + "/jobs?limit=5");

        assertThat(page.get("total").asInt()).isEqualTo(43);
        assertThat(page.get("states").get("COMPLETED").asInt()).isEqualTo(43);
        assertThat(page.at("/items/0/site").asText()).isEqualTo("hpc1");
        assertThat(page.at("/items/4/calculations")).isNotEmpty();
        assertThat(get("/api/campaigns/" + LargePool.NAME + "/jobs?open=true")
                        .get("total")
                        .asInt())
                .isZero();
        assertThat(get("/api/campaigns/" + LargePool.NAME + "/jobs?open=false&state=completed")
                        .get("total")
                        .asInt())
                .isEqualTo(43);
        assertThat(get("/api/campaigns/" + LargePool.NAME + "/jobs?state=RUNNING")
                        .get("total")
                        .asInt())
                .isZero();
    }

    @Test
    void a_job_tells_its_whole_story() {
        String token = search.jobs().get(0).token();
        JsonNode job = get("/api/jobs/" + token);

        assertThat(job.get("campaign").asText()).isEqualTo(RestData.SEARCH);
        assertThat(texts(job.get("story"), "to")).startsWith("PLANNED").endsWith("PARSED");
    }

    @Test
    void results_are_those_of_the_command_line() {
        JsonNode results = get("/api/campaigns/" + RestData.SEARCH + "/results").get("results");
        JsonNode again = get("/api/campaigns/" + RestData.SEARCH + "/results").get("results");

        assertThat(again).isEqualTo(results);
        for (RankedResult result : search.results()) {
            JsonNode row = results.get(result.rank() - 1);
            assertThat(row.get("candidate").asText()).isEqualTo(result.candidate());
            assertThat(row.get("enthalpyPerAtom").asDouble()).isEqualTo(result.enthalpy());
            assertThat(row.get("stages")).isNotEmpty();
        }
    }

    @Test
    void scatter_has_every_candidate_with_an_energy_once() {
        JsonNode scatter = get("/api/campaigns/" + LargePool.NAME + "/scatter");

        for (String column : List.of("id", "volumePerAtom", "enthalpyPerAtom", "cluster")) {
            assertThat(scatter.get(column)).as(column).hasSize(LargePool.CANDIDATES - 100);
        }
        assertThat(scatter.at("/id/17").asText()).isEqualTo("c0017");
        assertThat(scatter.at("/enthalpyPerAtom/17").asDouble()).isEqualTo(LargePool.enthalpy(17, 1));
        assertThat(scatter.at("/cluster/17").asText()).isEqualTo("k17");
        assertThat(get("/api/campaigns/" + LargePool.NAME + "/scatter?round=-1").get("id"))
                .isEmpty();
    }

    @Test
    void a_fixed_composition_has_no_hull() {
        assertThat(get("/api/campaigns/" + RestData.SEARCH + "/hull")).isEmpty();
    }

    @Test
    void events_are_listed_from_any_cursor_on() {
        String path = "/api/campaigns/" + RestData.SEARCH + "/events";
        JsonNode all = get(path + "?limit=1000");
        List<String> read = new ArrayList<>();
        String next = "0";
        JsonNode page;
        do {
            page = get(path + "?limit=3&after=" + next);
            read.addAll(texts(page.get("items"), "seq"));
            next = page.get("next").asText();
        } while (!page.get("items").isEmpty());

        assertThat(read).isEqualTo(texts(all.get("items"), "seq"));
        assertThat(texts(all.get("items"), "kind")).startsWith("Started").endsWith("Ranked");
        assertThat(search.events()).hasSameSizeAs(read);
    }

    @Test
    void events_of_all_campaigns_are_listed_together() {
        JsonNode page = get("/api/events?limit=1000");

        assertThat(texts(page.get("items"), "campaign")).contains(RestData.SEARCH, LargePool.NAME);
        assertThat(texts(page.get("items"), "at")).isSorted();
    }

    @Test
    void sites_health_and_contract_are_told() {
        assertThat(get("/api/sites").at("/0/breaker").asText()).isEqualTo("closed");
        assertThat(get("/health").get("status").asText()).isEqualTo("UP");
        assertThat(get("/health/ready").at("/checks/0/name").asText()).isEqualTo("database");
        assertThat(get("/api/openapi.json")).isEqualTo(ContractAnswers.read().document());
    }

    @Test
    void long_answers_are_compressed_for_who_takes_that() {
        var plain = client.get("/api/campaigns/" + LargePool.NAME + "/scatter");
        var gzipped = client.raw("/api/campaigns/" + LargePool.NAME + "/scatter", "gzip");

        assertThat(plain.header("content-encoding")).isEmpty();
        assertThat(gzipped.headers().firstValue("content-encoding")).contains("gzip");
        assertThat(gzipped.body().length).isLessThan(plain.text().length() / 3);
        assertThat(RestClient.unzipped(gzipped.body())).isEqualTo(plain.text());
    }
}
