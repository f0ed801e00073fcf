package org.polymorph.daemon.cli;

import java.util.Map;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.symmetry.CrystalSymmetry;

/** Space groups in tables. */
final class SpaceGroupText {
    private static final double TIGHT = 0.01;
    private static final double WIDE = 0.1;

    private SpaceGroupText() {}

    /** Returns the symbols within 0.01 Å and, where it is another one, within 0.1 Å: what is nearly symmetric may relax on. */
    static String of(Structure structure) {
        String tight = of(structure, TIGHT);
        String wide = of(structure, WIDE);
        return tight.equals(wide) ? tight : tight + ", " + wide + " at " + WIDE + " Å";
    }

    /** Adds the symbols within 0.01 Å and within 0.1 Å, as {@code spaceGroup} and {@code spaceGroupWide}. */
    static void put(Map<String, ? super String> json, Structure structure) {
        json.put("spaceGroup", of(structure, TIGHT));
        json.put("spaceGroupWide", of(structure, WIDE));
    }

    /** Returns the short symbol; a dash where atoms lie nearer to each other than the tolerance (Å), so that there is none. */
    static String of(Structure structure, double tolerance) {
        try {
            return CrystalSymmetry.of(structure, tolerance).setting().shortSymbol();
        } catch (IllegalArgumentException e) {
            return "–";
        }
    }
}
