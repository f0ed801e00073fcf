package org.polymorph.model.crystal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

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

    public SpaceGroupSetting {
        otherSymbols = List.copyOf(otherSymbols);
    }

    /** Returns all 530 in the order of the tables. */
    public static List<SpaceGroupSetting> all() {
        return ALL;
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
        String resource = "space-group-settings.tsv";
        List<SpaceGroupSetting> settings = new ArrayList<>(530);
        try (InputStream in = SpaceGroupSetting.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + resource + " is missing");
            }
            BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (!line.startsWith("#")) {
                    settings.add(ofLine(line.split("\t", -1)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.copyOf(settings);
    }

    private static SpaceGroupSetting ofLine(String[] columns) {
        List<String> others = columns[5].isEmpty() ? List.of() : List.of(columns[5].split(";", -1));
        return new SpaceGroupSetting(
                Integer.parseInt(columns[0]), columns[1], columns[2], columns[3], columns[4], others);
    }
}
