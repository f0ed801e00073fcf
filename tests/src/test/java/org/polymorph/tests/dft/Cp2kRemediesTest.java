package org.polymorph.tests.dft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.model.batch.Resources;
import org.polymorph.model.batch.ShellWord;
import org.polymorph.model.calculation.Attempt;
import org.polymorph.model.calculation.CalculationRequest;
import org.polymorph.model.calculation.FailureKind;
import org.polymorph.model.calculation.Remedy;
import org.polymorph.model.calculation.Remedy.Action;
import org.polymorph.model.calculation.Remedy.Start;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.DftCode;
import org.polymorph.model.spi.Providers;
import org.polymorph.model.spi.Settings;

/**
 * Rows of the table for CP2K, as jobs of the local scheduler that fail that way. Where the text says real, CP2K itself fails; else a
 * stand-in prints what CP2K prints when it fails, and runs CP2K once the remedy is in the input.
 */
class Cp2kRemediesTest {
    private static final Resources AN_HOUR = new Resources(1, 1, Duration.ofHours(1), 0);
    private static final String SCF = "FORCE_EVAL/DFT/SCF/";
    private static final String CP2K = "cp2k.psmp -i cp2k.inp";

    private final DftCode code = Providers.of(DftCode.class).get("cp2k");

    @TempDir
    Path directory;

