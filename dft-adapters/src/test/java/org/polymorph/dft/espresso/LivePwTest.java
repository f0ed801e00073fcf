package org.polymorph.dft.espresso;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.dft.output.FortranNumbers;
import org.polymorph.model.calculation.CalculationResult;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.calculation.FailureKind;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;

/** Checks against the real pw.x, serial; skipped with a message where it is not installed. */
class LivePwTest {
    private static final List<Integer> MESH = List.of(3, 3, 3);

    private final Path folder;

    LivePwTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void pw_is_installed() {
        LivePw.assumeInstalled();
    }

    private static Evaluation evaluation(LivePw pw, Structure structure, Map<String, Object> settings) {
        return QeFixtures.result(pw.run(structure, "static", settings)).evaluation();
    }

    // a cell without symmetry
    private static Structure distorted() {
        return Structure.of(
                Lattice.of(0.1, 2.75, 2.6, 2.7, -0.05, 2.8, 2.65, 2.75, 0.08),
                List.of(Element.Si, Element.Si),
                new double[] {0.01, -0.02, 0, 0.26, 0.23, 0.27});
    }

    @Test
    void forces_are_minus_the_derivative_of_the_energy() {
        LivePw pw = new LivePw(folder);
        Map<String, Object> settings = LivePw.silicon(16, "kgrid", MESH, "conv_thr", 1e-10);
        Structure structure = distorted();
        double[] forces = evaluation(pw, structure, settings).forces();
        double step = 0.003;
        for (int k : new int[] {0, 4}) {
            double[] up = structure.cartesian();
            double[] down = structure.cartesian();
            up[k] += step;
            down[k] -= step;
            double slope = (moved(pw, structure, up, settings) - moved(pw, structure, down, settings)) / (2 * step);
            assertThat(forces[k]).isCloseTo(-slope, within(1e-3));
        }
    }

    private static double moved(LivePw pw, Structure structure, double[] cartesian, Map<String, Object> settings) {
        return evaluation(pw, Structure.ofCartesian(structure.lattice(), structure.species(), cartesian), settings)
                .energy();
    }

    // The number of plane waves changes with the cell, so the slope of the energy carries an error that falls with the
    // cutoff: 2.5e-3 eV/Å³ at 24 Ry, 6e-4 at 32, 3e-4 (less than 1 % of the stress) at 40.
    @Test
    void stress_is_the_derivative_of_the_energy_with_strain_tensile_positive() {
        LivePw pw = new LivePw(folder);
        Map<String, Object> settings = LivePw.silicon(40, "kgrid", MESH, "conv_thr", 1e-10);
        Structure structure = distorted();
        double[] stress = evaluation(pw, structure, settings).stress().toMatrix();
        double step = 0.01;
        for (int k : new int[] {0, 5}) {
            double[] strain = new double[9];
            strain[k] += step / 2;
            strain[k % 3 * 3 + k / 3] += step / 2;
            double up = evaluation(pw, structure.strained(strain), settings).energy();
            for (int i = 0; i < 9; i++) {
                strain[i] = -strain[i];
            }
            double down = evaluation(pw, structure.strained(strain), settings).energy();
            double slope = (up - down) / (2 * step) / structure.volume();
            assertThat(stress[k]).isCloseTo(slope, within(5e-4));
        }
    }

    @Test
    void a_relaxation_of_strained_diamond_ends_at_its_lattice_constant() throws IOException {
        LivePw pw = new LivePw(folder);
        Structure strained = LivePw.diamond(5.30).strained(new double[] {0.01, 0.01, 0, 0.01, -0.01, 0, 0, 0, 0.02});
        Map<String, Object> settings = LivePw.silicon(20, "kgrid", List.of(4, 4, 4));
        CalculationResult coarse = QeFixtures.result(pw.run(strained, "coarse", settings));
        assertThat(coarse.ionicSteps()).isGreaterThan(2);
        CalculationResult fine = QeFixtures.result(pw.run(coarse.structure(), "fine", settings));
        assertThat(fine.converged()).isTrue();
        double a = Math.cbrt(4 * fine.structure().volume());
        assertThat(a).isBetween(5.36, 5.42);
        assertThat(fine.structure().lattice().angles()).containsExactly(new double[] {60, 60, 60}, within(0.3));
        assertThat(fine.evaluation().maxForce()).isLessThan(0.01);
        try (Stream<Path> left = Files.list(pw.last())) {
            assertThat(left.map(path -> path.getFileName().toString())).doesNotContain("out", "CRASH");
        }
    }

