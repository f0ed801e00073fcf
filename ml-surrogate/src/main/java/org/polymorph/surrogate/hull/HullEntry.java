package org.polymorph.surrogate.hull;

import org.polymorph.model.crystal.Composition;

/**
 * A crystal with its energy.
 *
 * @param name what to call it
 * @param composition of its cell, or of any multiple
 * @param energyPerAtom in eV
 */
public record HullEntry(String name, Composition composition, double energyPerAtom) {
    public HullEntry {
        if (!Double.isFinite(energyPerAtom)) {
            throw new IllegalArgumentException("expected an energy of " + name + ", found " + energyPerAtom);
        }
    }
}
