package org.polymorph.daemon.cli;

import org.polymorph.model.crystal.Structure;
import org.polymorph.model.symmetry.CrystalSymmetry;

/** Space groups in tables. */
final class SpaceGroupText {
    private SpaceGroupText() {}

    /** Returns the short symbol; a dash where atoms lie nearer to each other than the tolerance (Å), so that there is none. */
    static String of(Structure structure, double tolerance) {
        try {
            return CrystalSymmetry.of(structure, tolerance).setting().shortSymbol();
        } catch (IllegalArgumentException e) {
            return "–";
        }
    }
}