    @Test
    void a_relaxation_under_pressure_ends_at_that_pressure() {
        LivePw pw = new LivePw(folder);
        Map<String, Object> settings = LivePw.silicon(20, "kgrid", MESH, "press_conv_thr", 1.5);
        CalculationResult result = QeFixtures.result(pw.run(LivePw.diamond(5.28), "coarse", 5, settings, Map.of()));
        assertThat(result.evaluation().stress().pressure() * 160.2176634).isCloseTo(5, within(0.15));
    }

    @Test
    void an_scf_out_of_steps_is_not_converged() {
        LivePw pw = new LivePw(folder);
        var failure = QeFixtures.failure(
                pw.run(distorted(), "static", LivePw.silicon(16, "kgrid", MESH, "electron_maxstep", 2)));
        assertThat(failure.kind()).isEqualTo(FailureKind.SCF_NOT_CONVERGED);
        assertThat(failure.evidence()).contains("convergence NOT achieved after   2 iterations");
    }

    @Test
    void a_time_limit_of_its_own_is_out_of_walltime() {
        LivePw pw = new LivePw(folder);
        var failure = QeFixtures.failure(
                pw.run(distorted(), "static", LivePw.silicon(16, "kgrid", List.of(6, 6, 6), "max_seconds", 0.05)));
        assertThat(failure.kind()).isEqualTo(FailureKind.OUT_OF_WALLTIME);
    }

    @Test
    void a_relaxation_out_of_steps_is_not_converged() {
        LivePw pw = new LivePw(folder);
        var failure = QeFixtures.failure(
                pw.run(LivePw.diamond(5.1), "coarse", LivePw.silicon(12, "kgrid", MESH, "nstep", 1)));
        assertThat(failure.kind()).isEqualTo(FailureKind.IONS_NOT_CONVERGED);
    }

    @Test
    void fixed_occupations_of_an_odd_number_of_electrons_are_refused_by_the_program() {
        LivePw pw = new LivePw(folder);
        Map<String, Object> settings = LivePw.silicon(
                12, "kgrid", MESH, "occupations", "fixed", "namelists", Map.of("system", Map.of("tot_charge", 1)));
        var failure = QeFixtures.failure(pw.run(distorted(), "static", settings));
        assertThat(failure.kind()).isIn(FailureKind.CHARGE, FailureKind.BAD_INPUT);
        assertThat(failure.evidence()).contains("Error in routine");
    }

    @Test
    void a_value_that_pw_does_not_know_is_bad_input() {
        LivePw pw = new LivePw(folder);
        Map<String, Object> settings =
                LivePw.silicon(12, "kgrid", MESH, "namelists", Map.of("electrons", Map.of("mixing_mode", "wild")));
        var failure = QeFixtures.failure(pw.run(distorted(), "static", settings));
        assertThat(failure.kind()).isIn(FailureKind.BAD_INPUT, FailureKind.OTHER);
        assertThat(failure.evidence()).contains("Error in routine");
    }

    @Test
    void atoms_at_the_same_place_or_too_close_are_a_bad_structure() {
        LivePw pw = new LivePw(folder);
        for (double x : new double[] {1e-9, 0.05}) {
            Structure close =
                    Structure.of(Lattice.cubic(4), List.of(Element.Si, Element.Si), new double[] {0, 0, 0, x, 0, 0});
            var failure = QeFixtures.failure(pw.run(close, "static", LivePw.silicon(12, "kgrid", List.of(1, 1, 1))));
            assertThat(failure.kind()).isEqualTo(FailureKind.BAD_STRUCTURE);
        }
    }

