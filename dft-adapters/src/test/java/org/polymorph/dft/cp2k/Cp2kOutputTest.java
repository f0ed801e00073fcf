package org.polymorph.dft.cp2k;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.polymorph.model.calculation.CalculationFailure;
import org.polymorph.model.calculation.CalculationOutcome;
import org.polymorph.model.calculation.CalculationResult;
import org.polymorph.model.calculation.FailureKind;
import org.polymorph.model.calculation.IonicStep;
import org.polymorph.model.units.Units;

/** Outputs of CP2K 2023.1, from jobs that this adapter wrote; only their directories' names were changed. */
class Cp2kOutputTest {
    private static final double FORCE = Units.HARTREE / Units.BOHR;

    private final Path directory;

    Cp2kOutputTest(@TempDir Path directory) {
        this.directory = directory;
    }

    private CalculationOutcome parse(String name, Map<String, UnaryOperator<String>> edits) throws IOException {
        SavedJobs.copy(name, directory);
        for (Map.Entry<String, UnaryOperator<String>> edit : edits.entrySet()) {
            Path file = directory.resolve(edit.getKey());
            String text = edit.getValue().apply(Files.readString(file, StandardCharsets.ISO_8859_1));
            Files.writeString(file, text, StandardCharsets.ISO_8859_1);
        }
        return new Cp2kCode().parse(directory).get(0);
    }

    private CalculationResult result(String name) throws IOException {
        return LiveCp2k.result(parse(name, Map.of()));
    }

    private CalculationFailure failure(String name, UnaryOperator<String> edit) throws IOException {
        return LiveCp2k.failure(parse(name, Map.of("cp2k.out", edit)));
    }

    @Test
    void a_static_output_is_read_with_units_and_signs() throws IOException {
        CalculationResult result = result("static");
        assertThat(result.evaluation().energy()).isCloseTo(-7.717617871041591 * Units.HARTREE, within(1e-9));
        assertThat(result.evaluation().forces()[3]).isCloseTo(0.01305163 * FORCE, within(1e-9));
        // compressed: CP2K prints a positive pressure, a crystal that wants to grow has a negative stress
        assertThat(result.evaluation().stress().xx()).isCloseTo(-22.6237880401 * Units.GPA, within(1e-12));
        assertThat(result.evaluation().stress().yz()).isCloseTo(-6.14275422596 * Units.GPA, within(1e-12));
        assertThat(result.structure().lattice().toArray()[0]).isEqualTo(0.1);
        assertThat(result.ionicSteps()).isEqualTo(1);
        assertThat(result.details())
                .containsEntry("version", "2023.1")
                .containsEntry("wallSeconds", "4.292")
                .containsEntry("memoryMiB", "151")
                .containsEntry("scfIterations", "9")
                .containsKeys("energySigma0", "smearingEnergy", "energy");
    }

    @Test
    void a_relaxation_ends_with_its_last_geometry_and_what_was_computed_for_it() throws IOException {
        CalculationResult result = result("relax");
        assertThat(result.converged()).isTrue();
        assertThat(result.ionicSteps()).isEqualTo(2);
        // not the last look at the minimum, which has no forces
        assertThat(result.evaluation().energy()).isCloseTo(-7.736585907414532 * Units.HARTREE, within(1e-9));
        assertThat(result.evaluation().forces()[0]).isCloseTo(0.00461196 * FORCE, within(1e-9));
        assertThat(result.structure().volume()).isCloseTo(45.5187714349, within(1e-8));
        assertThat(result.structure().cartesian()[3]).isCloseTo(2.0254333025, within(1e-9));
        assertThat(result.details().get("ionicEnergies")).matches("-210\\.\\S+ -210\\.\\S+");
        assertThat(Double.parseDouble(result.details().getOrDefault("residualStressGPa", "0")))
                .isCloseTo(2.2155244397, within(1e-9));
    }

    @Test
    void every_ionic_step_is_told_in_the_frame_of_its_forces() throws IOException {
        CalculationResult result = result("relax");
        List<IonicStep> path = new ArrayList<>();
        new Cp2kCode().path(directory, path::add);
        assertThat(path).hasSize(2);
        assertThat(path.get(0).evaluation().energy()).isCloseTo(-7.7362903859848 * Units.HARTREE, within(1e-9));
        assertThat(path.get(1).evaluation()).isEqualTo(result.evaluation());
        assertThat(path.get(1).structure()).isEqualTo(result.structure());
        double[] first = path.get(0).structure().lattice().toArray();
        double[] last = path.get(1).structure().lattice().toArray();
        assertThat(first).containsExactly(last, within(0.02)); // a along x in both

        assertThat(path.get(1).evaluation().energy())
                .isLessThan(path.get(0).evaluation().energy());
    }

