package org.polymorph.components.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.engine.config.ConfigLoader;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.PropertyLabel;
import org.polymorph.model.spi.PropertyLearner;
import org.polymorph.model.spi.PropertyTask;
import org.polymorph.model.spi.Providers;
import org.polymorph.model.spi.Seed;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.Workers;

class CampaignCheckTest {
    @TempDir
    Path directory;

    private List<String> problems(String... sets) {
        return CampaignCheck.problems(TinyCampaign.load(directory, sets));
    }

    @Test
    void a_good_campaign_has_no_problems() {
        assertThat(problems()).isEmpty();
    }

    @Test
    void the_problems_of_all_sections_come_together() {
        List<String> problems = problems(
                "surrogate.cutof=4",
                "relax.steps=-1",
                "cluster.eps=0",
                "select.score=luck",
                "calculate.settings.potential=vdw",
                "pool.generators=[{type: random, minDistance: {Si-Xx: 1}}]");

        assertThat(problems).anyMatch(problem -> problem.contains("surrogate") && problem.contains("cutof"));
        assertThat(problems).anyMatch(problem -> problem.contains("relax.steps") && problem.contains("-1"));
        assertThat(problems).anyMatch(problem -> problem.contains("cluster.eps"));
        assertThat(problems).anyMatch(problem -> problem.contains("select.score") && problem.contains("luck"));
        assertThat(problems).anyMatch(problem -> problem.contains("potential") && problem.contains("vdw"));
        assertThat(problems).anyMatch(problem -> problem.contains("minDistance") && problem.contains("Xx"));
        assertThat(problems).doesNotHaveDuplicates();
    }

    @Test
    void unknown_names_list_the_known_ones() {
        List<String> problems =
                problems("pool.generators=[{type: guess}]", "surrogate={type: gpt}", "calculate.code=vsap");

        assertThat(problems).anyMatch(problem -> problem.contains("guess") && problem.contains("random"));
        assertThat(problems).anyMatch(problem -> problem.contains("gpt") && problem.contains("ace"));
        assertThat(problems).anyMatch(problem -> problem.contains("vsap") && problem.contains("espresso, potential"));
    }

    @Test
    void a_round_must_label_what_its_surrogate_needs_to_be_trained() {
        assertThat(problems("label.perRound=1"))
                .containsExactly(
                        "--set label.perRound: expected at least 2, as many as ace needs to be trained, found 1");
        assertThat(problems("label.perRound=4", "surrogate={type: painn}"))
                .containsExactly(
                        "--set label.perRound: expected at least 5, as many as painn needs to be trained, found 4");
        assertThat(problems("label.perRound=5", "surrogate={type: painn}")).isEmpty();
        assertThat(problems("label.perRound=6", "surrogate={type: acenet, ensemble: 7}"))
                .containsExactly(
                        "--set label.perRound: expected at least 7, as many as acenet needs to be trained, found 6");
        assertThat(problems("label.perRound=1", "surrogate={type: painn, cutof: 3}"))
                .allMatch(problem -> problem.contains("cutof"));
    }

    @Test
    void generators_that_start_from_what_was_found_need_others_and_rounds_to_be_used_in() {
        assertThat(problems("pool.generators=[{type: splice}]", "pool.perRound=4"))
                .anyMatch(problem -> problem.contains("such as random") && problem.contains("\"splice\""));
        assertThat(problems("pool.generators=[{type: random}, {type: splice}]"))
                .anyMatch(problem -> problem.contains("pool.perRound") && problem.contains("\"splice\""));
        assertThat(problems("pool.generators=[{type: random}, {type: permute}]", "pool.perRound=4"))
                .anyMatch(problem -> problem.contains("two elements"));
        assertThat(problems("pool.generators=[{type: random}, {type: splice, minSlab: 2}]", "pool.perRound=4"))
                .anyMatch(problem -> problem.contains("minSlab"));
    }

    @Test
    void a_generator_that_needs_the_surrogate_alone_is_not_said_to_need_structures() {
        assertThat(problems("pool.generators=[{type: anneal}]", "pool.perRound=4"))
                .singleElement()
                .asString()
                .startsWith("--set pool.generators: expected at least one with a share above zero")
                .endsWith(
                        "found only such as \"anneal\", which needs the surrogate or the structures of the round before");
    }

    @Test
    void each_problem_is_one_line_with_its_place() throws Exception {
        Files.writeString(directory.resolve("si3.xyz"), """
                1
                Lattice="3 0 0 0 3 0 0 0 3" Properties=species:S:1:pos:R:3
                Ge 0 0 0
                """);
        Path file = TinyCampaign.write(directory, """
                campaign: si2
                search: {compositions: [Si2, Ge2]}
                pool:
                  size: 12
                  generators:
                    - {type: splice}
                  seeds:
                    - si3.xyz
                    - none.cif
                label:
                  perRound: 1
                stop:
                  topK: 1
                  apart: 0.1
                  improvement: 0.01
                calculate:
                  code: nosuch
                site: here
                """);
        List<String> problems = CampaignCheck.problems(
                new ConfigLoader(Map.of(), directory).campaign(file, List.of(), Optional.empty()));
        assertThat(problems)
                .allMatch(problem -> problem.matches("\\S*si2\\.yaml:\\d+: [\\w.\\[\\]]+: [^\n]+"))
                .extracting(problem -> problem.replaceFirst("^\\S*/", "").replaceFirst("^(\\S+ \\S+) .*", "$1"))
                .containsExactly(
                        "si2.yaml:5: pool.generators:",
                        "si2.yaml:8: pool.seeds[0]:",
                        "si2.yaml:9: pool.seeds[1]:",
                        "si2.yaml:11: label.perRound:",
                        "si2.yaml:15: stop.improvement:",
                        "si2.yaml:14: stop.apart:",
                        "si2.yaml:17: calculate.code:");
    }

