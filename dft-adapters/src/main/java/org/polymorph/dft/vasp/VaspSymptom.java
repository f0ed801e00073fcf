package org.polymorph.dft.vasp;

import org.polymorph.dft.output.AsciiLines;

/** Picks the few lines of an output that are worth a closer look. */
final class VaspSymptom {
    private static final String[] WORDS = {
        "rror",
        "ERROR",
        "ARNING",
        "fail",
        "serious",
        "problem",
        "fatal",
        "FATAL",
        "POSMAP",
        "PRICELV",
        "Bravais",
        "RHOSYG",
        "rotation matrix",
        "DENTET",
        "FEW BANDS",
        "bands is not",
        "hermitian",
        "not all point group",
        "k-lattice",
        "Tetrahedron",
        "highest band"
    };

    private VaspSymptom() {}

    /** Returns whether a line warns, or tells of an error. */
    static boolean suspicious(AsciiLines line) {
        if (line.find("kinetic energy error") >= 0) {
            return false; // of a pseudopotential, and corrected
        }
        for (String word : WORDS) {
            if (line.find(word) >= 0) {
                return true;
            }
        }
        return false;
    }
}
