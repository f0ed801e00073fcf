package org.polymorph.tests.campaign;

import org.polymorph.model.crystal.NeighborList;
import org.polymorph.model.crystal.Structure;

/** Tells the two ground states of Stillinger–Weber silicon by their shells of neighbours, whatever cell they come in. */
enum SiliconPhase {
    /** Four neighbours at 2.35 Å, twelve at 3.84 Å, none at 3.92 Å. */
    DIAMOND,
    /** As diamond, and a thirteenth at 3.92 Å. */
    LONSDALEITE,
    /** Layers of both. */
    POLYTYPE,
    OTHER;

    private static final double BOND = 2.65;
    private static final double SECOND_FROM = 3.5;
    private static final double SECOND_TO = 4.2;

    static SiliconPhase of(Structure structure) {
        NeighborList near = NeighborList.of(structure, SECOND_TO);
        int cubic = 0;
        int hexagonal = 0;
        for (int i = 0; i < near.size(); i++) {
            int bonds = 0;
            int second = 0;
            for (int p = near.start(i); p < near.start(i + 1); p++) {
                bonds += near.distance(p) < BOND ? 1 : 0;
                second += near.distance(p) > SECOND_FROM ? 1 : 0;
            }
            if (bonds != 4 || near.start(i + 1) - near.start(i) != bonds + second) {
                return OTHER;
            }
            cubic += second == 12 ? 1 : 0;
            hexagonal += second == 13 ? 1 : 0;
        }
        if (cubic == near.size()) {
            return DIAMOND;
        }
        if (hexagonal == near.size()) {
            return LONSDALEITE;
        }
        return cubic + hexagonal == near.size() ? POLYTYPE : OTHER;
    }

    /** Returns whether it has the energy of the ground state. */
    boolean isGroundState() {
        return this != OTHER;
    }
}
