package org.polymorph.dft.cp2k;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.model.calculation.CalculationResult;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.calculation.FailureKind;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.units.Units;

/** Checks against the real CP2K; skipped with a message where it is not installed. */
class LiveCp2kTest {
    private static final String EPS_SCF = "FORCE_EVAL/DFT/SCF/EPS_SCF";

    private final LiveCp2k cp2k;

    LiveCp2kTest(@TempDir Path folder) {
        this.cp2k = new LiveCp2k(folder);
    }

    @BeforeEach
    void cp2k_is_installed() {
        LiveCp2k.assumeInstalled();
    }

    // a cell without symmetry
    private static Structure distorted() {
        return Structure.of(
                Lattice.of(0.1, 2.75, 2.6, 2.7, -0.05, 2.8, 2.65, 2.75, 0.08),
                List.of(Element.Si, Element.Si),
                new double[] {0.01, -0.02, 0, 0.26, 0.23, 0.27});
    }

    private Evaluation evaluation(Structure structure, Map<String, Object> settings) {
        return cp2k.result(structure, "static", settings).evaluation();
    }

    // hot enough that the entropy counts: the label is F, of which the forces are the derivatives
    @Test
    @Tag("long")
    void forces_are_minus_the_derivative_of_the_free_energy() {
        Map<String, Object> settings =
                LiveCp2k.quick("kgrid", List.of(2, 1, 1), "temperature", 8000, "input", Map.of(EPS_SCF, "1e-8"));
        Structure structure = distorted();
        CalculationResult result = cp2k.result(structure, "static", settings);
        assertThat(Double.parseDouble(result.details().getOrDefault("smearingEnergy", "0")))
                .isLessThan(-0.1);
        double step = 0.01;
        for (int k : new int[] {0, 4}) {
            double[] up = structure.cartesian();
            double[] down = structure.cartesian();
            up[k] += step;
            down[k] -= step;
            double slope = (moved(structure, up, settings) - moved(structure, down, settings)) / (2 * step);
            assertThat(result.evaluation().forces()[k]).isCloseTo(-slope, within(2e-3));
        }
    }

    private double moved(Structure structure, double[] cartesian, Map<String, Object> settings) {
        return evaluation(Structure.ofCartesian(structure.lattice(), structure.species(), cartesian), settings)
                .energy();
    }

    // the number of grid points is the same in all cells: at 100 Ry the two differ by 2·10⁻⁴ of the stress, as at 300
    // Ry
    @Test
    @Tag("long")
    void stress_is_the_derivative_of_the_energy_with_strain_tensile_positive() {
        Map<String, Object> settings = LiveCp2k.quick("kgrid", List.of(2, 1, 1), "input", Map.of(EPS_SCF, "1e-8"));
        Structure structure = distorted();
        double[] stress = evaluation(structure, settings).stress().toMatrix();
        double step = 0.005;
        for (int k : new int[] {0, 5}) {
            double[] strain = new double[9];
            strain[k] += step / 2;
            strain[k % 3 * 3 + k / 3] += step / 2;
            double up = evaluation(structure.strained(strain), settings).energy();
            for (int i = 0; i < 9; i++) {
                strain[i] = -strain[i];
            }
            double down = evaluation(structure.strained(strain), settings).energy();
            double slope = (up - down) / (2 * step) / structure.volume();
            assertThat(stress[k] / slope).isCloseTo(1, within(0.01));
        }
    }

    @Test
    @Tag("long")
    void forces_and_stress_of_rock_salt_are_derivatives_too() {
        Map<String, Object> settings = LiveCp2k.quick(
                "kgrid", List.of(1, 1, 1), "cutoff", 200, "solver", "ot", "input", Map.of(EPS_SCF, "1e-8"));
        settings.remove("kgrid");
        Structure cube = Structure.of(
                Lattice.of(5.5, 0, 0, 0.1, 5.6, 0, 0, 0.05, 5.65),
                List.of(Element.Na, Element.Na, Element.Na, Element.Na, Element.Cl, Element.Cl, Element.Cl, Element.Cl),
                new double[] {
                    0, 0, 0, 0.5, 0.5, 0, 0.5, 0, 0.5, 0, 0.5, 0.5, 0.52, 0.51, 0.49, 0, 0, 0.5, 0, 0.5, 0, 0.5, 0, 0
                });
        Evaluation whole = evaluation(cube, settings);
        double step = 0.01;
        double[] up = cube.cartesian();
        double[] down = cube.cartesian();
        up[12] += step;
        down[12] -= step;
        double force = (moved(cube, down, settings) - moved(cube, up, settings)) / (2 * step);
        assertThat(whole.forces()[12]).isCloseTo(force, within(2e-3));
        double strain = 0.005;
        double longer = evaluation(cube.strained(new double[] {strain, 0, 0, 0, 0, 0, 0, 0, 0}), settings)
                .energy();
        double shorter = evaluation(cube.strained(new double[] {-strain, 0, 0, 0, 0, 0, 0, 0, 0}), settings)
                .energy();
        double slope = (longer - shorter) / (2 * strain) / cube.volume();
        assertThat(whole.stress().xx() / slope).isCloseTo(1, within(0.01));
    }

