package org.polymorph.tests.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The stand-in says nothing that the daemon's server could not say: its answers are held against the contract of that. */
class StandInContractTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static JsonNode contract;

    @BeforeAll
    static void reads_the_contract() throws IOException {
        try (InputStream in = StandInContractTest.class.getResourceAsStream("/openapi/polymorph.json")) {
            contract = JSON.readTree(Objects.requireNonNull(in));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/campaigns, /api/campaigns, 200",
        "GET, /api/campaigns/ti-o, /api/campaigns/{id}, 200",
        "GET, /api/campaigns/si8, /api/campaigns/{id}, 200",
        "POST, /api/campaigns/ti-o/pause, /api/campaigns/{id}/pause, 202",
        "PATCH, /api/campaigns/ti-o/budgets, /api/campaigns/{id}/budgets, 200",
        "GET, /api/campaigns/ti-o/rounds, /api/campaigns/{id}/rounds, 200",
        "GET, /api/campaigns/si8/rounds, /api/campaigns/{id}/rounds, 200",
        "GET, /api/campaigns/ti-o/convergence, /api/campaigns/{id}/convergence, 200",
        "GET, /api/campaigns/si8/convergence, /api/campaigns/{id}/convergence, 200",
        "GET, /api/campaigns/si8/candidates, /api/campaigns/{id}/candidates, 200",
        "GET, /api/campaigns/si8/candidates/c0164, /api/campaigns/{id}/candidates/{candidate}, 200",
        "GET, /api/campaigns/si8/scatter, /api/campaigns/{id}/scatter, 200",
        "GET, /api/campaigns/ti-o/jobs, /api/campaigns/{id}/jobs, 200",
        "GET, /api/campaigns/ti-o/hull, /api/campaigns/{id}/hull, 200",
        "GET, /api/campaigns/si8/results, /api/campaigns/{id}/results, 200",
        "GET, /api/campaigns/si8/events, /api/campaigns/{id}/events, 200",
        "GET, /api/campaigns/nosuch, /api/campaigns/{id}, 404",
        "GET, /api/schedules, /api/schedules, 200",
        "GET, /api/sites, /api/sites, 200",
    })
    void answers_as_the_contract_says(String method, String path, String template, int status) {
        StandInCampaigns.Answer answer = StandInCampaigns.recorded().answer(method, path, "", JSON.createObjectNode());

        assertThat(answer.status()).isEqualTo(status);
        assertThat(problems(template, method, status, answer.body())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"ti-o, LOST", "si8, COMPLETED"})
    void tells_the_story_of_a_job_as_the_contract_says(String campaign, String state) {
        StandInCampaigns campaigns = StandInCampaigns.recorded();
        JsonNode jobs = campaigns
                .answer("GET", "/api/campaigns/" + campaign + "/jobs", "state=" + state, NullNode.getInstance())
                .body();
        String token = jobs.at("/items/0/token").asText();

        JsonNode story = campaigns
                .answer("GET", "/api/jobs/" + token, "", NullNode.getInstance())
                .body();

        assertThat(problems("/api/jobs/{token}", "GET", 200, story)).isEmpty();
    }

    private static Set<ValidationMessage> problems(String template, String method, int status, JsonNode body) {
        JsonNode operation = contract.get("paths").get(template).get(method.toLowerCase(Locale.ROOT));
        JsonNode answer = operation.get("responses").get(Integer.toString(status));
        if (answer.has("$ref")) {
            answer = contract.at(answer.get("$ref").asText().substring(1));
        }
        ObjectNode schema =
                (ObjectNode) answer.at("/content/application~1json/schema").deepCopy();
        schema.set("components", contract.get("components"));
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(schema)
                .validate(body);
    }
}