    @BeforeAll
    static void cp2k_is_installed() {
        boolean program = Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "cp2k.psmp")));
        Assumptions.assumeTrue(
                program && Files.isReadable(Path.of("/usr/share/cp2k/GTH_POTENTIALS")),
                "cp2k.psmp or its data are missing (Debian: cp2k, cp2k-data)");
    }

    private static Map<String, Object> settings(Object... more) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("basis", "SZV-MOLOPT-SR-GTH");
        settings.put("cutoff", 80);
        settings.put("relCutoff", 25);
        settings.put("kgrid", List.of(2, 1, 1));
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i].toString(), more[i + 1]);
        }
        return settings;
    }

    private static Structure diamond(double a) {
        double h = a / 2;
        return Structure.of(Lattice.of(0, h, h, h, 0, h, h, h, 0), List.of(Element.Si, Element.Si), new double[] {
            0, 0, 0, 0.25, 0.25, 0.26
        });
    }

    // converges within a few steps
    private static Map<String, Object> loose(String keyword, Object value) {
        Map<String, Object> keywords = new LinkedHashMap<>(Map.of(
                "MAX_DR", 0.1, "RMS_DR", 0.1, "MAX_FORCE", 0.02, "RMS_FORCE", 0.02, "PRESSURE_TOLERANCE", 40000));
        keywords.put(keyword, value);
        return settings("kgrid", List.of(2, 2, 2), "input", Map.of("MOTION/CELL_OPT", keywords));
    }

    private AttemptChain chain(String set, Map<String, Object> settings, Object... site) {
        return chain(diamond(5.5), set, settings, site);
    }

    private AttemptChain chain(Structure structure, String set, Map<String, Object> settings, Object... site) {
        Map<String, Object> section = new LinkedHashMap<>();
        for (int i = 0; i < site.length; i += 2) {
            section.put(site[i].toString(), site[i + 1]);
        }
        CalculationRequest request = new CalculationRequest(
                List.of(structure), set, 0, Settings.of(settings), Settings.of(section), AN_HOUR, Attempt.FIRST);
        return AttemptChain.run(code, request, directory.resolve("jobs"));
    }

    private String input(int attempt) throws IOException {
        return Files.readString(directory.resolve("jobs/attempt-" + attempt + "/cp2k.inp"));
    }

    @Test
    @Tag("long")
    void real_an_scf_out_of_steps_mixes_less_and_then_has_more_steps() {
        AttemptChain chain = chain("static", settings("input", Map.of(SCF + "MAX_SCF", 5)));
        assertThat(chain.failure(0).kind()).isEqualTo(FailureKind.SCF_NOT_CONVERGED);
        assertThat(chain.errors()).hasSizeBetween(3, 4).containsOnly("scf");
        assertThat(chain.changes(0)).containsExactly(Map.entry(SCF + "MIXING/ALPHA", "0.2"));
        assertThat(chain.changes(1)).containsExactly(Map.entry(SCF + "MIXING/ALPHA", "0.1"));
        assertThat(chain.changes(2)).containsExactly(Map.entry(SCF + "MAX_SCF", "10"));
        assertThat(chain.remedies().get(0).changes().get(0)).hasToString(SCF + "MIXING/ALPHA: 0.4 → 0.2");
        assertThat(chain.result().evaluation().energy()).isFinite();
    }

    // the first attempt can never converge, and is asked to end once it has states to go on from
    @Test
    void real_a_single_point_asked_to_end_goes_on_from_its_states() throws IOException {
        AttemptChain chain = chain(
                "static",
                settings(),
                "command",
                asked("s/EPS_SCF .*/EPS_SCF 1e-30/; s/MAX_SCF .*/MAX_SCF 9999/", "/^ +8 /"));
        assertThat(chain.failure(0).kind()).isEqualTo(FailureKind.OUT_OF_WALLTIME);
        assertThat(chain.failure(0).evidence()).contains("terminated by external request");
        assertThat(chain.errors()).containsExactly("unfinished");
        assertThat(chain.remedies().get(0).restart()).isTrue();
        assertThat(input(2)).contains("SCF_GUESS RESTART");
        // the states are there and are used: no first iteration is as near
        assertThat(directory.resolve("jobs/attempt-1/wfn")).doesNotExist();
        assertThat(firstIteration(2)).isLessThan(0.01);
        assertThat(chain.result().evaluation().energy())
                .isCloseTo(chain("static", settings()).result().evaluation().energy(), within(1e-4));
    }

    private double firstIteration(int attempt) throws IOException {
        return Files.readString(directory.resolve("jobs/attempt-" + attempt + "/cp2k.out"))
                .lines()
                .filter(line -> line.matches("\\s+1 \\S+ .*"))
                .mapToDouble(line -> Double.parseDouble(line.trim().split("\\s+", -1)[4]))
                .findFirst()
                .orElseThrow();
    }

    @Test
    @Tag("long")
    void real_a_relaxation_asked_to_end_goes_on_from_its_last_geometry() throws IOException {
        AttemptChain chain = chain(
                "coarse",
                loose("MAX_ITER", 60),
                "command",
                asked("s/MAX_FORCE .*/MAX_FORCE 1e-30/", "/OPTIMIZATION STEP: +3/"));
        assertThat(chain.failure(0).evidence()).contains("terminated by external request");
        assertThat(chain.errors()).startsWith("clean").isSubsetOf("clean", "steps");
        assertThat(chain.remedies().get(0).start()).isEqualTo(Start.LAST);
        assertThat(chain.requests().get(1).structures().get(0).volume())
                .isGreaterThan(diamond(5.5).volume());
        assertThat(input(2)).doesNotContain("RESTART_FILE_NAME", "SCF_GUESS RESTART");
    }

    // in the first attempt the input is changed, and the shell of the job is asked to end when a line appears
    private static String asked(String change, String line) {
        return "case $PWD in *attempt-1) sed -i '" + change + "' cp2k.inp; " + CP2K + " | awk '{print; fflush()} "
                + line + " && !n++ {system(\"kill -TERM \" pid)}' pid=$$ ;; *) " + CP2K + " ;; esac";
    }

    @Test
    @Tag("long")
    void real_a_relaxation_out_of_steps_goes_on_from_its_last_geometry() {
        AttemptChain chain = chain("coarse", loose("MAX_ITER", 1));
        assertThat(chain.failure(0).kind()).isEqualTo(FailureKind.IONS_NOT_CONVERGED);
        assertThat(chain.errors()).containsOnly("steps");
        assertThat(chain.requests().get(1).structures().get(0).volume())
                .isGreaterThan(diamond(5.5).volume());
    }

    @Test
    void real_without_states_for_the_smearing_all_are_computed() {
        String without = "case $PWD in *attempt-1) sed -i /ADDED_MOS/d cp2k.inp ;; esac; " + CP2K;
        AttemptChain chain =
                chain("static", settings("basis", "DZVP-MOLOPT-SR-GTH", "kgrid", List.of(1, 1, 1)), "command", without);
        assertThat(chain.failure(0).evidence()).contains("Extra MOs (ADDED_MOS) are required");
        assertThat(chain.errors()).containsExactly("states");
        assertThat(chain.changes(0)).containsExactly(Map.entry(SCF + "ADDED_MOS", "-1"));
        assertThat(chain.result().evaluation().energy()).isFinite();
    }

    @Test
    void real_a_missing_potential_is_told_to_people() {
        AttemptChain chain = chain("static", settings(), "prelude", List.of("rm cp2k-potentials.txt"));
        assertThat(chain.failure(0).kind()).isEqualTo(FailureKind.PSEUDOPOTENTIAL);
        assertThat(chain.failure(0).evidence()).contains("cp2k-potentials.txt");
        assertThat(chain.remedies()).extracting(Remedy::action).containsExactly(Action.GIVE_UP);
    }

    @Test
    void real_a_keyword_that_cp2k_does_not_know_is_told_to_people() {
        AttemptChain chain = chain("static", settings(), "prelude", List.of("sed -i s/MAX_SCF/MAXSCF/ cp2k.inp"));
        assertThat(chain.failure(0).kind()).isEqualTo(FailureKind.BAD_INPUT);
        assertThat(chain.failure(0).evidence()).contains("unknown keyword MAXSCF");
        assertThat(chain.remedies()).extracting(Remedy::action).containsExactly(Action.GIVE_UP);
    }

    @Test
    void real_atoms_too_close_reject_the_candidate() {
        Structure close =
                Structure.of(Lattice.cubic(4), List.of(Element.Si, Element.Si), new double[] {0, 0, 0, 0.05, 0, 0});
        AttemptChain chain = chain(close, "static", settings("kgrid", List.of(1, 1, 1)));
        assertThat(chain.failure(0).kind()).isEqualTo(FailureKind.BAD_STRUCTURE);
        assertThat(chain.remedies()).extracting(Remedy::action).containsExactly(Action.REJECT);
    }

    @Test
    void a_failed_factorisation_leads_to_more_digits_and_then_to_none() throws IOException {
        Path output = Files.writeString(
                directory.resolve("error.txt"),
                "  **** **** ******  **  PROGRAM STARTED AT (a stand-in that prints one of its errors)\n\n "
                        + "*".repeat(79)
                        + "\n * [ABORT] *\n *  \\___/    Cholesky decompose failed: the matrix is not *\n"
                        + " *    |      positive definite or ill-conditioned. *\n * / \\   fm/cp_fm_cholesky.F:100 *\n "
                        + "*".repeat(79) + "\n");
        String standIn = "if grep -q 'CHOLESKY OFF' cp2k.inp; then " + CP2K + "; else cat "
                + ShellWord.quote(output.toString()) + "; false; fi";
        AttemptChain chain = chain("static", settings(), "command", standIn);
        assertThat(chain.failure(0).kind()).isEqualTo(FailureKind.DIAGONALIZATION);
        assertThat(chain.errors()).containsExactly("cholesky", "cholesky", "cholesky");
        assertThat(chain.changes(0)).containsExactly(Map.entry("FORCE_EVAL/DFT/QS/EPS_DEFAULT", "0.00000000000001"));
        assertThat(chain.changes(2)).containsExactly(Map.entry(SCF + "CHOLESKY", "OFF"));
        assertThat(chain.result().evaluation().energy()).isFinite();
    }

    @Test
    void a_run_that_died_is_run_once_more_and_then_given_up() {
        AttemptChain chain = chain("static", settings(), "command", "sh -c 'kill -SEGV $$'");
        assertThat(chain.errors()).containsExactly("died", "died");
        assertThat(chain.remedies().get(1).action()).isEqualTo(Action.GIVE_UP);
    }
}
