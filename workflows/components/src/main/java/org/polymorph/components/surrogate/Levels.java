package org.polymorph.components.surrogate;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.polymorph.engine.config.PoolPart.Role;
import org.polymorph.engine.config.PoolParts;
import org.polymorph.engine.store.CandidateFrame;
import org.polymorph.model.crystal.Composition;
import org.polymorph.model.crystal.Structure;
import org.polymorph.surrogate.hull.HullEntry;
import org.polymorph.surrogate.hull.HullHeights;

/**
 * Enthalpies an atom as candidates are compared by them: as they are where all are of one composition, else their heights above
 * the convex hull of the candidates of the same role. eV/atom; immutable.
 */
final class Levels {
    private final PoolParts parts;
    private final Map<Role, HullHeights> hulls = new EnumMap<>(Role.class);

    private Levels(PoolParts parts) {
        this.parts = parts;
    }

    /** Takes the hull of a pool as it stands. */
    static Levels of(PoolParts parts, List<CandidateFrame> frames) {
        Levels levels = new Levels(parts);
        for (Role role : Role.values()) {
            if (parts.vary(role)) {
                List<HullEntry> entries = new ArrayList<>();
                for (CandidateFrame frame : frames) {
                    if (levels.role(frame.structure()) == role && Double.isFinite(frame.enthalpy())) {
                        entries.add(new HullEntry(
                                frame.candidate(), frame.structure().composition(), frame.enthalpy()));
                    }
                }
                levels.hulls.put(role, HullHeights.over(entries));
            }
        }
        return levels;
    }

    Role role(Structure structure) {
        return parts.role(structure.composition());
    }

    /** Returns whether a candidate belongs to what is looked for. */
    boolean isSearched(Structure structure) {
        return role(structure) == Role.SEARCH;
    }

    double of(Structure structure, double enthalpy) {
        Composition composition = structure.composition();
        HullHeights hull = hulls.get(parts.role(composition));
        return hull == null ? enthalpy : hull.of(composition, enthalpy);
    }

    /** Returns what crystals must have in common to be one: their composition, where it varies, and what they are for. */
    String kind(Structure structure) {
        Role role = role(structure);
        String name = parts.hasTraining() ? role.name() + " " : "";
        return hulls.containsKey(role) ? name + structure.composition().reduced() : name;
    }
}
