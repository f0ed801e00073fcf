package org.polymorph.dft.vasp;

import org.polymorph.dft.output.AsciiLines;

/** Picks the few lines of an output that are worth a closer look. */
final class VaspSymptom {
    private static final String[] WORDS = {
        "Error",
        "error",
        "ERROR",
        "WARNING",
        "Warning",
        "fail",
        "very serious",
        "problem",
        "fatal",
        "FATAL",
        "POSMAP",
        "PRICELV",
        "Inconsistent Bravais",
        "RHOSYG",
        "inverse of",
        "DENTET",
        "FEW BANDS",
        "bands is not",
        "not hermitian",
        "not all point group",
        "k-lattice",
        "Tetrahedron",
        "highest band",
        "not found",
        "POTCAR order",
        "incompatible"
    };

    private static final boolean[] FIRST = new boolean[256];

    static {
        for (String word : WORDS) {
            FIRST[word.charAt(0)] = true;
        }
    }

    private VaspSymptom() {}

    /** Returns whether a line warns, or tells of an error. */
    static boolean suspicious(AsciiLines line) {
        int length = line.length();
        for (int at = 0; at < length; at++) {
            if (FIRST[line.charAt(at)] && begins(line, at)) {
                return line.find("kinetic energy error") < 0; // of a pseudopotential, and corrected
            }
        }
        return false;
    }

    private static boolean begins(AsciiLines line, int at) {
        for (String word : WORDS) {
            if (line.has(word, at)) {
                return true;
            }
        }
        return false;
    }
}
