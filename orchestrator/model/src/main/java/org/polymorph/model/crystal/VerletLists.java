package org.polymorph.model.crystal;

import java.util.ArrayList;
import java.util.List;

/**
 * Neighbour lists of structures that follow each other, such as the frames of a relaxation: the pairs found within a cutoff
 * and a skin are kept, and only their vectors are computed anew, until atoms or cell have moved so far that another pair
 * could have come within the cutoff (Verlet 1967, doi 10.1103/PhysRev.159.98). The lists are those of
 * {@link NeighborList#of} to the last bit. Any structure may be asked for; one unlike the last is searched. Not thread-safe.
 */
public final class VerletLists implements NeighborSource {
    /** Skin in Å that costs least along relaxations of 16 and 128 atoms: one frame in eight is searched. */
    private static final double SKIN = 0.6;

    private final double skin;
    private final List<VerletList> lists = new ArrayList<>(2);

    /** Makes lists with a skin that suits relaxations. */
    public VerletLists() {
        this(SKIN);
    }

    /**
     * Makes lists.
     *
     * @param skin in Å, above zero: how far beyond the cutoff pairs are kept
     */
    public VerletLists(double skin) {
        if (!(skin > 0) || Double.isInfinite(skin)) {
            throw new IllegalArgumentException("a skin must be above zero and finite, found " + skin);
        }
        this.skin = skin;
    }

    @Override
    public NeighborList of(Structure structure, double cutoff) {
        for (VerletList list : lists) {
            if (list.cutoff() == cutoff) {
                return list.at(structure);
            }
        }
        VerletList list = new VerletList(cutoff, skin);
        NeighborList found = list.at(structure);
        lists.add(list);
        return found;
    }

    /** Returns how often pairs have been searched for so far. */
    public int searches() {
        return lists.stream().mapToInt(VerletList::searches).sum();
    }
}
