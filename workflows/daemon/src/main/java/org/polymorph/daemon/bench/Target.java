package org.polymorph.daemon.bench;

import java.util.List;
import java.util.OptionalDouble;
import org.polymorph.model.crystal.Structure;

/**
 * What is looked for.
 *
 * @param structures of which any is a hit; empty where the enthalpy alone says it
 * @param enthalpy per atom, eV; empty where the structure alone says it
 * @param tolerance eV/atom by which a hit may lie beside the enthalpy; where there are no structures, lower is a hit too
 */
public record Target(List<Structure> structures, OptionalDouble enthalpy, double tolerance) {
    public Target {
        structures = List.copyOf(structures);
        if (structures.isEmpty() && enthalpy.isEmpty()) {
            throw new IllegalArgumentException("a target is a structure, an enthalpy or both");
        }
    }

    /** Returns whether the enthalpy of a structure is that of the target. */
    boolean hasEnthalpy(double found) {
        if (enthalpy.isEmpty()) {
            return true;
        }
        double above = found - enthalpy.getAsDouble();
        return above <= tolerance && (structures.isEmpty() || above >= -tolerance);
    }
}