    @Test
    void a_left_handed_cell_has_the_same_energy_forces_and_stress() {
        LivePw pw = new LivePw(folder);
        Map<String, Object> settings = LivePw.silicon(12, "kgrid", MESH, "conv_thr", 1e-10);
        Structure right = distorted();
        double[] rows = right.lattice().toArray();
        double[] f = right.fractional();
        for (int i = 0; i < 3; i++) {
            swap(rows, i, 3 + i);
        }
        swap(f, 0, 1);
        swap(f, 3, 4);
        Structure left = Structure.of(Lattice.of(rows), right.species(), f);
        assertThat(left.cartesian()).containsExactly(right.cartesian(), within(1e-12));
        CalculationResult result = QeFixtures.result(pw.run(left, "static", settings));
        Evaluation expected = evaluation(pw, right, settings);
        assertThat(result.structure()).isEqualTo(left);
        assertThat(result.evaluation().energy()).isCloseTo(expected.energy(), within(1e-5));
        assertThat(result.evaluation().forces()).containsExactly(expected.forces(), within(1e-4));
        assertThat(result.evaluation().stress().toVoigt())
                .containsExactly(expected.stress().toVoigt(), within(1e-5));
    }

    private static void swap(double[] values, int i, int j) {
        double value = values[i];
        values[i] = values[j];
        values[j] = value;
    }

    @Test
    void a_program_that_is_not_there_is_no_program() {
        LivePw pw = new LivePw(folder);
        var failure = QeFixtures.failure(
                pw.run(distorted(), "static", 0, LivePw.silicon(12), Map.of("command", "no-such-pw.x -in pw.in")));
        assertThat(failure.kind()).isEqualTo(FailureKind.NO_PROGRAM);
    }

    @Test
    void a_pseudopotential_that_vanished_after_the_input_was_written_is_told() throws IOException {
        LivePw pw = new LivePw(folder);
        Path own = Files.createDirectories(folder.resolve("pseudo"));
        Map<String, Object> settings = LivePw.silicon(12, "kgrid", MESH);
        Files.copy(LivePw.PSEUDO.resolve("Si.pz-vbc.UPF"), own.resolve("gone-Si.UPF"));
        settings.put("pseudoDir", own.toString());
        settings.put("pseudopotentials", Map.of("Si", "gone-Si.UPF"));
        Map<String, ?> site = Map.of("prelude", List.of("rm '" + own.resolve("gone-Si.UPF") + "'"));
        var failure = QeFixtures.failure(pw.run(distorted(), "static", 0, settings, site));
        assertThat(failure.kind()).isEqualTo(FailureKind.PSEUDOPOTENTIAL);
    }

    // Labels that were computed elsewhere with the same program and settings: checks signs, units and the k-mesh rule.
    @Test
    void labels_of_the_shared_data_are_reproduced() throws IOException {
        Path data = QeFixtures.folder().resolveSibling("si8-pwx").resolve("train.extxyz");
        LivePw pw = new LivePw(folder);
        Map<String, Object> settings = LivePw.silicon(16, "kspacing", 0.42);
        List<String> lines = Files.readAllLines(data);
        for (int frame : new int[] {0, 2}) {
            List<String> text = lines.subList(10 * frame, 10 * frame + 10);
            double[] rows = attribute(text.get(1), "Lattice", 9);
            List<Double> positions = new ArrayList<>();
            List<Double> forces = new ArrayList<>();
            for (String atom : text.subList(2, 10)) {
                String[] words = atom.trim().split("\\s+", -1);
                for (int k = 1; k <= 3; k++) {
                    positions.add(Double.valueOf(words[k]));
                    forces.add(Double.valueOf(words[k + 3]));
                }
            }
            Structure structure = Structure.ofCartesian(
                    Lattice.of(rows),
                    java.util.Collections.nCopies(8, Element.Si),
                    positions.stream().mapToDouble(x -> x).toArray());
            Evaluation found = evaluation(pw, structure, settings);
            assertThat(found.energy()).isCloseTo(attribute(text.get(1), "energy", 1)[0], within(1e-4));
            assertThat(found.forces())
                    .containsExactly(forces.stream().mapToDouble(x -> x).toArray(), within(2e-3));
            assertThat(found.stress().toMatrix()).containsExactly(attribute(text.get(1), "stress", 9), within(1e-4));
        }
    }

    private static double[] attribute(String comment, String key, int count) {
        Matcher matcher = Pattern.compile(key + "=\"?([-\\d. ]+)\"?").matcher(comment);
        assertThat(matcher.find()).isTrue();
        return FortranNumbers.read(matcher.group(1), count);
    }
}
