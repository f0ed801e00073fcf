package org.polymorph.tests.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.format.Frame;
import org.polymorph.model.format.StructureFiles;
import org.polymorph.tests.PolymorphProcess;

/** One search from its file to its ranked table, and all that can be asked of it afterwards. */
class CampaignEndToEndTest {
    // Stillinger-Weber silicon, diamond and lonsdaleite alike: E = -2 epsilon per atom (Phys. Rev. B 31, 5262)
    private static final double GROUND_STATE = -4.3366;

    @TempDir
    private static Path directory;

    private static Search search;
    private static PolymorphProcess.Ended ended;

    @BeforeAll
    static void search_once() throws Exception {
        search = Search.silicon(directory.resolve("search"))
                .with("seed=3", "pool.size=50", "label.perRound=15", "stop.topK=2", "calculate.structuresPerJob=8")
                .withArguments("--json");
        ended = search.run();
    }

    @Test
    void the_stopping_rule_ends_the_search_at_the_ground_state() {
        JsonNode document = ended.exits(0).json();

        assertThat(document.get("campaign").asText()).isEqualTo("si8");
        assertThat(document.get("exit").asText()).isEqualTo("CONVERGED");
        assertThat(document.get("labels").asInt())
                .isEqualTo(15 * document.get("rounds").asInt());
        assertThat(document.get("failedLabels").asInt()).isZero();
        JsonNode best = document.get("results").get(0);
        assertThat(best.get("rank").asInt()).isEqualTo(1);
        assertThat(best.get("converged").asBoolean()).isTrue();
        assertThat(best.get("enthalpyPerAtom").asDouble()).isCloseTo(GROUND_STATE, within(1e-3));
        // all stackings of diamond's layers have the same energy in this potential
        assertThat(SiliconCrystal.of(structure(best.get("structure")))).isNotEqualTo(SiliconCrystal.OTHER);
    }

    @Test
    void progress_goes_to_stderr_in_plain_lines() {
        assertThat(ended.err().lines()).allMatch(line -> line.startsWith("polymorph: "));
        assertThat(ended.err())
                // a fast machine is through a round before the first line of it is due
                .containsPattern("si8 · round \\d of at most 15 · \\d+ labels · ")
                .contains("round 0: ", "the first round has nothing to be compared with")
                .doesNotContain("\u001b");
    }

    @Test
    void results_are_ranked_and_the_same_as_at_the_end() throws Exception {
        JsonNode results = search.ask("results", "--json").exits(0).json().get("results");

        assertThat(results).isEqualTo(ended.json().get("results"));
        for (int i = 1; i < results.size(); i++) {
            assertThat(results.get(i).get("enthalpyPerAtom").asDouble())
                    .isGreaterThanOrEqualTo(
                            results.get(i - 1).get("enthalpyPerAtom").asDouble());
        }
        assertThat(search.ask("results").exits(0).out())
                .contains(
                        "rank  candidate",
                        "-4.33660",
                        results.get(0).get("candidate").asText());
    }

    @Test
    void status_tells_every_round() throws Exception {
        JsonNode status = search.ask("status", "--json").exits(0).json();

        assertThat(status.get("phase").asText()).isEqualTo("done");
        assertThat(status.get("candidates").asInt()).isEqualTo(50);
        assertThat(status.get("rounds"))
                .hasSize(ended.json().get("rounds").asInt())
                .allSatisfy(round -> assertThat(round.get("labels").asInt()).isEqualTo(15));
        assertThat(search.ask("status").exits(0).out()).contains("the stopping rule held", "45 labels");
    }

    @Test
    void show_gives_the_whole_provenance_of_the_best() throws Exception {
        String best = ended.json().get("results").get(0).get("candidate").asText();
        JsonNode shown = search.ask("show", best, "--json").exits(0).json();

        assertThat(shown.get("origin").asText()).isEqualTo("random");
        assertThat(shown.get("rounds").get(0).get("outcome").asText()).isEqualTo("generated");
        assertThat(shown.get("calculations"))
                .extracting(calculation -> calculation.get("id").asText())
                .contains("final-" + best + "-0");
        assertThat(shown.get("result").get("enthalpyPerAtom"))
                .isEqualTo(ended.json().get("results").get(0).get("enthalpyPerAtom"));
        assertThat(search.ask("show", "c9999").exits(2).err())
                .contains("\"c9999\"", "c0000 to c0049", "the token of a job, pm-si8-");
    }

    @Test
    void show_tells_the_whole_story_of_a_job() throws Exception {
        String best = ended.json().get("results").get(0).get("candidate").asText();
        JsonNode jobs = search.ask("show", best, "--json")
                .exits(0)
                .json()
                .get("calculations")
                .get(0)
                .get("jobs");
        assertThat(jobs).hasSize(1);
        String token = jobs.get(0).get("job").asText();
        assertThat(search.ask("show", best).exits(0).out()).contains("attempt", token);

        JsonNode story = search.ask("show", token, "--json").exits(0).json().get("story");
        assertThat(story).extracting(line -> line.get("to").asText()).startsWith("PLANNED", "UPLOADED");
        assertThat(story)
                .extracting(line -> line.get("to").asText())
                .endsWith("RUNNING", "ENDED", "RETRIEVED", "PARSED");
        for (int i = 0; i < story.size(); i++) {
            assertThat(story.get(i).get("seq").asInt()).isEqualTo(i + 1);
            assertThat(story.get(i).get("from").asText("null"))
                    .isEqualTo(i == 0 ? "null" : story.get(i - 1).get("to").asText());
        }
        JsonNode end = story.get(story.size() - 3);
        assertThat(end.get("evidence").asText()).contains("marker: exit=000");
        assertThat(end.get("command").get("exitCode").asInt()).isZero();
        assertThat(end.get("command").get("sha256").asText()).matches("[0-9a-f]{64}");
        assertThat(story.get(story.size() - 2).get("files"))
                .extracting(file -> file.get("name").asText())
                .contains("structures.extxyz", "done");
        assertThat(search.ask("show", token).exits(0).out())
                .contains("time [UTC]", "UPLOADED file", "RETRIEVED file", "SHA-256", "attempt 1 of round");
    }

