package org.polymorph.daemon.bench;

import java.util.List;
import org.polymorph.model.crystal.Structure;

/**
 * What is looked for.
 *
 * @param structures of which any is a hit; empty where the enthalpy alone says it
 * @param enthalpies per atom, eV, of any of which a hit is; empty where the structure alone says it
 * @param tolerance eV/atom by which a hit may lie beside its enthalpy; where there are no structures, lower is a hit too
 */
public record Target(List<Structure> structures, List<Double> enthalpies, double tolerance) {
    public Target {
        structures = List.copyOf(structures);
        enthalpies = List.copyOf(enthalpies);
        if (structures.isEmpty() && enthalpies.isEmpty()) {
            throw new IllegalArgumentException("a target is a structure, an enthalpy or both");
        }
    }

    /** Returns whether the enthalpy of a structure is that of the target. */
    boolean hasEnthalpy(double found) {
        return enthalpies.isEmpty()
                || enthalpies.stream()
                        .mapToDouble(enthalpy -> found - enthalpy)
                        .anyMatch(above -> above <= tolerance && (structures.isEmpty() || above >= -tolerance));
    }
}
