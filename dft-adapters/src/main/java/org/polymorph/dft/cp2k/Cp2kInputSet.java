package org.polymorph.dft.cp2k;

import java.util.Arrays;
import java.util.List;
import org.polymorph.model.spi.ConfigurationException;
import org.polymorph.model.spi.Spelling;

/** The named starting points of an input: what is calculated, and how tightly unless the settings say otherwise. */
enum Cp2kInputSet {
    /** One self-consistent calculation with forces and stress: a training label. */
    STATIC("static", 1e-7, 0, 0, 0, 0),
    /** A variable-cell relaxation that is to come near the minimum. */
    COARSE("coarse", 1e-6, 50, 1e-3, 6e-3, 2000),
    /** A variable-cell relaxation that is to reach the minimum. */
    FINE("fine", 1e-7, 100, 2e-4, 2e-3, 500),
    /** One self-consistent calculation on the grid of the relaxed cell. */
    FINAL_STATIC("final-static", 1e-7, 0, 0, 0, 0);

    private final String id;
    private final double scfThreshold;
    private final int ionicSteps;
    private final double force;
    private final double step;
    private final double pressure;

    Cp2kInputSet(String id, double scfThreshold, int ionicSteps, double force, double step, double pressure) {
        this.id = id;
        this.scfThreshold = scfThreshold;
        this.ionicSteps = ionicSteps;
        this.force = force;
        this.step = step;
        this.pressure = pressure;
    }

    /**
     * Finds an input set by its name.
     *
     * @throws ConfigurationException if there is none of that name
     */
    static Cp2kInputSet of(String id) {
        List<String> known = Arrays.stream(values()).map(set -> set.id).toList();
        return Arrays.stream(values())
                .filter(set -> set.id.equals(id))
                .findFirst()
                .orElseThrow(() -> new ConfigurationException("input set: expected one of " + String.join(", ", known)
                        + " for cp2k, found \"" + id + "\"" + Spelling.suggestion(id, known)));
    }

    boolean relaxes() {
        return ionicSteps > 0;
    }

    /** Sets what this one stands for. */
    void write(Cp2kTree tree, double pressureGpa) {
        tree.set("GLOBAL/RUN_TYPE", relaxes() ? "CELL_OPT" : "ENERGY_FORCE");
        tree.set(Cp2kSettings.SCF + "EPS_SCF", scfThreshold);
        if (!relaxes()) {
            return;
        }
        String section = "MOTION/CELL_OPT/";
        tree.set(section + "TYPE", "DIRECT_CELL_OPT");
        tree.set(section + "OPTIMIZER", "BFGS");
        tree.set(section + "MAX_ITER", ionicSteps);
        tree.set(section + "MAX_FORCE", force); // hartree/bohr
        tree.set(section + "RMS_FORCE", force);
        tree.set(section + "MAX_DR", step); // bohr
        tree.set(section + "RMS_DR", step);
        tree.set(section + "EXTERNAL_PRESSURE", 1e4 * pressureGpa); // bar
        tree.set(section + "PRESSURE_TOLERANCE", pressure);
        // the geometry of each step, with more digits than the output has
        tree.set("MOTION/PRINT/TRAJECTORY/FORMAT", "XYZ");
        tree.set("MOTION/PRINT/CELL/_", "ON");
        tree.set("MOTION/PRINT/RESTART/_", "OFF");
        tree.set("MOTION/PRINT/RESTART_HISTORY/_", "OFF");
    }
}
