package org.polymorph.model.spi;

import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.NeighborSource;
import org.polymorph.model.crystal.Structure;

/** Something that gives energy, forces and stress of a structure at once: a classical potential or a surrogate. Thread-safe. */
public interface Calculator {

    /**
     * Evaluates a structure.
     *
     * @throws IllegalArgumentException if it holds an element that this calculator does not know
     */
    Evaluation evaluate(Structure structure);

    /**
     * Evaluates a structure with the same result, taking the pairs of its atoms from a source: whoever evaluates structures
     * that follow each other keeps their lists. A calculator that has no use for one ignores it.
     *
     * @param neighbors used by the calling thread only, during the call
     * @throws IllegalArgumentException if the structure holds an element that this calculator does not know
     */
    default Evaluation evaluate(Structure structure, NeighborSource neighbors) {
        return evaluate(structure);
    }
}
