package org.polymorph.dft.cp2k;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.model.calculation.CalculationResult;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.calculation.FailureKind;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;

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
    void forces_are_minus_the_derivative_of_the_free_energy() {
        Map<String, Object> settings = LiveCp2k.quick(
                "temperature", 8000, "input", Map.of(EPS_SCF, "1e-9", "FORCE_EVAL/DFT/QS/EPS_DEFAULT", "1e-13"));
        Structure structure = distorted();
        CalculationResult result = cp2k.result(structure, "static", settings);
        assertThat(Double.parseDouble(result.details().get("smearingEnergy"))).isLessThan(-0.1);
        double step = 0.01;
        for (int k : new int[] {0, 4}) {
            double[] up = structure.cartesian();
            double[] down = structure.cartesian();
            up[k] += step;
            down[k] -= step;
            double slope = (moved(structure, up, settings) - moved(structure, down, settings)) / (2 * step);
            System.out.println("FORCE " + k + " " + result.evaluation().forces()[k] + " " + -slope);
            assertThat(result.evaluation().forces()[k]).isCloseTo(-slope, within(2e-3));
        }
    }

    private double moved(Structure structure, double[] cartesian, Map<String, Object> settings) {
        return evaluation(Structure.ofCartesian(structure.lattice(), structure.species(), cartesian), settings)
                .energy();
    }

    @Test
    void stress_is_the_derivative_of_the_energy_with_strain_tensile_positive() {
        for (int cutoff : new int[] {100, 200, 300}) {
            Map<String, Object> settings = LiveCp2k.quick("cutoff", cutoff, "input", Map.of(EPS_SCF, "1e-9"));
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
                System.out.println("STRESS " + cutoff + " " + k + " " + stress[k] + " " + slope);
            }
        }
    }

    @Test
    void a_relaxation_of_strained_diamond_ends_at_its_lattice_constant() {
        Structure strained = LiveCp2k.diamond(5.45).strained(new double[] {0.01, 0.01, 0, 0.01, -0.01, 0, 0, 0, 0.02});
        CalculationResult coarse = cp2k.result(strained, "coarse", LiveCp2k.quick());
        System.out.println("RELAX " + coarse + " " + coarse.details());
        CalculationResult fine = cp2k.result(coarse.structure(), "fine", LiveCp2k.quick());
        System.out.println("RELAX " + fine + " " + fine.details());
        System.out.println("RELAX " + Math.cbrt(4 * coarse.structure().volume()) + " "
                + Math.cbrt(4 * fine.structure().volume()));
    }

    @Test
    void an_scf_out_of_steps_is_not_converged() {
        var failure = LiveCp2k.failure(
                cp2k.run(distorted(), "static", LiveCp2k.quick("input", Map.of("FORCE_EVAL/DFT/SCF/MAX_SCF", 2))));
        assertThat(failure.kind()).isEqualTo(FailureKind.SCF_NOT_CONVERGED);
        assertThat(failure.evidence()).contains("SCF run NOT converged");
    }
}
