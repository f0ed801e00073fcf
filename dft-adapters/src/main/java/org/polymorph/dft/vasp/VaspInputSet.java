package org.polymorph.dft.vasp;

import java.util.Arrays;
import java.util.List;
import org.polymorph.model.spi.ConfigurationException;
import org.polymorph.model.spi.Spelling;

/** The named starting points of a VASP input: what is calculated, and how tightly unless the settings say otherwise. */
enum VaspInputSet {
    /** One self-consistent calculation with forces and stress: a training label. */
    STATIC("static", 1e-6, 0, 0),
    /** A variable-cell relaxation that is to come near the minimum. */
    COARSE("coarse", 1e-5, -0.05, 60),
    /** A variable-cell relaxation that is to reach the minimum. */
    FINE("fine", 1e-7, -0.01, 120),
    /** One self-consistent calculation on the basis of the relaxed cell. */
    FINAL_STATIC("final-static", 1e-7, 0, 0);

    private final String id;
    private final double electronic;
    private final double ionic;
    private final int steps;

    VaspInputSet(String id, double electronic, double ionic, int steps) {
        this.id = id;
        this.electronic = electronic;
        this.ionic = ionic;
        this.steps = steps;
    }

    /**
     * Finds an input set by its name.
     *
     * @throws ConfigurationException if there is none of that name
     */
    static VaspInputSet of(String id) {
        List<String> known = Arrays.stream(values()).map(set -> set.id).toList();
        return Arrays.stream(values())
                .filter(set -> set.id.equals(id))
                .findFirst()
                .orElseThrow(() -> new ConfigurationException("input set: expected one of " + String.join(", ", known)
                        + " for VASP, found \"" + id + "\"" + Spelling.suggestion(id, known)));
    }

    boolean relaxes() {
        return steps > 0;
    }

    /** Lays what all sets have in common, then what is of this one, below the entries that are there. */
    void below(Incar incar) {
        incar.propose("PREC", "Accurate")
                .propose("ALGO", "Normal")
                .propose("EDIFF", electronic)
                .propose("NELM", 100)
                .propose("NELMIN", 5)
                .propose("ISMEAR", 0)
                .propose("SIGMA", 0.05)
                .propose("LREAL", false)
                .propose("LASPH", true)
                .propose("ISPIN", 1)
                .propose("LWAVE", false)
                .propose("LCHARG", false);
        if (relaxes()) {
            incar.propose("IBRION", 2)
                    .propose("ISIF", 3)
                    .propose("NSW", steps)
                    .propose("EDIFFG", ionic)
                    .propose("POTIM", 0.3);
        } else {
            incar.propose("IBRION", -1).propose("NSW", 0).propose("ISIF", 2);
        }
    }
}