    @ParameterizedTest
    @ValueSource(strings = {"best.cif", "best.extxyz", "best.vasp", "POSCAR"})
    void exported_files_hold_the_structure_of_the_table(String name) throws Exception {
        Path file = directory.resolve(name);
        search.ask("export", "--rank", "1", "-o", file.toString()).exits(0);
        Structure table = structure(ended.json().get("results").get(0).get("structure"));

        List<Frame> frames = StructureFiles.read(file);
        assertThat(frames).hasSize(1);
        Structure read = frames.get(0).structure();
        assertThat(read.composition()).isEqualTo(table.composition());
        assertThat(read.volume()).isCloseTo(table.volume(), within(1e-4));
        assertThat(SiliconCrystal.of(read)).isEqualTo(SiliconCrystal.of(table));
    }

    @Test
    void labels_are_exported_with_energy_forces_and_stress() throws Exception {
        Path file = directory.resolve("labels.extxyz");
        search.ask("export", "--what", "labels", "-o", file.toString()).exits(0);

        assertThat(StructureFiles.read(file)).hasSize(45).allMatch(frame -> frame.evaluation()
                .isPresent());
    }

    @Test
    void the_same_command_again_gives_the_same_table_without_work() throws Exception {
        Ledger before = Ledger.of(search.data());
        PolymorphProcess.Ended again = search.run().exits(0);

        assertThat(again.out()).isEqualTo(ended.out());
        assertThat(Ledger.of(search.data())).isEqualTo(before);
        before.isComplete();
    }

    @Test
    void other_settings_are_refused_and_told() throws Exception {
        PolymorphProcess.Ended other =
                search.with("seed=4", "label.perRound=10").run().exits(2);

        assertThat(other.err())
                .contains("seed was 3, now 4", "label.perRound was 15, now 10", "begun with other settings", "--dir");
        assertThat(other.out()).isEmpty();
    }

    @Test
    void another_campaign_is_refused() throws Exception {
        Path renamed = directory.resolve("other.yaml");
        Files.writeString(renamed, Files.readString(search.campaign()).replace("campaign: si8", "campaign: other"));
        Search other = new Search(search.directory(), renamed, search.arguments(), search.environment());

        assertThat(other.run().exits(2).err()).contains("holds the campaign si8", "one of other", "--dir");
    }

    @Test
    @Tag("long")
    void the_number_of_threads_changes_nothing() throws Exception {
        Search one = Search.small(directory.resolve("one")).withArguments("--threads", "1");
        Search two = Search.small(directory.resolve("two")).withArguments("--threads", "2");
        one.run().exits(0);
        two.run().exits(0);

        assertThat(two.findings()).isEqualTo(one.findings());
    }

    @Test
    void a_budget_ends_the_search_with_exit_code_3_and_another_seed_finds_other_structures() throws Exception {
        Search first = Search.small(directory.resolve("budget")).with("stop.rounds=1");
        Search second = Search.small(directory.resolve("budget-2")).with("stop.labels=10", "seed=2");

        assertThat(first.run().exits(3).out()).contains("the budget of rounds was used up", "10 labels");
        assertThat(second.run().exits(3).out()).contains("the budget of labels was used up", "10 labels");
        assertThat(second.findings()).isNotEqualTo(first.findings());
    }

    @Test
    void a_search_at_work_can_be_looked_at_and_is_not_disturbed() throws Exception {
        Search running = Search.small(directory.resolve("running"))
                .onSite("held-up", "codes: {potential: {prelude: ['sleep 600']}}\n");
        Process process = running.start();
        List<ProcessHandle> jobs = new RunningJobs(running.data()).await(1);
        try {
            assertThat(running.ask("status", "--json")
                            .exits(0)
                            .json()
                            .get("phase")
                            .asText())
                    .isEqualTo("labelling");
            assertThat(running.ask("results").exits(0).out()).contains("no results yet");
            assertThat(running.ask("show", "c0000").exits(0).out()).contains("c0000: Si8");
            assertThat(running.ask("export", "-o", "out.cif").exits(2).err()).contains("has no results yet");
            Search second = new Search(
                    Files.createDirectories(directory.resolve("second")),
                    running.campaign(),
                    running.arguments(),
                    running.environment());
            Files.createSymbolicLink(second.data(), running.data());
            assertThat(second.run().exits(2).err())
                    .contains("is in use by process " + process.pid(), "expected", "--dir")
                    .doesNotContain("Exception");
            assertThat(process.isAlive()).isTrue();
        } finally {
            process.destroyForcibly().waitFor();
            jobs.forEach(RunningJobs::killTree);
        }
    }

    private static Structure structure(JsonNode json) {
        double[] rows = numbers(json.get("lattice"));
        Lattice lattice = Lattice.of(rows[0], rows[1], rows[2], rows[3], rows[4], rows[5], rows[6], rows[7], rows[8]);
        double[] fractional = numbers(json.get("fractional"));
        return Structure.of(lattice, Collections.nCopies(fractional.length / 3, Element.Si), fractional);
    }

    private static double[] numbers(JsonNode rows) {
        double[] numbers = new double[3 * rows.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = rows.get(i / 3).get(i % 3).asDouble();
        }
        return numbers;
    }
}
