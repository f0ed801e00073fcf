package org.polymorph.model.symmetry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Structure;

/**
 * The Wyckoff positions of the atoms of a primitive cell about one of the origins that serve. Which origin it is changes the
 * letters. An origin that the structure was given about is kept; otherwise that one is taken whose letters come first in the
 * alphabet, so that the letters of a crystal do not depend on where somebody put its origin.
 */
final class SiteAssignment {
    /** How far an idealised atom may lie from its Wyckoff position, fractional. */
    private static final double ON_POSITION = 1e-5;

    private final double[] coordinates;
    private final double[] origin;
    private final WyckoffPosition[] positions;

    private SiteAssignment(double[] coordinates, double[] origin, WyckoffPosition[] positions) {
        this.coordinates = coordinates;
        this.origin = origin;
        this.positions = positions;
    }

    static SiteAssignment of(Structure structure, StructureGroup group, SettingMatch match, double tolerance) {
        double[] turned = match.toSetting(group.idealised(structure.fractional()));
        SiteAssignment best = about(turned, match.origin(0), group, match);
        if (match.nearest() <= tolerance) {
            return best;
        }
        String letters = best.letters(structure);
        for (int i = 1; i < match.origins().size(); i++) {
            SiteAssignment other = about(turned, match.origin(i), group, match);
            String others = other.letters(structure);
            if (others.compareTo(letters) < 0) {
                best = other;
                letters = others;
            }
        }
        return best;
    }

    private static SiteAssignment about(double[] turned, double[] origin, StructureGroup group, SettingMatch match) {
        double[] coordinates = turned.clone();
        for (int i = 0; i < coordinates.length; i++) {
            coordinates[i] -= origin[i % 3];
        }
        List<WyckoffPosition> all = match.table().setting().wyckoffPositions();
        double[][] centrings = match.table().centrings();
        int[] orbits = group.orbits();
        WyckoffPosition[] positions = new WyckoffPosition[orbits.length];
        for (int i = 0; i < orbits.length; i++) {
            positions[i] = orbits[i] < i
                    ? positions[orbits[i]]
                    : position(all, group.siteOrder(i), i, orbits, coordinates, centrings);
        }
        return new SiteAssignment(coordinates, origin, positions);
    }

    // the position that one of the atoms equivalent to an atom, or a copy of it by the centring, is the first point of
    private static WyckoffPosition position(
            List<WyckoffPosition> all,
            int siteOrder,
            int atom,
            int[] orbits,
            double[] coordinates,
            double[][] centrings) {
        if (siteOrder == 1) {
            return all.get(all.size() - 1);
        }
        double[] point = new double[3];
        for (WyckoffPosition position : all) {
            if (position.stabilizer().size() != siteOrder) {
                continue;
            }
            for (int j = atom; j < orbits.length; j++) {
                for (int c = 0; c < centrings.length && orbits[j] == atom; c++) {
                    for (int k = 0; k < 3; k++) {
                        point[k] = coordinates[3 * j + k] + centrings[c][k];
                    }
                    if (position.hasFirst(point, ON_POSITION)) {
                        return position;
                    }
                }
            }
        }
        throw new IllegalStateException("no Wyckoff position of order " + siteOrder + " at "
                + Arrays.toString(Arrays.copyOfRange(coordinates, 3 * atom, 3 * atom + 3)));
    }

    // the letters of all atoms in the order of the alphabet, then those of each element
    private String letters(Structure structure) {
        List<Character> all = new ArrayList<>();
        Map<Element, List<Character>> byElement = new TreeMap<>();
        for (int i = 0; i < positions.length; i++) {
            // the 27th letter is A, which belongs behind z
            char letter = positions[i].letter() == 'A' ? '{' : positions[i].letter();
            all.add(letter);
            byElement
                    .computeIfAbsent(structure.species(i), element -> new ArrayList<>())
                    .add(letter);
        }
        StringBuilder text = new StringBuilder();
        all.sort(null);
        all.forEach(text::append);
        for (List<Character> letters : byElement.values()) {
            letters.sort(null);
            letters.forEach(text::append);
        }
        return text.toString();
    }

    WyckoffPosition position(int atom) {
        return positions[atom];
    }

    /** Returns the positions in the axes and about the origin of the setting, N×3; not a copy. */
    double[] coordinates() {
        return coordinates;
    }

    /** Returns the origin in the axes of the setting. */
    double[] origin() {
        return origin;
    }
}