    @Test
    @Tag("long")
    void a_relaxation_of_strained_diamond_ends_at_its_lattice_constant() {
        Structure strained =
                LiveCp2k.diamond(5.62).strained(new double[] {0.005, 0.005, 0, 0.005, -0.005, 0, 0, 0, 0.01});
        CalculationResult coarse = cp2k.result(strained, "coarse", LiveCp2k.quick());
        assertThat(coarse.converged()).isTrue();
        assertThat(coarse.ionicSteps()).isGreaterThan(2);
        // 5.6786 Å with this small basis, by a fine relaxation
        assertThat(Math.cbrt(4 * coarse.structure().volume())).isBetween(5.66, 5.70);
        assertThat(coarse.structure().lattice().angles()).containsExactly(new double[] {60, 60, 60}, within(0.6));
        assertThat(coarse.evaluation().maxForce()).isLessThan(0.06);
        // the same geometry on a grid of its own
        Evaluation again = evaluation(coarse.structure(), LiveCp2k.quick());
        assertThat(again.energy()).isCloseTo(coarse.evaluation().energy(), within(0.01));
    }

    @Test
    @Tag("long")
    void a_fine_relaxation_under_pressure_ends_at_that_pressure() {
        CalculationResult result = LiveCp2k.result(cp2k.run(LiveCp2k.diamond(5.6), "fine", 5, LiveCp2k.quick()));
        assertThat(result.evaluation().stress().pressure() / Units.GPA).isCloseTo(5, within(0.06));
        assertThat(result.structure().volume())
                .isLessThan(LiveCp2k.diamond(5.65).volume());
    }

    @Test
    void a_left_handed_cell_has_the_same_energy_and_forces() {
        Map<String, Object> settings = LiveCp2k.quick("input", Map.of(EPS_SCF, "1e-8"));
        Structure right = distorted();
        double[] rows = right.lattice().toArray();
        double[] f = right.fractional();
        Structure left = Structure.of(
                Lattice.of(rows[3], rows[4], rows[5], rows[0], rows[1], rows[2], rows[6], rows[7], rows[8]),
                right.species(),
                new double[] {f[1], f[0], f[2], f[4], f[3], f[5]});
        Evaluation expected = evaluation(right, settings);
        CalculationResult result = cp2k.result(left, "static", settings);
        assertThat(result.structure()).isEqualTo(left);
        assertThat(result.evaluation().energy()).isCloseTo(expected.energy(), within(1e-4));
        assertThat(result.evaluation().forces()).containsExactly(expected.forces(), within(1e-3));
    }

    @Test
    void spins_charge_dispersion_and_a_kind_of_its_own_are_understood_by_the_program() {
        Structure oxide = Structure.of(
                Lattice.cubic(4.2), List.of(Element.Al, Element.H), new double[] {0, 0, 0, 0.5, 0.5, 0.52});
        CalculationResult result = cp2k.result(
                oxide,
                "static",
                LiveCp2k.quick(
                        "spin",
                        "ferro",
                        "moments",
                        Map.of("Al", 1.0, "H", 1.0),
                        "charge",
                        1,
                        "vdw",
                        "d3",
                        "kinds",
                        Map.of("H", Map.of("MASS", 2)),
                        "input",
                        Map.of("FORCE_EVAL/DFT/SCF", Map.of("EPS_SCF", "1e-5", "MAX_SCF", 200))));
        assertThat(result.details()).containsKeys("totalMagnetization", "magneticMoments");
    }

    @Test
    void an_scf_out_of_steps_is_not_converged() {
        var failure = LiveCp2k.failure(
                cp2k.run(distorted(), "static", LiveCp2k.quick("input", Map.of("FORCE_EVAL/DFT/SCF/MAX_SCF", 2))));
        assertThat(failure.kind()).isEqualTo(FailureKind.SCF_NOT_CONVERGED);
        assertThat(failure.evidence()).contains("SCF run NOT converged");
    }

    @Test
    void atoms_at_the_same_place_or_too_close_are_a_bad_structure() {
        for (double x : new double[] {1e-6, 0.05}) {
            Structure close =
                    Structure.of(Lattice.cubic(4), List.of(Element.Si, Element.Si), new double[] {0, 0, 0, x, 0, 0});
            var failure = LiveCp2k.failure(cp2k.run(close, "static", LiveCp2k.quick("kgrid", List.of(1, 1, 1))));
            assertThat(failure.kind()).isEqualTo(FailureKind.BAD_STRUCTURE);
        }
    }

    @Test
    void a_value_that_cp2k_does_not_know_is_bad_input() {
        var failure = LiveCp2k.failure(cp2k.run(
                distorted(), "static", LiveCp2k.quick("input", Map.of("FORCE_EVAL/DFT/SCF/MIXING/METHOD", "WILD"))));
        assertThat(failure.kind()).isEqualTo(FailureKind.BAD_INPUT);
        assertThat(failure.evidence()).contains("WILD");
    }

    @Test
    void a_time_limit_of_its_own_is_out_of_walltime() {
        var failure = LiveCp2k.failure(cp2k.run(distorted(), "static", LiveCp2k.quick("walltime", 0.01)));
        assertThat(failure.kind()).isEqualTo(FailureKind.OUT_OF_WALLTIME);
        assertThat(failure.error()).isEqualTo("unfinished");
    }
}
