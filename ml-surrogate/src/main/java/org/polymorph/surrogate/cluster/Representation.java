package org.polymorph.surrogate.cluster;

import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.SurrogateModel;
import org.polymorph.surrogate.invariant.AverageMinimumDistances;

/** What a crystal is compared by. */
public enum Representation {
    /** The pooled features of the surrogate. */
    SURROGATE,
    /** Average minimum distances to the nearest 50 atoms: needs no model, does not tell elements apart. */
    AMD;

    private static final int NEIGHBOURS = 50;

    /** Returns the vector of a structure. */
    public double[] of(Structure structure, SurrogateModel model) {
        return this == AMD ? AverageMinimumDistances.of(structure, NEIGHBOURS) : model.represent(structure);
    }
}