    @Test
    void moments_are_read_from_mullikens_analysis() throws IOException {
        CalculationResult result = result("spin");
        assertThat(result.details())
                .containsEntry("totalMagnetization", "-0.0")
                .containsEntry("magneticMoments", "-0.0 0.0");
        assertThat(result.details().get("warnings")).contains("Spin contamination estimate not implemented");
    }

    // No program of that version is at hand: the words are those that its manual and its users' outputs show.
    @Test
    void the_words_of_2025_mean_the_same() throws IOException {
        CalculationResult old = result("static");
        CalculationResult now = LiveCp2k.result(parse(
                "static", Map.of("cp2k.out", text -> text.replaceFirst("energy \\[a\\.u\\.\\]: ", "energy [hartree]")
                        .replace(" ATOMIC FORCES in [a.u.]", " FORCES| Atomic forces [hartree/bohr]")
                        .replace(
                                " # Atom   Kind   Element          X              Y              Z",
                                " FORCES|   Atom     x               y               z               |f|")
                        .replace(
                                "      1      1      Si         -0.01304555     0.00617939     0.01014663",
                                " FORCES|      1 -1.30455500E-02  6.17939000E-03  1.01466300E-02   1.76460000E-02")
                        .replace(
                                "      2      1      Si          0.01305163    -0.00618491    -0.01014089",
                                " FORCES|      2  1.30516300E-02 -6.18491000E-03 -1.01408900E-02   1.76491000E-02")
                        .replace(
                                " SUM OF ATOMIC FORCES           0.00000608    -0.00000553     0.00000574     0.00001002",
                                " FORCES| Sum     6.08000000E-06 -5.52000000E-06  5.74000000E-06"))));
        assertThat(now.evaluation()).isEqualTo(old.evaluation());
    }

    // up to the line that says so the output is not whole, whatever it has
    @ParameterizedTest
    @ValueSource(strings = {"static", "relax", "spin"})
    void a_cut_output_is_never_whole(String name) throws IOException {
        SavedJobs.copy(name, directory);
        Path file = directory.resolve("cp2k.out");
        String whole = Files.readString(file, StandardCharsets.ISO_8859_1);
        int end = whole.indexOf("PROGRAM ENDED AT") + "PROGRAM ENDED AT".length();
        for (int length = 0; length < end; length += 97) {
            Files.writeString(file, whole.substring(0, length), StandardCharsets.ISO_8859_1);
            assertThat(new Cp2kCode().parse(directory).get(0))
                    .as("of %s bytes", length)
                    .isInstanceOf(CalculationFailure.class);
        }
        Files.writeString(file, whole.substring(0, end), StandardCharsets.ISO_8859_1);
        assertThat(new Cp2kCode().parse(directory).get(0)).isInstanceOf(CalculationResult.class);
    }

    @Test
    void a_cut_trajectory_is_no_result() throws IOException {
        for (String file : new String[] {"cp2k-pos-1.xyz", "cp2k-1.cell"}) {
            CalculationOutcome outcome = parse(
                    "relax",
                    Map.of(file, text -> text.substring(0, text.indexOf("4.016") < 0 ? 90 : text.length() - 3)));
            assertThat(LiveCp2k.failure(outcome).kind()).isEqualTo(FailureKind.TRUNCATED_OUTPUT);
        }
    }

    @Test
    void without_its_input_an_output_has_too_few_digits_of_the_geometry() throws IOException {
        SavedJobs.copy("static", directory);
        Files.delete(directory.resolve("cp2k.inp"));
        assertThat(LiveCp2k.failure(new Cp2kCode().parse(directory).get(0)).detail())
                .contains("cp2k.inp is not there");
    }

