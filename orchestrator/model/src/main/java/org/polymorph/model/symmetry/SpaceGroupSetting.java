package org.polymorph.model.symmetry;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.polymorph.model.crystal.Lattice;

/**
 * One of the 530 settings of the 230 space groups that International Tables A describes. Immutable and thread-safe.
 *
 * @param number the number of the space group, 1 to 230; the first setting of a number is the standard one
 * @param choice what tells the settings of one number apart: unique axis and cell ({@code b1}), axes ({@code cab}), origin
 *     ({@code 1}, {@code 2}), hexagonal or rhombohedral ({@code H}, {@code R}); empty if nothing does
 * @param hall the Hall symbol
 * @param symbol the short Hermann–Mauguin symbol of this setting, its parts separated: {@code F d -3 m}
 * @param fullSymbol the full one: {@code F 41/d -3 2/m}
 * @param otherSymbols what else it is called, such as {@code A b m 2} for {@code A e m 2}
 */
public record SpaceGroupSetting(
        int number, String choice, String hall, String symbol, String fullSymbol, List<String> otherSymbols) {
    private static final List<SpaceGroupSetting> ALL = load();
    private static final Map<SpaceGroupSetting, Integer> INDICES = indices();
    private static final List<SpaceGroupSetting> STANDARD = IntStream.rangeClosed(1, 230)
            .mapToObj(number -> ofNumber(number).get(0))
            .toList();

    public SpaceGroupSetting {
        otherSymbols = List.copyOf(otherSymbols);
    }

    /** Returns the place of this setting in {@link #all()}, from 0. */
    int index() {
        return INDICES.getOrDefault(this, -1);
    }

    /** Returns all 530 in the order of the tables. */
    public static List<SpaceGroupSetting> all() {
        return ALL;
    }

    /**
     * Returns the standard setting of a space group: unique axis b and cell 1, origin 1, hexagonal axes where there are others.
     *
     * @throws IllegalArgumentException if the number is not between 1 and 230
     */
    public static SpaceGroupSetting standard(int number) {
        if (number < 1 || number > 230) {
            throw new IllegalArgumentException("a space group number lies between 1 and 230, found " + number);
        }
        return STANDARD.get(number - 1);
    }

    /**
     * Returns the settings of one space group, the standard one first.
     *
     * @throws IllegalArgumentException if the number is not between 1 and 230
     */
    public static List<SpaceGroupSetting> ofNumber(int number) {
        if (number < 1 || number > 230) {
            throw new IllegalArgumentException("a space group number lies between 1 and 230, found " + number);
        }
        return ALL.stream().filter(setting -> setting.number == number).toList();
    }

    /**
     * Returns the settings that a Hermann–Mauguin symbol can mean, in the order of the tables; none if it is unknown.
     * White space, underscores and letter case do not matter; a choice after a colon does: {@code Fd-3m:2}. So do the
     * letters of the ICSD behind the symbol: S and Z for origins 1 and 2, H and R for hexagonal and rhombohedral axes.
     */
    public static List<SpaceGroupSetting> ofSymbol(String symbol) {
        String[] parts = symbol.split(":", 2);
        String name = normal(parts[0]);
        List<SpaceGroupSetting> found = called(name, parts.length == 2 ? parts[1].strip() : "");
        if (!found.isEmpty() || name.length() < 3) {
            return found;
        }
        String stem = name.substring(0, name.length() - 1);
        return switch (name.charAt(name.length() - 1)) {
            case 's' -> called(stem, "1");
            case 'z' -> called(stem, "2");
            case 'h' -> called(stem, "H");
            case 'r' -> called(stem, "R");
            default -> found;
        };
    }

    private static List<SpaceGroupSetting> called(String name, String choice) {
        return ALL.stream()
                .filter(setting -> setting.isCalled(name))
                .filter(setting -> choice.isEmpty() || setting.choice.equalsIgnoreCase(choice))
                .toList();
    }

    public CrystalSystem crystalSystem() {
        return CrystalSystem.ofNumber(number);
    }

    /** Returns the letter of the lattice: P, A, B, C, I, F or R. */
    public char lattice() {
        return symbol.charAt(0);
    }

    /** Returns whether the lattice is rhombohedral, in hexagonal or in rhombohedral axes. */
    public boolean isRhombohedral() {
        return lattice() == 'R';
    }

    /** Returns the Hermann–Mauguin symbol in one word, such as {@code Fd-3m}. */
    public String shortSymbol() {
        return symbol.replace(" ", "");
    }

    /** Returns the symbol of the crystal class, such as {@code m-3m}. */
    public String pointGroup() {
        return PointGroup.symbolOf(number);
    }

    /** Returns the Wyckoff positions in the order of their letters, from a to the general position. */
    public List<WyckoffPosition> wyckoffPositions() {
        return WyckoffTable.of(this);
    }

    /**
     * Returns the vectors of a primitive cell in the axes of this setting: a 3×3 matrix whose rows are the vectors, in the order
     * of Hermite's normal form.
     */
    public double[] primitiveVectors() {
        return Matrix3.transposed(GroupTable.of(this).primitive());
    }

    /** Returns the operations of the group in this setting, the identity first. */
    public List<SymmetryOperation> operations() {
        return HallSymbol.operations(hall);
    }

    /** Returns whether a cell of these lengths and angles can have this symmetry, within a relative tolerance. */
    public boolean fits(Lattice lattice, double tolerance) {
        return operations().stream().allMatch(operation -> operation.preserves(lattice, tolerance));
    }

    private boolean isCalled(String name) {
        return normal(symbol).equals(name)
                || normal(fullSymbol).equals(name)
                || otherSymbols.stream().anyMatch(other -> normal(other).equals(name));
    }

    private static String normal(String symbol) {
        return symbol.replaceAll("[\\s_()]", "").toLowerCase(Locale.ROOT);
    }

    private static List<SpaceGroupSetting> load() {
        return TableFile.lines("space-group-settings.tsv").stream()
                .map(line -> ofLine(line.split("\t", -1)))
                .toList();
    }

    private static Map<SpaceGroupSetting, Integer> indices() {
        Map<SpaceGroupSetting, Integer> indices = new HashMap<>();
        for (int i = 0; i < ALL.size(); i++) {
            indices.put(ALL.get(i), i);
        }
        return indices;
    }

    private static SpaceGroupSetting ofLine(String[] columns) {
        List<String> others = columns[5].isEmpty() ? List.of() : List.of(columns[5].split(";", -1));
        return new SpaceGroupSetting(
                Integer.parseInt(columns[0]), columns[1], columns[2], columns[3], columns[4], others);
    }
}
