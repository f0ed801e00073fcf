package org.polymorph.dft.espresso;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.polymorph.dft.output.FortranNumbers;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.units.Units;

/**
 * Follows the geometries of a pw.x output: the initial one, in units of the lattice parameter, and those that a relaxation
 * prints as CELL_PARAMETERS and ATOMIC_POSITIONS. Fed line by line.
 */
final class PwGeometryReader {
    private static final Pattern AXIS = Pattern.compile("\\s*a\\(([123])\\) = \\((.*)\\)\\s*");
    private static final Pattern SITE =
            Pattern.compile("\\s*\\d+\\s+(\\S+)\\s+tau\\(\\s*\\d+\\)\\s*=\\s*\\((.*)\\)\\s*");
    private static final Pattern CARD =
            Pattern.compile("(CELL_PARAMETERS|ATOMIC_POSITIONS)[\\s({]*([a-z_]*)[=\\s]*([\\d.]*).*");

    private int atoms;
    private double alat; // Å
    private final double[] axes = new double[9];
    private int axesSeen;
    private boolean sitesInAlat;
    private final List<Element> species = new ArrayList<>();
    private final List<double[]> sites = new ArrayList<>();
    private @Nullable Structure initial;
    private @Nullable Lattice lattice;
    private Block block = Block.NONE;
    private String unit = "";
    private double cardAlat;
    private final List<double[]> rows = new ArrayList<>();
    private final List<Element> rowSpecies = new ArrayList<>();

    private enum Block {
        NONE,
        CELL,
        POSITIONS
    }

    int atoms() {
        return atoms;
    }

    Optional<Structure> initial() {
        return Optional.ofNullable(initial);
    }

    /**
     * Takes one line.
     *
     * @return a new geometry, when this line was the last of its positions
     * @throws IllegalArgumentException if the line belongs to a geometry and cannot be read
     */
    Optional<Structure> accept(String line) {
        if (block != Block.NONE) {
            return inBlock(line);
        }
        if (line.startsWith("CELL_PARAMETERS") || line.startsWith("ATOMIC_POSITIONS")) {
            begin(line);
        } else if (initial == null) {
            header(line);
        }
        return Optional.empty();
    }

    /** Leaves a card that could not be read. */
    void abandon() {
        block = Block.NONE;
    }

    private void begin(String line) {
        Matcher card = CARD.matcher(line);
        if (!card.matches()) {
            throw new IllegalArgumentException("expected a card, found \"" + line + "\"");
        }
        block = card.group(1).startsWith("CELL") ? Block.CELL : Block.POSITIONS;
        unit = card.group(2).toLowerCase(Locale.ROOT);
        cardAlat = card.group(3).isEmpty() ? alat : Double.parseDouble(card.group(3)) * Units.BOHR;
        rows.clear();
        rowSpecies.clear();
    }

    private Optional<Structure> inBlock(String line) {
        if (line.isBlank() && rows.isEmpty()) {
            return Optional.empty();
        }
        if (block == Block.CELL) {
            rows.add(FortranNumbers.read(line, 3));
            if (rows.size() == 3) {
                block = Block.NONE;
                lattice = Lattice.of(scaled(flat(rows), scale()));
            }
            return Optional.empty();
        }
        String[] words = line.trim().split("\\s+", 2);
        rowSpecies.add(elementOf(words[0]));
        rows.add(FortranNumbers.read(words.length < 2 ? "" : words[1], 3));
        if (rows.size() < atoms) {
            return Optional.empty();
        }
        block = Block.NONE;
        Lattice current = lattice;
        if (current == null) {
            throw new IllegalArgumentException("atomic positions without a cell");
        }
        double[] flat = flat(rows);
        return Optional.of(
                unit.equals("crystal")
                        ? Structure.of(current, rowSpecies, flat)
                        : Structure.ofCartesian(current, rowSpecies, scaled(flat, scale())));
    }

    // of the unit of a card, in Å
    private double scale() {
        return switch (unit) {
            case "angstrom" -> 1;
            case "bohr" -> Units.BOHR;
            case "alat", "" -> cardAlat;
            default -> throw new IllegalArgumentException("unknown unit of length \"" + unit + "\"");
        };
    }

    private void header(String line) {
        if (line.startsWith("     number of atoms/cell")) {
            atoms = (int) FortranNumbers.after(line, '=');
        } else if (line.startsWith("     celldm(1)=")) {
            alat = FortranNumbers.after(line, '=') * Units.BOHR;
        } else if (line.contains("positions (alat units)")) {
            sitesInAlat = true;
        } else if (line.contains("positions (cryst. coord.)")) {
            sitesInAlat = false;
        } else if (line.contains(") = (") || line.contains("tau(")) {
            axisOrSite(line);
        }
    }

    private void axisOrSite(String line) {
        Matcher axis = AXIS.matcher(line);
        if (axis.matches() && axesSeen < 3) {
            System.arraycopy(FortranNumbers.read(axis.group(2), 3), 0, axes, 3 * axesSeen++, 3);
            return;
        }
        Matcher site = sitesInAlat && sites.size() < atoms ? SITE.matcher(line) : axis;
        if (site != axis && site.matches()) {
            species.add(elementOf(site.group(1)));
            sites.add(FortranNumbers.read(site.group(2), 3));
            if (sites.size() == atoms && axesSeen == 3 && alat > 0) {
                lattice = Lattice.of(scaled(axes, alat));
                initial = Structure.ofCartesian(lattice, species, scaled(flat(sites), alat));
            }
        }
    }

    /**
     * Reads the element of a label such as {@code Si}, {@code Fe1} or {@code O_h}.
     *
     * @throws IllegalArgumentException if it begins with no element
     */
    static Element elementOf(String label) {
        for (int length = Math.min(2, label.length()); length > 0; length--) {
            String head = label.substring(0, 1).toUpperCase(Locale.ROOT)
                    + label.substring(1, length).toLowerCase(Locale.ROOT);
            if (Element.isSymbol(head)) {
                return Element.of(head);
            }
        }
        throw new IllegalArgumentException("expected an atom's label, found \"" + label + "\"");
    }

    private static double[] flat(List<double[]> rows) {
        return rows.stream().flatMapToDouble(java.util.Arrays::stream).toArray();
    }

    private static double[] scaled(double[] values, double factor) {
        double[] scaled = values.clone();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] *= factor;
        }
        return scaled;
    }
}
