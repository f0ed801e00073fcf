package org.polymorph.dft.abinit;

import java.util.Arrays;
import java.util.List;
import org.polymorph.model.spi.ConfigurationException;
import org.polymorph.model.spi.Spelling;

/** The named starting points of an input: what is calculated, and how tightly unless the settings say otherwise. */
enum AbinitInputSet {
    /** One self-consistent calculation with forces and stress: a training label. */
    STATIC("static", 1e-10, 0, 0, 1),
    /** A variable-cell relaxation that is to come near the minimum. */
    COARSE("coarse", 1e-8, 5e-4, 50, 1.1),
    /** A variable-cell relaxation that is to reach the minimum. */
    FINE("fine", 1e-10, 1e-4, 100, 1.05),
    /** One self-consistent calculation on the basis of the relaxed cell. */
    FINAL_STATIC("final-static", 1e-10, 0, 0, 1);

    private final String id;
    private final double residual;
    private final double force;
    private final int steps;
    private final double dilation;

    AbinitInputSet(String id, double residual, double force, int steps, double dilation) {
        this.id = id;
        this.residual = residual;
        this.force = force;
        this.steps = steps;
        this.dilation = dilation;
    }

    /**
     * Finds an input set by its name.
     *
     * @throws ConfigurationException if there is none of that name
     */
    static AbinitInputSet of(String id) {
        List<String> known = Arrays.stream(values()).map(set -> set.id).toList();
        return Arrays.stream(values())
                .filter(set -> set.id.equals(id))
                .findFirst()
                .orElseThrow(() -> new ConfigurationException("input set: expected one of " + String.join(", ", known)
                        + " for ABINIT, found \"" + id + "\"" + Spelling.suggestion(id, known)));
    }

    boolean relaxes() {
        return steps > 0;
    }

    /** Returns tolvrs, the residual of the potential. */
    double residual() {
        return residual;
    }

    /** Returns tolmxf in Hartree/bohr; the stress times strfact, 100 bohr², is held to the same number. */
    double force() {
        return force;
    }

    /** Returns ntime. */
    int steps() {
        return steps;
    }

    /** Returns dilatmx: how far the cell may grow on the basis of its beginning. */
    double dilation() {
        return dilation;
    }
}