    @ParameterizedTest
    @CsvSource({
        "-7.717617871041591, ******************",
        "-7.717617871041591, NaN",
        "-7.717617871041591, -7.727617871041591",
        "0.01305163, 0.01315163",
        "0.01305163, **********",
        "1.47501230059E+01, 1.57501230059E+01",
        "1.47501230059E+01, NaN",
        "-1.07909841095E+01, -1.07909841096E+02",
        "-7.71761796713662, -7.71761896713662"
    })
    void stars_and_numbers_that_contradict_others_are_no_result(String number, String other) throws IOException {
        assertThat(failure("static", text -> text.replaceFirst(java.util.regex.Pattern.quote(number), other))
                        .kind())
                .isEqualTo(FailureKind.UNREADABLE_NUMBERS);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*** SCF run converged in     9 steps *** | *** WARNING in qs_scf.F:601 :: SCF run NOT converged *** | SCF_NOT_CONVERGED | scf",
                "*** SCF run converged in     9 steps *** |  | SCF_NOT_CONVERGED | scf",
                "GENERATE. | *** SCF run terminated - exceeded requested execution time: 1.000 seconds. | OUT_OF_WALLTIME | unfinished",
                "GENERATE. | *** SCF run terminated by external request *** | OUT_OF_WALLTIME | unfinished",
                "GENERATE. | *** WARNING in qs_mo_occupation.F:1 :: Fermi-Dirac smearing includes ***NL*** the last MO => Add more MOs for proper smearing. *** | OTHER | states"
            })
    void a_run_that_ended_may_tell_that_it_failed(String line, String instead, FailureKind kind, String row)
            throws IOException {
        String words = instead == null ? "" : " " + instead.replace("NL", "\n ");
        CalculationFailure failure = failure(
                "static",
                text -> text.replaceFirst(
                        " *" + line.replace("*", "\\*") + ".*", java.util.regex.Matcher.quoteReplacement(words)));
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.error()).isEqualTo(row);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Extra MOs (ADDED_MOS) are required for smearing | states | OTHER",
                "Cholesky decompose failed: the matrix is not positive definite or ill-conditioned. | cholesky | DIAGONALIZATION",
                "The requested basis set <SZV> for element <Si> was not found in the basis set files <X> | potential | PSEUDOPOTENTIAL",
                "The requested atomic potential <GTH> for element <SI> was not found in the potential file <X> | potential | PSEUDOPOTENTIAL",
                "found an unknown keyword MAXSCF in section SCF | input | BAD_INPUT",
                "unknown subsection MIXIN of section SCF | input | BAD_INPUT",
                "An integer type object was expected, found <six>, File: 'cp2k.inp' | input | BAD_INPUT",
                "The specified OLD file <dftd3.dat> cannot be opened. | input | BAD_INPUT",
                "GEOMETRY wrong or EMAX_SPLINE too small! | overlap | BAD_STRUCTURE",
                "SCF run NOT converged. To continue the calculation regardless, please set | scf | SCF_NOT_CONVERGED",
                "Could not allocate memory | memory | OUT_OF_MEMORY",
                "CPASSERT failed | crash | OTHER"
            })
    void the_box_of_an_abort_is_classed_by_its_words(String words, String row, FailureKind kind) throws IOException {
        int half = words.indexOf(' ', words.length() / 2);
        String box = " " + "*".repeat(79) + "\n *   ___" + " ".repeat(71) + "*\n *  /   \\" + " ".repeat(70)
                + "*\n * [ABORT]" + " ".repeat(69) + "*\n *  \\___/   " + words.substring(0, half) + " *\n *    |     "
                + words.substring(half) + "     *\n *  O/|      *\n * /| |      *\n * / \\     some/file.F:606 *\n "
                + "*".repeat(79) + "\n\n\n ===== Routine Calling Stack =====\n";
        CalculationFailure failure = failure("static", text -> text.substring(0, text.indexOf(" SCF WAVE")) + box);
        assertThat(failure.error()).isEqualTo(row);
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.evidence()).isEqualTo(words.strip() + " some/file.F:606");
    }

    @Test
    void what_cut_a_run_off_is_told_by_its_surroundings() throws IOException {
        SavedJobs.copy("static", directory);
        Path output = directory.resolve("cp2k.out");
        Files.writeString(output, Files.readString(output).substring(0, 9000));
        Files.writeString(directory.resolve("stderr"), "slurmstepd: error: Detected 1 oom_kill event in StepId=1.0\n");
        assertThat(LiveCp2k.failure(new Cp2kCode().parse(directory).get(0)).kind())
                .isEqualTo(FailureKind.OUT_OF_MEMORY);
        Files.writeString(directory.resolve("stderr"), "");
        Files.writeString(directory.resolve("cp2k.exit"), "137\n");
        CalculationFailure killed =
                LiveCp2k.failure(new Cp2kCode().parse(directory).get(0));
        assertThat(killed.kind()).isEqualTo(FailureKind.CRASHED);
        assertThat(killed.detail()).contains("killed by signal 9");
        Files.delete(output);
        Files.writeString(directory.resolve("cp2k.exit"), "127\n");
        assertThat(LiveCp2k.failure(new Cp2kCode().parse(directory).get(0)).kind())
                .isEqualTo(FailureKind.NO_PROGRAM);
    }

    @Test
    void a_directory_without_anything_is_no_output() {
        assertThat(LiveCp2k.failure(new Cp2kCode().parse(directory).get(0)).kind())
                .isEqualTo(FailureKind.NO_OUTPUT);
    }
}
