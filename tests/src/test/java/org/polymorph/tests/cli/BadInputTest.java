package org.polymorph.tests.cli;

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

/** Every mistake a user can make is told with its place, the value found and what was expected; never a stack trace. */
class BadInputTest {
    private static final String SILICON = """
            2
            Lattice="0 2.715 2.715 2.715 0 2.715 2.715 2.715 0" Properties=species:S:1:pos:R:3 pbc="T T T"
            Si 0 0 0
            Si 1.3575 1.3575 1.3575
            """;

    @TempDir
    Path directory;

    private static Arguments mistake(String command, String... told) {
        return Arguments.of(command, List.of(told));
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake("generate Xx8", "COMPOSITION", "\"Xx\"", "expected"),
                mistake("generate si8", "COMPOSITION", "\"si8\"", "expected"),
                mistake("generate Si0", "COMPOSITION", "Si0", "at least 1"),
                mistake("generate Si8 --volume=-20", "--volume", "\"-20\"", "above zero"),
                mistake("generate Si8 --volume twenty", "--volume", "\"twenty\"", "expected a number"),
                mistake("generate Si8 --min-distance Si-Si=9 --volume 15:20", "9", "volume", "Si"),
                mistake("generate Si8 --min-distance Si-Si", "--min-distance", "\"Si-Si\"", "expected"),
                mistake("generate Si8 --min-distance Si-Si=-1", "--min-distance", "-1"),
                mistake("generate Si8 -n 0", "-n", "found 0", "at least 1"),
                mistake("generate Si8 -n many", "--number", "\"many\"", "expected a whole number"),
                mistake("generate Si8 --type quantum", "--type", "\"quantum\"", "known: ", "random"),
                mistake("generate Si8 --set volumePerAtm=[1,2]", "volumePerAtm", "did you mean volumePerAtom"),
                mistake("generate Si8 --threads 0", "--threads", "at least 1", "found 0"),
                mistake("generate Si8 -o out.docx", "-o", "out.docx", "expected"),
                mistake("generate Si8 -o missing/out.extxyz", "-o", "missing", "expected an existing directory"),
                mistake("calculate si.extxyz", "--with"),
                mistake("calculate si.extxyz --with potential:sv", "--with", "\"sv\"", "did you mean sw", "tersoff"),
                mistake("calculate si.extxyz --with model.ace", "--with", "\"model.ace\"", "expected a model file"),
                mistake("calculate si.extxyz --with si.extxyz", "si.extxyz", "expected a model"),
                mistake("calculate si.extxyz --with potential:sw --param epsilon=-2", "epsilon", "-2", "above zero"),
                mistake("calculate si.extxyz --with potential:sw --param epsilom=2", "epsilom", "did you mean epsilon"),
                mistake("calculate si.extxyz --with potential:sw --param 7", "--param", "\"7\"", "expected key=value"),
                mistake("calculate none.extxyz --with potential:sw", "none.extxyz", "expected a file"),
                mistake("calculate . --with potential:sw", "expected a file", "directory"),
                mistake("calculate empty.extxyz --with potential:sw", "empty.extxyz", "expected"),
                mistake("calculate truncated.extxyz --with potential:sw", "truncated.extxyz line 4", "expected"),
                mistake("calculate element.extxyz --with potential:sw", "element.extxyz line 3", "Sj"),
                mistake("calculate flat.extxyz --with potential:sw", "flat.extxyz line 2", "volume"),
                mistake("calculate oxygen.extxyz --with potential:sw", "oxygen.extxyz, structure 1", "O", "Si"),
                mistake("relax oxygen.extxyz --with potential:sw", "oxygen.extxyz, structure 1", "O", "Si"),
                mistake("relax si.extxyz --with potential:sw --fmax 0", "--fmax", "\"0", "above zero"),
                mistake("relax si.extxyz --with potential:sw --steps=-1", "--steps", "\"-1\"", "expected"),
                mistake("relax si.extxyz --with potential:sw --walltime 10", "--walltime", "\"10\"", "a duration"),
                mistake("relax si.extxyz --with potential:sw --pressure high", "--pressure", "\"high\"", "number"),
                mistake("train si.extxyz -o m.ace", "si.extxyz, structure 1", "energy"),
                mistake("train si.extxyz -o m.ace --type spline", "--type", "\"spline\"", "known: "),
                mistake("evaluate m.ace si.extxyz", "m.ace", "expected a file"),
                mistake("descriptor amt si.extxyz", "KIND", "\"amt\"", "did you mean amd"),
                mistake("descriptor amd si.extxyz -k 0", "-k", "at least 1", "found 0"),
                mistake(
                        "descriptor pdd double.extxyz",
                        "double.extxyz, structure 1",
                        "atoms 1 (Si) and 2 (Si)",
                        "0.0000"),
                mistake("descriptor amd partial.cif", "partial.cif line 14", "occupancy 0.5"),
                mistake("descriptor amd nan.extxyz", "nan.extxyz", "NaN"),
                mistake("compare si.extxyz si.extxyz --tolerance=-1", "--tolerance", "-1", "zero or above"),
                mistake("compare si.extxyz many.extxyz", "many.extxyz", "expected one structure, found 2"),
                mistake("compare si.extxyz", "B"),
                mistake("descriptor rdf si.extxyz --cutoff 0", "--cutoff", "found 0.0", "above zero"),
                mistake("hull si.extxyz", "si.extxyz, structure 1", "expected an energy"),
                mistake("hull si.extxyz -o hull.pdf", "-o", "expected a name that ends in .png or .svg", "hull.pdf"),
                mistake("plot --dir nowhere --kind jobs -o jobs.gif", "-o", ".png or .svg", "jobs.gif"),
                mistake("plot --dir nowhere --kind jobs -o none/jobs.svg", "none", "expected an existing directory"),
                mistake(
                        "plot --dir nowhere --kind jobs -o jobs.svg",
                        "nowhere",
                        "expected the directory of a campaign"),
                mistake("plot --dir nowhere --kind pie -o pie.svg", "--kind", "energy-volume, ", "parity, ", "\"pie\""),
                mistake(
                        "plot --dir nowhere --kind jobs --reference si.extxyz -o jobs.svg",
                        "--reference",
                        "--kind hull"),
                mistake("cluster si.extxyz --method dbscn", "--method", "did you mean dbscan"),
                mistake("cluster si.extxyz --method kmeans", "--clusters", "found none"),
                mistake("cluster si.extxyz --by nothing", "--by", "\"nothing\"", "expected amd"),
                mistake("deduplicate double.extxyz", "double.extxyz, structure 1", "one atom at a place"),
                mistake("deduplicate si.extxyz -o out.docx", "-o", "out.docx"),
                mistake("dft prepare vesp si.extxyz --dir d", "CODE", "\"vesp\"", "known: ", "espresso"),
                mistake("dft parse espresso nowhere", "nowhere", "expected a directory"),
                mistake("dft frob", "frob", "prepare", "parse"),
                mistake("validate nowhere.yaml", "nowhere.yaml", "expected a file"),
                mistake("validate bad.yaml", "bad.yaml:3", "Xx", "bad.yaml:4", "sise", "did you mean size"),
                mistake("frobnicate", "unknown command \"frobnicate\"", "known: ", "generate"),
                mistake("calcluate si.extxyz", "did you mean calculate"),
                mistake("generate Si8 --sed 3", "--sed", "did you mean --seed"),
                mistake("generate Si8 Si9", "\"Si9\""),
                mistake("", "expected a command"));
    }

    @ParameterizedTest(name = "polymorph {0}")
    @MethodSource("mistakes")
    void is_told_in_one_line_with_exit_code_2(String command, List<String> told) throws Exception {
        writeFiles();
        String[] arguments = command.isEmpty() ? new String[0] : command.split(" ");

        PolymorphProcess.Ended ended =
                PolymorphProcess.in(directory).run(arguments).exits(2);

        assertThat(ended.err()).contains(told);
        assertThat(ended.err().lines()).allMatch(line -> line.startsWith("polymorph: "));
        assertThat(ended.err()).doesNotContain("Exception", "\tat ");
        assertThat(ended.out()).isEmpty();
    }

    @Test
    void shows_where_in_the_program_only_with_debug() throws Exception {
        PolymorphProcess.Ended ended =
                PolymorphProcess.in(directory).run("generate", "Xx8", "--debug").exits(2);

        assertThat(ended.err()).contains("unknown element \"Xx\"", "\tat org.polymorph.");
    }

    private void writeFiles() throws IOException {
        write("si.extxyz", SILICON);
        write("empty.extxyz", "");
        write("truncated.extxyz", SILICON.substring(0, SILICON.indexOf("Si 1.35") + 8));
        write("element.extxyz", SILICON.replaceFirst("Si 0 0 0", "Sj 0 0 0"));
        write("flat.extxyz", SILICON.replace("0 2.715 2.715 2.715 0 2.715 2.715 2.715 0", "1 0 0 0 1 0 1 1 0"));
        write("oxygen.extxyz", SILICON.replaceFirst("Si 0 0 0", "O 0 0 0"));
        write("double.extxyz", SILICON.replace("1.3575 1.3575 1.3575", "2.715 2.715 0"));
        write("nan.extxyz", SILICON.replace("1.3575 1.3575 1.3575", "NaN 0 0"));
        write("many.extxyz", SILICON + SILICON);
        write("partial.cif", """
                data_partial
                _cell_length_a 4
                _cell_length_b 4
                _cell_length_c 4
                _cell_angle_alpha 90
                _cell_angle_beta 90
                _cell_angle_gamma 90
                loop_
                _atom_site_label
                _atom_site_fract_x
                _atom_site_fract_y
                _atom_site_fract_z
                _atom_site_occupancy
                Si1 0 0 0 0.5
                """);
        write("bad.yaml", """
                campaign: bad
                search:
                  composition: Xx8
                pool: {sise: 10}
                calculate: {code: potential, settings: {potential: sw}}
                """);
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }
}
