package org.polymorph.tests.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.polymorph.tests.PolymorphProcess;

/** Mistakes in a campaign are told before anything begins, by {@code validate} and {@code run} alike. */
class CampaignMistakesTest {
    private static final String CAMPAIGN = """
            campaign: mistake
            search: {composition: Si8}
            pool:
              size: 8
              seeds: []
              generators:
                - {type: random, minDistance: {Si-Si: 1.8}, volumePerAtom: [15, 28]}
            label: {perRound: 4}
            stop: {topK: 2}
            calculate: {code: potential, settings: {potential: sw}}
            """;
    private static final String HEAD =
            "2\nLattice=\"5 0 0 0 5 0 0 0 5\" Properties=species:S:1:pos:R:3 pbc=\"T T T\"\n";

    @TempDir
    Path directory;

    private static Arguments mistake(String good, String bad, String... told) {
        return Arguments.of(good, bad, List.of(told));
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake("size: 8", "sise: 8", "mistake.yaml:4: pool.sise", "unknown key", "did you mean size"),
                mistake("topK: 2", "topK: 2, tolerence: 1", "mistake.yaml:9", "did you mean tolerance"),
                mistake("Si8", "Xx8", "mistake.yaml:2: search.composition", "\"Xx\"", "expected"),
                mistake("Si8", "Si0", "mistake.yaml:2: search.composition", "at least 1"),
                mistake("[15, 28]", "[-15, 28]", "mistake.yaml:7", "volumePerAtom", "-15", "above 0"),
                mistake("[15, 28]", "[28, 15]", "mistake.yaml:7", "volumePerAtom", "rising"),
                mistake("Si: 1.8", "Si: 9", "mistake.yaml:7", "minDistance", "9.00", "lower minDistance or raise"),
                mistake("Si: 1.8", "Si: -1", "mistake.yaml:7", "minDistance", "-1"),
                mistake(
                        "type: random",
                        "type: quantum",
                        "mistake.yaml:7",
                        "generator \"quantum\"",
                        "known: ",
                        "random"),
                mistake("code: potential", "code: vsap", "calculate.code", "DFT code \"vsap\"", "known: "),
                mistake("potential: sw", "potential: sv", "mistake.yaml:10", "\"sv\"", "did you mean sw", "tersoff"),
                mistake("Si8", "Na4Cl4", "mistake.yaml:10", "sw does not know the element Na"),
                mistake("perRound: 4", "perRound: 0", "mistake.yaml:8: label.perRound", "found \"0\""),
                mistake("perRound: 4", "perRound: many", "mistake.yaml:8: label.perRound", "found \"many\""),
                mistake("topK: 2", "walltime: 5", "mistake.yaml:9: stop.walltime", "unit", "found"),
                mistake("seeds: []", "seeds: [none.cif]", "pool.seeds", "none.cif", "there is no such file"),
                mistake("seeds: []", "seeds: [salt.extxyz]", "pool.seeds", "salt.extxyz", "Si8, found NaCl"),
                mistake("seeds: []", "seeds: [cut.extxyz]", "cut.extxyz line 4", "expected 4 columns", "found 3"),
                mistake("seeds: []", "seeds: [noise.cif]", "pool.seeds", "noise.cif", "expected"),
                mistake("label:", "site: mars\nlabel:", "mistake.yaml:8: site", "mars.yaml", "known: ", "looked in"),
                mistake(
                        "code: potential, settings: {potential: sw}",
                        "code: espresso, settings: {ecutwfc: 20, pseudopotentials: {Si: no.UPF}, pseudoDir: .}",
                        "mistake.yaml:10: calculate.settings.pseudopotentials.Si",
                        "expected a UPF pseudopotential",
                        "no.UPF"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("mistakes")
    void is_told_with_its_place_and_begins_nothing(String good, String bad, List<String> told) throws Exception {
        write("mistake.yaml", CAMPAIGN.replace(good, bad));
        write("salt.extxyz", HEAD + "Na 0 0 0\nCl 2 2 2\n");
        write("cut.extxyz", HEAD + "Si 0 0 0\nSi 2 2");
        Files.write(directory.resolve("noise.cif"), new byte[] {3, 27, (byte) 200, 91, 50, 74, 0, 10, 7});

        PolymorphProcess.Ended ended = PolymorphProcess.in(directory)
                .run("run", "mistake.yaml", "--dir", "data")
                .exits(2);
        assertThat(ended.err()).contains(told);
        assertThat(ended.err()).doesNotContain("Exception", "\tat ", "\u001b", "\u0007");
        assertThat(ended.err().lines()).allMatch(line -> line.startsWith("polymorph: "));
        assertThat(ended.out()).isEmpty();
        assertThat(directory.resolve("data")).doesNotExist();
    }

    @Test
    void all_mistakes_are_told_together_by_validate() throws Exception {
        write(
                "mistake.yaml",
                CAMPAIGN.replace("Si: 1.8", "Si: 9").replace("potential: sw", "potential: sv")
                        + "relax: {fmax: -1}\ncluster: {ep: 1}\n");

        assertThat(PolymorphProcess.in(directory)
                        .run("validate", "mistake.yaml")
                        .exits(2)
                        .err())
                .contains("mistake.yaml:7: ", "mistake.yaml:10: ", "mistake.yaml:11: relax.fmax", "cluster.ep");
    }

    @Test
    void the_problems_of_a_shared_site_are_told_once() throws Exception {
        write("a.yaml", CAMPAIGN + "site: far\n");
        write("b.yaml", CAMPAIGN + "site: far\n");
        Files.createDirectories(directory.resolve("sites"));
        Files.writeString(directory.resolve("sites/far.yaml"), "site: far\nworkDir: ${env:NOBODY_SET_THIS}/x\n");

        assertThat(PolymorphProcess.in(directory)
                        .run("validate", "a.yaml", "b.yaml")
                        .exits(2)
                        .err())
                .containsOnlyOnce("NOBODY_SET_THIS")
                .contains("b.yaml: only problems that are told above");
    }

    @Test
    void a_data_directory_that_cannot_be_is_told() throws Exception {
        write("mistake.yaml", CAMPAIGN);
        PolymorphProcess polymorph = PolymorphProcess.in(directory);

        assertThat(polymorph
                        .run("run", "mistake.yaml", "--dir", "mistake.yaml")
                        .exits(2)
                        .err())
                .contains("mistake.yaml: expected a directory", "found a file");
        assertThat(polymorph
                        .run("run", "mistake.yaml", "--dir", "/proc/data")
                        .exits(2)
                        .err())
                .contains("/proc/data: expected a directory that can be made and written to");
        assertThat(polymorph.run("status", "--dir", "nothing").exits(2).err())
                .contains("nothing: expected the directory of a campaign, found nothing");
    }

    @Test
    void routes_that_are_none_are_told() throws Exception {
        write("mistake.yaml", CAMPAIGN);
        PolymorphProcess polymorph = PolymorphProcess.in(directory);
        String[] run = {"run", "mistake.yaml", "--dir", "data", "--routes", "routes"};

        assertThat(polymorph.run(run).exits(2).err())
                .contains("--routes routes: expected a directory with files *.camel.yaml");
        Files.createDirectory(directory.resolve("routes"));
        assertThat(polymorph.run(run).exits(2).err())
                .contains("--routes routes: expected files *.camel.yaml", "found none");
        write("routes/loop.camel.yaml", "- route: {from: [\n");
        assertThat(polymorph.run(run).exits(2).err())
                .contains("--routes routes: expected routes of Apache Camel's YAML DSL", "loop.camel.yaml")
                .doesNotContain("\tat ");
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }
}
