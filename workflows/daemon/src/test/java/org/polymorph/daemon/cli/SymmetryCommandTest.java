package org.polymorph.daemon.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.model.format.Frame;
import org.polymorph.model.format.StructureFiles;

class SymmetryCommandTest {
    // diamond in its primitive cell; then the same with one atom 0.03 Å off and of another element: trigonal but for a
    // wide tolerance
    private static final String CELLS = """
            2
            Lattice="0 2.7155 2.7155 2.7155 0 2.7155 2.7155 2.7155 0" Properties=species:S:1:pos:R:3 pbc="T T T"
            Si 0 0 0
            Si 1.35775 1.35775 1.35775
            2
            Lattice="0 2.7155 2.7155 2.7155 0 2.7155 2.7155 2.7155 0" Properties=species:S:1:pos:R:3 pbc="T T T"
            Si 0 0 0
            Ge 1.37507 1.37507 1.37507
            """;

    @TempDir
    Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... words) {
        Console console = new Console(
                new ByteArrayInputStream(CELLS.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                false);
        return Main.commandLine(console).execute(words);
    }

    @Test
    void prints_a_line_for_each_structure_and_tolerance() {
        assertThat(run("symmetry", "-", "--tolerance", "0.01,0.1")).isZero();

        assertThat(out.toString(StandardCharsets.UTF_8).lines().map(line -> line.replaceAll(" +", " ")))
                .containsExactly(
                        "structure formula tolerance [Å] number space group Hall symbol point group Wyckoff positions"
                                + " primitive cell",
                        "- 1 Si2 0.01 227 Fd-3m F 4d 2 3 -1d m-3m Si 8a Si2",
                        "- 1 Si2 0.1 227 Fd-3m F 4d 2 3 -1d m-3m Si 8a Si2",
                        "- 2 GeSi 0.01 160 R3m R 3 -2\" 3m Si 3a, Ge 3a GeSi",
                        "- 2 GeSi 0.1 216 F-43m F -4 2 3 -43m Si 4a, Ge 4c GeSi");
    }

    @Test
    void a_document_holds_all_that_is_known() throws Exception {
        assertThat(run("symmetry", "-", "--json")).isZero();

        JsonNode results = new ObjectMapper().readTree(out.toByteArray()).get("results");
        assertThat(results).hasSize(2);
        JsonNode diamond = results.get(0);
        assertThat(diamond.get("number").asInt()).isEqualTo(227);
        assertThat(diamond.get("symbol").asText()).isEqualTo("Fd-3m");
        assertThat(diamond.get("hall").asText()).isEqualTo("F 4d 2 3 -1d");
        assertThat(diamond.get("tolerance").asDouble()).isEqualTo(0.01);
        assertThat(diamond.get("wyckoff")).hasSize(2);
        assertThat(diamond.get("siteSymmetry").get(0).asText()).isEqualTo("-43m");
        assertThat(diamond.get("equivalentAtoms").get(1).asInt()).isZero();
        assertThat(diamond.get("operations")).hasSize(48);
        assertThat(diamond.get("transformation")).hasSize(3);
        assertThat(diamond.get("primitive").get("species")).hasSize(2);
        assertThat(diamond.get("conventional").get("species")).hasSize(8);
        assertThat(diamond.get("conventional").get("lattice").get(0).get(0).asDouble())
                .isCloseTo(5.431, within(1e-9));
    }

    @Test
    void the_standard_cells_are_written() {
        assertThat(run("symmetry", "-", "-o", directory.resolve("cells.cif").toString()))
                .isZero();
        List<Frame> conventional = StructureFiles.read(directory.resolve("cells.cif"));
        assertThat(conventional).extracting(frame -> frame.structure().size()).containsExactly(8, 6);

        assertThat(run(
                        "symmetry",
                        "-",
                        "--cell",
                        "primitive",
                        "-o",
                        directory.resolve("cells.extxyz").toString()))
                .isZero();
        List<Frame> primitive = StructureFiles.read(directory.resolve("cells.extxyz"));
        assertThat(primitive).extracting(frame -> frame.structure().size()).containsExactly(2, 2);
        assertThat(primitive.get(0).info()).containsEntry("spacegroup", "227");
    }

    @Test
    void another_setting_is_taken_where_a_group_has_it() throws Exception {
        assertThat(run("symmetry", "-", "--setting", "2", "--json")).isZero();

        JsonNode results = new ObjectMapper().readTree(out.toByteArray()).get("results");
        assertThat(results.get(0).get("hall").asText()).isEqualTo("-F 4vw 2vw 3");
        assertThat(results.get(0).get("setting").asText()).isEqualTo("2");
        assertThat(results.get(1).get("setting").asText()).isEqualTo("H");
    }

    @Test
    void what_cannot_be_is_told() {
        assertThat(run("symmetry", "-", "--tolerance", "0")).isEqualTo(ExitCode.USAGE);
        assertThat(run("symmetry", "-", "--tolerance", "0.1,0.01", "-o", "x.cif"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(run("symmetry", "-", "--tolerance", "2.5")).isEqualTo(ExitCode.USAGE);
        assertThat(run("symmetry", "-", "--setting", "3")).isEqualTo(ExitCode.USAGE);

        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("--setting: expected one of")
                .contains("--tolerance: expected Å above zero, found 0.0")
                .contains("-o: expected one --tolerance")
                .contains("- 1: atoms 1 (Si) and 2 (Si) are 2.35 Å apart, nearer to each other than the tolerance");
    }
}
