package org.polymorph.daemon.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.daemon.loop.CampaignRunner;
import org.polymorph.daemon.service.StateLog.Target;
import org.polymorph.engine.config.ConfigLoader;
import org.polymorph.engine.config.ConfigLoader.Loaded;
import org.polymorph.engine.store.CampaignControl;
import org.polymorph.engine.store.CampaignControl.Submission;
import org.polymorph.engine.store.DataDirectory;
import org.polymorph.engine.store.Database;
import org.polymorph.model.spi.ConfigurationException;

class StateLogTest {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final List<String> FIELDS =
            List.of("time", "id", "what", "campaign", "round", "job", "site", "from", "to", "event", "reason");

    @TempDir
    Path directory;

    private static List<JsonNode> parsed(String text) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        assertThat(text).endsWith("\n");
        for (String line : text.strip().split("\n", -1)) {
            JsonNode json = new ObjectMapper().readTree(line);
            assertThat(json.fieldNames()).toIterable().containsExactlyElementsOf(FIELDS);
            assertThat(Instant.parse(json.get("time").asText())).isAfter(Instant.EPOCH);
            assertThat(json.get("what").asText()).isIn("campaign", "round", "job");
            lines.add(json);
        }
        assertThat(lines).extracting(line -> line.get("id").asText()).doesNotHaveDuplicates();
        return lines;
    }

    @Test
    @Tag("long")
    void each_change_of_a_search_is_one_line() throws Exception {
        Path data = directory.resolve("data");
        Loaded loaded = new ConfigLoader(Map.of(), directory)
                .campaignText("""
                        campaign: si2
                        search: {composition: Si2}
                        pool: {size: 6, generators: [{type: random, minDistance: {Si-Si: 1.8}}]}
                        label: {perRound: 4}
                        stop: {topK: 1, rounds: 1}
                        calculate: {code: potential, stages: {label: static, final: [static]}, settings: {potential: sw}}
                        """, "si2.yaml", directory, List.of(), Optional.empty());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Files.createDirectories(data);
        Database.open(DataDirectory.database(data)).close();
        try (Database reading = Database.openReadOnly(DataDirectory.database(data));
                StateLog log = StateLog.to(new Target(Optional.empty(), out), reading, CLOCK, CLOCK.instant())) {
            assertThat(log).isNotNull();
            try (CampaignRunner runner = CampaignRunner.start(loaded, data, Optional.empty())) {
                var unused = runner.session().end().get(60, TimeUnit.SECONDS);
            }
        }
        List<JsonNode> lines = parsed(out.toString(StandardCharsets.UTF_8));
        List<JsonNode> campaign = lines.stream()
                .filter(line -> line.get("what").asText().equals("campaign"))
                .toList();
        assertThat(campaign)
                .extracting(line -> line.get("to").asText())
                .containsExactly(
                        "generating",
                        "selecting",
                        "labelling",
                        "training",
                        "relaxing",
                        "clustering",
                        "finishing",
                        "ranking",
                        "done");
        for (int i = 1; i < campaign.size(); i++) {
            assertThat(campaign.get(i).get("from"))
                    .isEqualTo(campaign.get(i - 1).get("to"));
        }
        assertThat(lines.stream().filter(line -> line.get("what").asText().equals("round")))
                .extracting(
                        line -> line.get("round").asInt() + " " + line.get("to").asText())
                .containsExactly("0 begun", "0 clustered");
        assertThat(lines.stream().filter(line -> line.get("what").asText().equals("job")))
                .isNotEmpty()
                .allSatisfy(line -> {
                    assertThat(line.get("site").asText()).isEqualTo("local");
                    assertThat(line.get("campaign").asText()).isEqualTo("si2");
                    assertThat(line.get("job").asText()).startsWith("pm-si2-");
                })
                .extracting(line -> line.get("to").asText())
                .contains("planned", "running", "ended", "parsed");
    }

    @Test
    void a_file_goes_on_where_a_kill_has_torn_it() throws Exception {
        Path file = directory.resolve("states.jsonl");
        Target target = new Target(Optional.of(file), OutputStream.nullOutputStream());
        try (Database database = Database.open(DataDirectory.database(directory))) {
            CampaignControl control = new CampaignControl(database, CLOCK);
            try (StateLog log = StateLog.to(target, database, CLOCK, CLOCK.instant())) {
                assertThat(log).isNotNull();
                submit(control, "a");
                await().until(() -> Files.readString(file).contains("\"a\""));
            }
            Files.writeString(file, "{\"time\":\"2026-1", StandardOpenOption.APPEND);
            // nobody logs at this time
            control.pause("a");
            submit(control, "b");
            try (StateLog log = StateLog.to(target, database, CLOCK, CLOCK.instant())) {
                assertThat(log).isNotNull();
                control.cancel("b");
            }
        }
        assertThat(parsed(Files.readString(file)))
                .extracting(line ->
                        line.get("campaign").asText() + " " + line.get("to").asText())
                .containsExactly("a submitted", "a pause", "b submitted", "b cancel", "b done");
    }

    @Test
    void a_file_of_something_else_is_refused_and_stays_as_it_is() throws Exception {
        Path file = Files.writeString(directory.resolve("si8.yaml"), "campaign: si8");
        Target target = new Target(Optional.of(file), OutputStream.nullOutputStream());
        try (Database database = Database.open(DataDirectory.database(directory))) {
            assertThatThrownBy(() -> StateLog.to(target, database, CLOCK, CLOCK.instant()))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("si8.yaml: expected a file of JSON lines");
        }
        assertThat(file).hasContent("campaign: si8");
    }

    private static void submit(CampaignControl control, String name) {
        control.submit(new Submission(name, Map.of("campaign", name), "", Optional.empty()));
    }
}
