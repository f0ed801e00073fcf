package org.polymorph.dft.abinit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.Structure;

/** Forces and stresses of the real ABINIT against differences of its energies. */
class LiveDerivativesTest {
    // the energy of a fixed number of plane waves is no smooth function of the cell; ecutsm makes it one
    private static final Map<String, Object> SETTINGS = LiveAbinit.silicon("ecut", 16, "tolvrs", 1e-14, "ecutsm", 0.5);

    // compressed and sheared, so that there is a stress to compare, and atoms off their sites
    private static final Structure STRUCTURE = LiveAbinit.diamond(5.2)
            .withFractional(new double[] {0, 0, 0, 0.27, 0.22, 0.26})
            .strained(new double[] {0.01, 0.01, 0, 0.01, -0.01, 0.02, 0, 0.02, 0.01});

    private final Path folder;

    LiveDerivativesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    @Tag("long")
    void forces_and_stress_are_the_derivatives_of_the_energy() {
        LiveAbinit.assumeInstalled();
        LiveAbinit abinit = new LiveAbinit(folder);
        Evaluation found = evaluation(abinit, STRUCTURE);
        for (int k : new int[] {0, 4, 5}) {
            double slope = (moved(abinit, k, 0.004) - moved(abinit, k, -0.004)) / 0.008;
            assertThat(found.forces()[k]).as("force %d", k).isCloseTo(-slope, within(2e-3));
        }
        double[] stress = found.stress().toMatrix();
        double largest = Arrays.stream(stress).map(Math::abs).max().orElseThrow();
        assertThat(found.stress().pressure()).as("compressed").isPositive();
        for (int k : new int[] {0, 4, 5}) {
            double slope = (strained(abinit, k, 0.005) - strained(abinit, k, -0.005)) / 0.01 / STRUCTURE.volume();
            assertThat(stress[k]).as("stress %d", k).isCloseTo(slope, within(0.01 * largest));
        }
    }

    private static Evaluation evaluation(LiveAbinit abinit, Structure structure) {
        return LiveAbinit.result(abinit.run(structure, "static", SETTINGS)).evaluation();
    }

    private static double moved(LiveAbinit abinit, int k, double step) {
        double[] positions = STRUCTURE.cartesian();
        positions[k] += step;
        return evaluation(abinit, Structure.ofCartesian(STRUCTURE.lattice(), STRUCTURE.species(), positions))
                .energy();
    }

    private static double strained(LiveAbinit abinit, int k, double step) {
        double[] strain = new double[9];
        strain[k] += step / 2;
        strain[k % 3 * 3 + k / 3] += step / 2;
        return evaluation(abinit, STRUCTURE.strained(strain)).energy();
    }
}
