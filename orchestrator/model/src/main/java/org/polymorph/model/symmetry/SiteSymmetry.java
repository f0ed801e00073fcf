package org.polymorph.model.symmetry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Writes the oriented symbol of a site-symmetry group, such as {@code 4mm} or {@code .2/m.}: one part for each set of
 * equivalent directions of the crystal system, a dot where the site has nothing along them. Int. Tables A, 2.1.3.12.
 */
final class SiteSymmetry {
    private static final int[][][] ORTHORHOMBIC = {{{1, 0, 0}}, {{0, 1, 0}}, {{0, 0, 1}}};
    private static final int[][][] TETRAGONAL = {{{0, 0, 1}}, {{1, 0, 0}, {0, 1, 0}}, {{1, 1, 0}, {1, -1, 0}}};
    private static final int[][][] HEXAGONAL = {
        {{0, 0, 1}}, {{1, 0, 0}, {0, 1, 0}, {1, 1, 0}}, {{1, -1, 0}, {1, 2, 0}, {2, 1, 0}}
    };
    private static final int[][][] RHOMBOHEDRAL = {{{1, 1, 1}}, {{1, -1, 0}, {0, 1, -1}, {1, 0, -1}}};
    private static final int[][][] CUBIC = {
        {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
        {{1, 1, 1}, {1, -1, -1}, {1, 1, -1}, {1, -1, 1}},
        {{1, 1, 0}, {1, -1, 0}, {0, 1, 1}, {0, 1, -1}, {1, 0, 1}, {1, 0, -1}}
    };

    private final SpaceGroupSetting setting;
    private final List<int[]> rotations;

    private SiteSymmetry(SpaceGroupSetting setting, List<int[]> rotations) {
        this.setting = setting;
        this.rotations = rotations;
    }

    /** Returns the symbol of the group of some rotations, in the axes of a setting. */
    static String symbol(SpaceGroupSetting setting, List<int[]> rotations) {
        return new SiteSymmetry(setting, rotations).symbol();
    }

    private String symbol() {
        boolean plain = rotations.stream().allMatch(w -> Math.abs(RotationAxis.type(w)) == 1);
        if (plain) {
            return rotations.size() == 1 ? "1" : "-1";
        }
        if (setting.crystalSystem() == CrystalSystem.MONOCLINIC) {
            return element(RotationAxis.of(rotations.stream()
                    .filter(w -> Math.abs(RotationAxis.type(w)) != 1)
                    .findFirst()
                    .orElseThrow()));
        }
        List<List<String>> parts = new ArrayList<>();
        int elements = 0;
        for (int[][] set : directions()) {
            List<String> part = elements(set);
            elements += part.size();
            parts.add(part);
        }
        boolean threefold =
                setting.crystalSystem() == CrystalSystem.CUBIC && !parts.get(1).isEmpty();
        StringBuilder text = new StringBuilder();
        for (List<String> part : parts) {
            for (String element : part) {
                text.append(elements == 1 ? element : shortened(element, threefold));
            }
            text.append(part.isEmpty() ? "." : "");
        }
        return text.toString();
    }

    // axes that the other elements imply are left out: mmm, m-3m
    private static String shortened(String element, boolean threefold) {
        return element.equals("2/m") || (threefold && element.equals("4/m")) ? "m" : element;
    }

    private int[][][] directions() {
        boolean rhombohedral = setting.isRhombohedral();
        return switch (setting.crystalSystem()) {
            case TRIGONAL ->
                rhombohedral ? setting.choice().equals("R") ? RHOMBOHEDRAL : Arrays.copyOf(HEXAGONAL, 2) : HEXAGONAL;
            case HEXAGONAL -> HEXAGONAL;
            case TETRAGONAL -> TETRAGONAL;
            case CUBIC -> CUBIC;
            default -> ORTHORHOMBIC;
        };
    }

    // one element for each of the directions of a set that the site symmetry does not map on each other
    private List<String> elements(int[][] set) {
        List<String> elements = new ArrayList<>();
        List<int[]> done = new ArrayList<>();
        for (int[] direction : set) {
            String element = element(direction);
            boolean known = done.stream().anyMatch(other -> equivalent(other, direction));
            if (!element.isEmpty() && !known) {
                elements.add(element);
                done.add(direction);
            }
        }
        elements.sort(Comparator.comparingInt(this::rank));
        return elements;
    }

    private int rank(String element) {
        if (element.startsWith("4") || element.startsWith("-4")) {
            return 0;
        }
        boolean cubic = setting.crystalSystem() == CrystalSystem.CUBIC;
        return element.equals("2") == cubic ? 2 : 1;
    }

    private boolean equivalent(int[] a, int[] b) {
        for (int[] w : rotations) {
            int[] image = Matrix3.times(w, a);
            if (Arrays.equals(RotationAxis.shortened(image), RotationAxis.shortened(b))) {
                return true;
            }
        }
        return false;
    }

    // the symmetry along one direction: its axis, and the plane across it
    private String element(int[] direction) {
        int proper = 1;
        int improper = 0;
        boolean mirror = false;
        for (int[] w : rotations) {
            int type = RotationAxis.type(w);
            if (Math.abs(type) == 1 || !Arrays.equals(RotationAxis.of(w), RotationAxis.shortened(direction))) {
                continue;
            }
            proper = Math.max(proper, type);
            mirror |= type == -2;
            improper = type < -2 ? Math.min(improper, type) : improper;
        }
        if (-improper > proper || (improper == -3 && proper == 3)) {
            return Integer.toString(improper);
        }
        if (proper == 1) {
            return mirror ? "m" : "";
        }
        return proper + (mirror ? "/m" : "");
    }
}
