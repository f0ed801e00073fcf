package org.polymorph.model.crystal;

/**
 * Where a calculator takes the pairs of atoms from: from a search of each structure, or from {@link VerletLists} that whoever
 * asks for structures that follow each other keeps. Either way it is the same list.
 */
@FunctionalInterface
public interface NeighborSource {
    /** Searches each structure. Thread-safe. */
    NeighborSource SEARCH = NeighborList::of;

    /**
     * Returns all pairs at a distance below the cutoff, as {@link NeighborList#of} gives them.
     *
     * @param cutoff in Å, above zero
     */
    NeighborList of(Structure structure, double cutoff);
}
