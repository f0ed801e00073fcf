package org.polymorph.dft.espresso;

import java.util.Arrays;
import java.util.List;
import org.polymorph.model.spi.ConfigurationException;
import org.polymorph.model.spi.Spelling;

/** The named starting points of a pw.x input: what is calculated, and how tightly unless the settings say otherwise. */
enum PwInputSet {
    /** One self-consistent calculation with forces and stress: a training label. */
    STATIC("static", "scf", 1e-8, 0, 0, 0, 0),
    /** A variable-cell relaxation that is to come near the minimum. */
    COARSE("coarse", "vc-relax", 1e-7, 1e-4, 1e-3, 2.0, 50),
    /** A variable-cell relaxation that is to reach the minimum. */
    FINE("fine", "vc-relax", 1e-9, 1e-5, 2e-4, 0.5, 100),
    /** One self-consistent calculation on the basis of the relaxed cell. */
    FINAL_STATIC("final-static", "scf", 1e-9, 0, 0, 0, 0);

    private final String id;
    private final String calculation;
    private final double scfThreshold;
    private final double energyThreshold;
    private final double forceThreshold;
    private final double pressureThreshold;
    private final int ionicSteps;

    PwInputSet(
            String id,
            String calculation,
            double scfThreshold,
            double energyThreshold,
            double forceThreshold,
            double pressureThreshold,
            int ionicSteps) {
        this.id = id;
        this.calculation = calculation;
        this.scfThreshold = scfThreshold;
        this.energyThreshold = energyThreshold;
        this.forceThreshold = forceThreshold;
        this.pressureThreshold = pressureThreshold;
        this.ionicSteps = ionicSteps;
    }

    /**
     * Finds an input set by its name.
     *
     * @throws ConfigurationException if there is none of that name
     */
    static PwInputSet of(String id) {
        List<String> known = Arrays.stream(values()).map(PwInputSet::id).toList();
        return Arrays.stream(values())
                .filter(set -> set.id.equals(id))
                .findFirst()
                .orElseThrow(() -> new ConfigurationException("input set: expected one of " + String.join(", ", known)
                        + " for pw.x, found \"" + id + "\"" + Spelling.suggestion(id, known)));
    }

    String id() {
        return id;
    }

    /** Returns pw.x's word for what is done. */
    String calculation() {
        return calculation;
    }

    boolean relaxes() {
        return ionicSteps > 0;
    }

    /** Returns conv_thr in Ry for the whole cell. */
    double scfThreshold() {
        return scfThreshold;
    }

    /** Returns etot_conv_thr in Ry. */
    double energyThreshold() {
        return energyThreshold;
    }

    /** Returns forc_conv_thr in Ry/bohr. */
    double forceThreshold() {
        return forceThreshold;
    }

    /** Returns press_conv_thr in kbar. */
    double pressureThreshold() {
        return pressureThreshold;
    }

    /** Returns nstep. */
    int ionicSteps() {
        return ionicSteps;
    }
}
