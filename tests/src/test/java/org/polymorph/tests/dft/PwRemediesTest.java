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
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
 * Each row of the table for pw.x, as jobs of the local scheduler that fail that way. Where the text says real, pw.x itself fails;
 * else a stand-in prints what pw.x prints when it fails, and runs pw.x once the remedy is in the input.
 */
class PwRemediesTest {
    private static final Path PSEUDO = Path.of(System.getProperty("polymorph.pseudo", "/usr/share/espresso/pseudo"));
    private static final Resources AN_HOUR = new Resources(1, 1, Duration.ofHours(1), 0);

    private final DftCode code = Providers.of(DftCode.class).get("espresso");

    @TempDir
    Path directory;

    @BeforeAll
    static void pw_is_installed() {
        boolean program = Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "pw.x")));
        Assumptions.assumeTrue(
                program && Files.isRegularFile(PSEUDO.resolve("Si.pz-vbc.UPF")),
                "pw.x or Si.pz-vbc.UPF is missing (Debian: quantum-espresso, quantum-espresso-data)");
    }

    private static Map<String, Object> settings(Object... more) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("ecutwfc", 10);
        settings.put("kgrid", List.of(2, 2, 2));
        settings.put("degauss", 0.015);
        settings.put("pseudopotentials", Map.of("Si", "Si.pz-vbc.UPF"));
        settings.put("pseudoDir", PSEUDO.toString());
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i].toString(), more[i + 1]);
        }
        return settings;
    }

    private static Structure diamond(double a) {
        double h = a / 2;
        return Structure.of(Lattice.of(0, h, h, h, 0, h, h, h, 0), List.of(Element.Si, Element.Si), new double[] {
            0, 0, 0, 0.25, 0.25, 0.25
        });
    }

    private AttemptChain chain(Structure structure, String set, Map<String, Object> settings, Object... site) {
        return chain(structure, set, settings, AN_HOUR, site);
    }

    private AttemptChain chain(
            Structure structure, String set, Map<String, Object> settings, Resources resources, Object... site) {
        Map<String, Object> section = new LinkedHashMap<>();
        for (int i = 0; i < site.length; i += 2) {
            section.put(site[i].toString(), site[i + 1]);
        }
        CalculationRequest request = new CalculationRequest(
                List.of(structure), set, 0, Settings.of(settings), Settings.of(section), resources, Attempt.FIRST);
        return AttemptChain.run(code, request, directory.resolve("jobs"));
    }

    private double energy() {
        return chain(diamond(5.4), "static", settings()).result().evaluation().energy();
    }

    @Test
    void real_an_scf_out_of_steps_mixes_less_and_then_has_more_steps() {
        AttemptChain chain = chain(diamond(5.4), "static", settings("electron_maxstep", 3));
        assertThat(chain.failure(0).kind()).isEqualTo(FailureKind.SCF_NOT_CONVERGED);
        assertThat(chain.errors()).hasSizeBetween(3, 4).containsOnly("scf");
        assertThat(chain.changes(0)).containsExactly(Map.entry("mixing_beta", "0.56"));
        assertThat(chain.changes(1)).containsExactly(Map.entry("mixing_beta", "0.448"));
        assertThat(chain.changes(2)).containsEntry("electron_maxstep", "6");
        assertThat(chain.remedies().get(0).changes().get(0)).hasToString("mixing_beta: 0.7 → 0.56");
        assertThat(chain.result().evaluation().energy()).isFinite();
    }

    // where the clock stops it decides which basis the rest is done on, and by that the volume
    @Test
    @Tag("long")
    void real_a_relaxation_that_stops_cleanly_at_its_limit_goes_on_from_its_files() throws IOException {
        Structure strained = diamond(5.1).strained(new double[] {0.03, 0.01, 0, 0.01, -0.02, 0.01, 0, 0.01, 0});
        Map<String, Object> slow = settings("kgrid", List.of(4, 4, 4), "ecutwfc", 16);
        CalculationRequest request = new CalculationRequest(
                List.of(strained), "coarse", 0, Settings.of(slow), Settings.empty(), AN_HOUR, Attempt.FIRST);
        Structure whole = AttemptChain.run(code, request, directory.resolve("whole"))
                .result()
                .structure();
        slow.put("max_seconds", 2);
        AttemptChain chain = chain(strained, "coarse", slow);
        // pw.x cannot go on from every state that it leaves when stopped in the middle of a step
        assertThat(chain.errors()).startsWith("clean").isSubsetOf("clean", "restart", "stopped");
        assertThat(chain.remedies().get(0).restart()).isTrue();
        assertThat(chain.remedies()).allMatch(remedy -> remedy.changes().isEmpty());
        assertThat(Files.readString(directory.resolve("jobs/attempt-2/pw.in"))).contains("restart_mode = 'restart'");
        assertThat(Files.readString(directory.resolve("jobs/attempt-2/pw.out"))).doesNotContain("restart disabled");
        assertThat(directory.resolve("jobs/attempt-1/out")).doesNotExist();
        // where the clock stopped it, it may have changed to another basis; the next stage begins on that of its cell,
        // as ever
        assertThat(fine(chain.result().structure(), slow, "fine-stopped").volume())
                .isCloseTo(fine(whole, slow, "fine-whole").volume(), within(0.3));
    }

    private Structure fine(Structure start, Map<String, Object> settings, String folder) throws IOException {
        Map<String, Object> unlimited = new LinkedHashMap<>(settings);
        unlimited.remove("max_seconds");
        CalculationRequest request = new CalculationRequest(
                List.of(start), "fine", 0, Settings.of(unlimited), Settings.empty(), AN_HOUR, Attempt.FIRST);
        return AttemptChain.run(code, request, directory.resolve(folder))
                .result()
                .structure();
    }

    @Test
    void real_a_relaxation_killed_at_its_time_limit_begins_anew_from_its_last_geometry() throws IOException {
        // the first attempt hangs in its second geometry, until its job's time is up
        String command = "case $PWD in *attempt-1) pw.x -in pw.in"
                + " | awk '{print; fflush()} /^!/ {n++} n == 2 && /Forces acting/ {exit}'; tail -f /dev/null ;;"
                + " *) pw.x -in pw.in ;; esac";
        Resources short1 = new Resources(1, 1, Duration.ofSeconds(10), 0);
        AttemptChain chain = chain(diamond(5.1), "coarse", settings("max_seconds", 1000), short1, "command", command);
        assertThat(chain.failure(0).kind()).isEqualTo(FailureKind.OUT_OF_WALLTIME);
        assertThat(chain.errors()).containsExactly("killed");
        assertThat(chain.remedies().get(0).start()).isEqualTo(Start.LAST);
        assertThat(chain.remedies().get(0).restart()).isFalse();
        assertThat(chain.requests().get(1).structures().get(0).volume())
                .isGreaterThan(diamond(5.1).volume());
        assertThat(Files.readString(directory.resolve("jobs/attempt-2/pw.in"))).doesNotContain("restart");
        assertThat(chain.result().ionicSteps()).isGreaterThan(1);
    }

    @Test
    void real_a_relaxation_out_of_steps_goes_on_from_its_last_geometry() {
        AttemptChain chain = chain(diamond(5.2), "coarse", settings("nstep", 3));
        assertThat(chain.errors()).isNotEmpty().containsOnly("steps");
        assertThat(chain.result().structure().volume())
                .isGreaterThan(diamond(5.2).volume());
    }

    @Test
    void real_a_cell_that_outgrows_its_tables_gets_larger_ones() {
        AttemptChain chain = chain(diamond(7.0), "coarse", settings("cell_factor", 1));
        assertThat(chain.failure(0).evidence()).contains("Not enough space allocated for radial FFT");
        assertThat(chain.errors()).isNotEmpty().containsOnly("fft");
        assertThat(chain.changes(0)).containsExactly(Map.entry("cell_factor", "2"));
        assertThat(chain.result().structure().volume()).isLessThan(diamond(6.0).volume());
    }

    @Test
    void real_a_cell_that_loses_its_symmetry_goes_on_without_it() {
        // a cube that may change along x alone
        Structure cube = Structure.of(Lattice.cubic(2.2), List.of(Element.Si), new double[3]);
        AttemptChain chain = chain(cube, "coarse", settings("kgrid", List.of(4, 4, 4), "cell_dofree", "x"));
        assertThat(chain.errors()).startsWith("symmetry");
        assertThat(chain.failure(0).evidence()).contains("checkallsym", "not orthogonal operation");
        assertThat(chain.changes(0)).containsExactly(Map.entry("nosym", ".true."));
        Lattice relaxed = chain.result().structure().lattice();
        assertThat(relaxed.length(0)).isNotCloseTo(2.2, within(0.01));
        assertThat(relaxed.length(1)).isCloseTo(2.2, within(1e-6));
    }

    @Test
    void real_cutoffs_too_low_for_the_electrons_are_told_to_people() {
        AttemptChain chain = chain(diamond(5.4), "static", settings("ecutwfc", 1));
        assertThat(chain.failure(0).kind()).isEqualTo(FailureKind.BAD_INPUT);
        assertThat(chain.remedies()).extracting(Remedy::action).containsExactly(Action.GIVE_UP);
    }

    @Test
    void real_a_missing_pseudopotential_is_told_to_people() throws IOException {
        Path own = Files.createDirectories(directory.resolve("pseudo"));
        Path gone = Files.copy(PSEUDO.resolve("Si.pz-vbc.UPF"), own.resolve("gone-Si.UPF"));
        AttemptChain chain = chain(
                diamond(5.4),
                "static",
                settings("pseudoDir", own.toString(), "pseudopotentials", Map.of("Si", "gone-Si.UPF")),
                "prelude",
                List.of("rm " + ShellWord.quote(gone.toString())));
        assertThat(chain.failure(0).kind()).isEqualTo(FailureKind.PSEUDOPOTENTIAL);
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
    void real_damped_dynamics_follow_where_the_optimiser_gives_up_twice() throws IOException {
        AttemptChain chain = chain(
                diamond(5.3),
                "coarse",
                settings("press_conv_thr", 3),
                "command",
                standIn("ion_dynamics = 'damp'", bfgsFailure()));
        assertThat(chain.errors()).containsExactly("bfgs", "bfgs");
        assertThat(chain.changes(0)).containsEntry("trust_radius_ini", "0.2");
        assertThat(chain.changes(1)).containsEntry("ion_dynamics", "damp").containsEntry("cell_dynamics", "damp-w");
        assertThat(chain.result().ionicSteps()).isGreaterThan(1);
    }

    // a real output of pw.x whose optimiser gave up
    private static Path bfgsFailure() {
        Path shared = Path.of(System.getProperty("polymorph.shared", "../../shared"));
        Path output = shared.resolve("data/qe/vcrelax_failed_bfgs_history/pw.out");
        Assumptions.assumeTrue(Files.isRegularFile(output), "the shared data are absent: " + output);
        return output.toAbsolutePath();
    }

    @ParameterizedTest
    @CsvSource({
        "diagonalization = 'paro', cdiaghg, problems computing cholesky, diagonalization, DIAGONALIZATION",
        "diagonalization = 'cg', c_bands, too many bands are not converged, diagonalization, DIAGONALIZATION",
        "diagonalization = 'cg', cdiaghg, S matrix not positive definite, diagonalization, DIAGONALIZATION",
        "diagonalization = 'cg', cdiaghg, eigenvectors failed to converge, diagonalization, DIAGONALIZATION",
        "diagonalization = 'paro', cdiaghg, '[Q, R] = qr(X, 0) failed', diagonalization, DIAGONALIZATION",
        "mixing_beta = 0.56, broyden, factorization, broyden, SCF_NOT_CONVERGED",
        "nosym = .true., checkallsym, some of the original symmetry operations not satisfied, symmetry, OTHER",
        "occupations = 'smearing', electrons, charge is wrong, charge, CHARGE",
        "mixing_ndim = 4, electrons, cannot allocate memory, memory, OUT_OF_MEMORY"
    })
    void an_error_that_a_stand_in_prints_until_the_remedy_is_in_the_input_is_repaired(
            String remedied, String routine, String text, String row, FailureKind kind) throws IOException {
        Path output = Files.writeString(
                directory.resolve("error.txt"),
                "\n     Program PWSCF v.6.7 starts (a stand-in that prints one of its errors)\n\n " + "%".repeat(78)
                        + "\n     Error in routine " + routine + " (1):\n      " + text + "\n " + "%".repeat(78)
                        + "\n\n     stopping ...\n");
        Map<String, Object> settings = row.equals("charge") ? settings("occupations", "fixed") : settings();
        AttemptChain chain = chain(diamond(5.4), "static", settings, "command", standIn(remedied, output));
        assertThat(chain.failure(0).kind()).isEqualTo(kind);
        assertThat(chain.failure(0).evidence()).contains(text);
        assertThat(chain.errors()).isNotEmpty().containsOnly(row);
        assertThat(chain.result().evaluation().energy()).isCloseTo(energy(), within(0.02));
    }

    private static String standIn(String remedied, Path output) {
        return "if grep -qF " + ShellWord.quote(remedied) + " pw.in; then pw.x -in pw.in; else cat "
                + ShellWord.quote(output.toString()) + "; false; fi";
    }

    @Test
    void a_run_that_died_is_run_once_more_and_then_given_up() {
        AttemptChain chain = chain(diamond(5.4), "static", settings(), "command", "sh -c 'kill -SEGV $$'");
        assertThat(chain.errors()).containsExactly("died", "died");
        assertThat(chain.remedies().get(1).action()).isEqualTo(Action.GIVE_UP);
    }

    @Test
    void an_unknown_error_is_classed_by_its_routine_and_given_up() throws IOException {
        Path output = Files.writeString(
                directory.resolve("error.txt"),
                " %%%%%%%\n     Error in routine frobnicate (7):\n      cannot frobnicate\n %%%%%%%\n");
        AttemptChain chain = chain(diamond(5.4), "static", settings(), "command", standIn("never", output));
        assertThat(chain.failure(0).error()).isEqualTo("crash");
        assertThat(chain.failure(0).detail()).contains("frobnicate");
        assertThat(chain.remedies()).extracting(Remedy::action).containsExactly(Action.GIVE_UP);
    }

    @Test
    void real_a_job_asked_to_end_lets_pw_stop_cleanly_and_goes_on() throws IOException {
        // the shell of the job is asked to end once pw.x has its first energy, as SLURM does ahead of the limit
        String command = "case $PWD in *attempt-1) pw.x -in pw.in | awk '{print; fflush()} /^!/ && !n++"
                + " {system(\"kill -TERM \" pid)}' pid=$$ ;; *) pw.x -in pw.in ;; esac";
        AttemptChain chain = chain(diamond(5.1), "fine", settings(), "command", command);
        assertThat(chain.failure(0).evidence()).contains("Program stopped by user request");
        assertThat(chain.errors()).containsExactly("clean");
        assertThat(chain.result().structure().volume())
                .isGreaterThan(diamond(5.1).volume());
        try (Stream<Path> left = Files.list(directory.resolve("jobs/attempt-2"))) {
            assertThat(left.map(path -> path.getFileName().toString())).doesNotContain("out", "CRASH");
        }
    }
}