    @Test
    void a_potential_that_does_not_know_the_elements_is_told_before_any_work() {
        assertThat(problems("search.composition=NaCl", "pool.generators=[{type: random}]"))
                .anyMatch(problem -> problem.contains("potential"));
    }

    @Test
    void ions_are_asked_for_in_each_ratio_that_is_searched() {
        String[] titania = {
            "search.composition=Ti4O8",
            "calculate.settings.potential=matsui-akaogi",
            "pool.generators=[{type: random, minDistance: 1.6}]"
        };
        assertThat(problems(titania)).isEmpty();
        titania[0] = "search={composition: null, compositions: [Ti4O8, Ti4O6]}";
        assertThat(problems(titania))
                .singleElement()
                .asString()
                .contains("calculate.settings.potential")
                .contains("needs a neutral cell, found Ti2O3");
    }

    @Test
    void a_surrogate_is_ace_where_nothing_is_said() {
        assertThat(problems("surrogate={cutoff: 5}")).isEmpty();
        assertThat(problems("surrogate={cutof: 5}")).hasSize(1);
    }

    @Test
    void generators_are_checked_for_all_compositions_together() {
        String[] mixture = {
            "search={composition: null, compositions: [Ni4, P4, Ni2P2]}",
            "calculate.settings.potential=kob-andersen",
            "pool.size=30",
            "pool.perRound=4",
            "pool.generators=[{type: random, minDistance: {Ni-P: 1.6, P-P: 1.7}}, {type: permute}]"
        };
        assertThat(problems(mixture)).isEmpty();
        String[] more = Arrays.copyOf(mixture, mixture.length + 1);
        more[mixture.length] = "stop.improvement=0.01";
        assertThat(problems(more))
                .singleElement()
                .asString()
                .startsWith("--set stop.improvement: expected a search of one");
        more[mixture.length] = "stop.apart=0.005";
        assertThat(problems(more)).singleElement().asString().startsWith("--set stop.apart: expected a search of one");

        mixture[4] = "pool.generators=[{type: random, minDistance: {Ni-Si: 1.6}}, {type: permute, swaps: 0}]";
        assertThat(problems(mixture))
                .anyMatch(problem -> problem.contains("minDistance.Ni-Si") && problem.contains("found Si"))
                .anyMatch(problem -> problem.contains("swaps"));
        mixture[0] = "search={composition: null, compositions: [Ni4, P4]}";
        assertThat(problems(mixture)).anyMatch(problem -> problem.contains("permute needs two elements"));
    }

    @Test
    void a_generator_that_changes_compositions_needs_several_with_as_many_atoms() {
        String generators = "pool.generators=[{type: random, minDistance: 1.6}, {type: substitute}]";
        String calculate = "calculate.settings.potential=kob-andersen";
        assertThat(problems("pool.perRound=4", "search.composition=Ni2P2", calculate, generators))
                .singleElement()
                .asString()
                .contains("type: expected a search of several compositions", "substitute", "found Ni2P2");
        String sizes = "search={composition: null, compositions: [Ni2P2, Ni3P3]}";
        assertThat(problems("pool.perRound=4", sizes, calculate, generators)).hasSize(1);
        String mixtures = "search={composition: null, compositions: [Ni2P2, Ni3P]}";
        assertThat(problems("pool.perRound=4", mixtures, calculate, generators)).isEmpty();
    }

    private String energies(Element... species) {
        List<PropertyLabel> labels = IntStream.range(0, 12)
                .mapToObj(i -> new PropertyLabel("l" + (10 + i), cell(5 + 0.1 * i, species), -4 + 0.01 * i * i))
                .toList();
        try (Workers workers = new Workers(1)) {
            Path file = directory.resolve("energy.model");
            Providers.of(PropertyLearner.class)
                    .get("amd-gp")
                    .train(PropertyTask.of("energy", labels, Settings.empty(), new Seed(1), workers))
                    .save(file);
            return file.getFileName().toString();
        }
    }

    private static Structure cell(double edge, Element... species) {
        return Structure.of(Lattice.cubic(edge), List.of(species), new double[] {0, 0, 0, 0.3, 0.3, 0.3});
    }

    @Test
    void a_model_of_a_property_is_read_before_any_work() throws Exception {
        String known = energies(Element.Si, Element.Si);
        assertThat(problems("select={score: property, model: " + known + "}", "pool.prefilter={model: " + known + "}"))
                .isEmpty();
        assertThat(problems("pool.prefilter={type: amd-gp, keep: 0.3}", "stop.improvement=0.001"))
                .isEmpty();
        assertThat(problems("select={score: property, model: none.model}"))
                .singleElement()
                .asString()
                .contains("select.model", "found no file", "none.model");
        assertThat(problems("pool.prefilter={model: si2.yaml}"))
                .singleElement()
                .asString()
                .contains("pool.prefilter.model: expected a model of one property", "amd-gp", "si2.yaml");
        assertThat(problems("select={score: property, maximize: true, model: " + known + "}"))
                .singleElement()
                .asString()
                .contains("select.model: expected maximize: false");
        String other = energies(Element.Ge, Element.Ge);
        assertThat(problems("select={score: property, model: " + other + "}"))
                .singleElement()
                .asString()
                .contains("select.model: expected a model that knows Si2: ", "Ge");
    }
}
