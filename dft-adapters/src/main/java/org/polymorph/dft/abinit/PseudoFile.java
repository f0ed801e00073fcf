package org.polymorph.dft.abinit;

import java.nio.file.Path;
import java.util.Map;
import org.polymorph.model.crystal.Element;

/**
 * What a pseudopotential file says of itself.
 *
 * @param paw whether it holds PAW data; else it is norm-conserving
 * @param valence number of electrons that are not in the core
 * @param functional exchange-correlation functional in one spelling: {@code LDA}, {@code PBE}, {@code PBESOL}, or as ABINIT
 *     numbers it
 * @param hints recommended cutoffs of the wave functions in Hartree, by the levels low, normal and high; empty where it has
 *     none
 */
record PseudoFile(
        Path file, Element element, boolean paw, double valence, String functional, Map<String, Double> hints) {
    PseudoFile {
        hints = Map.copyOf(hints);
        if (!(valence > 0)) {
            throw new IllegalArgumentException(file + ": expected valence electrons, found " + valence);
        }
    }

    /** Returns the file's own name. */
    String fileName() {
        return String.valueOf(file.getFileName());
    }

    /** Returns the recommended cutoff in Hartree, the nearest level where that one is not given; 0 if there is none. */
    double cutoff(String level) {
        double any =
                hints.values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
        return hints.getOrDefault(level, hints.getOrDefault("normal", any));
    }

    PseudoFile withHints(Map<String, Double> better) {
        return better.isEmpty() ? this : new PseudoFile(file, element, paw, valence, functional, better);
    }
}
