package org.polymorph.model.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;

/** Makes a structure of a data block. */
final class CifReader {
    private static final Pattern LETTERS = Pattern.compile("([A-Za-z]+).*");
    private static final double FULL = 1e-3;
    private static final String SITE = "_atom_site_";

    private final CifBlock block;

    CifReader(CifBlock block) {
        this.block = block;
    }

    Structure structure() {
        Lattice lattice = lattice();
        List<CifSite> sites = sites();
        return new CifSymmetry(block, lattice).structure(sites);
    }

    private Lattice lattice() {
        double[] cell = new double[6];
        String[] tags = {"length_a", "length_b", "length_c", "angle_alpha", "angle_beta", "angle_gamma"};
        for (int i = 0; i < 6; i++) {
            String tag = "_cell_" + tags[i];
            cell[i] = block.number(required(tag), tag);
        }
        try {
            return Lattice.ofParameters(cell[0], cell[1], cell[2], cell[3], cell[4], cell[5]);
        } catch (IllegalArgumentException e) {
            throw block.error(required("_cell_length_a"), String.valueOf(e.getMessage()));
        }
    }

    private CifToken required(String tag) {
        return block.value(tag)
                .orElseThrow(() -> block.error("expected " + tag + " in this data block, found "
                        + (block.has(tag) ? "\"?\" or \".\"" : "none")));
    }

    private List<CifSite> sites() {
        List<List<CifToken>> coordinates = new ArrayList<>();
        for (String axis : List.of("x", "y", "z")) {
            String tag = SITE + "fract_" + axis;
            coordinates.add(block.column(tag)
                    .orElseThrow(() -> block.error("expected a column " + tag + " in this data block, found none")));
        }
        int count = coordinates.get(0).size();
        List<CifSite> sites = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            if (isDummy(i)) {
                continue;
            }
            refusePartialOccupancy(i, coordinates.get(0).get(i));
            double[] position = new double[3];
            for (int k = 0; k < 3; k++) {
                CifToken token = coordinates.get(k).get(i);
                position[k] = coordinate(block.digits(token, "a fractional coordinate"));
            }
            sites.add(new CifSite(
                    element(i, coordinates.get(0).get(i)),
                    position,
                    coordinates.get(0).get(i)));
        }
        if (sites.isEmpty()) {
            throw block.error("expected at least one atom in this data block, found none");
        }
        return sites;
    }

    /**
     * Reads a coordinate; a sixth that was cut or rounded to its digits (four at least, 0.3333 or 0.66667) is made whole, so
     * that an atom on a special position stays there.
     */
    static double coordinate(String digits) {
        double value = DecimalText.parse(digits);
        int point = digits.indexOf('.');
        int places = point < 0 || digits.matches(".*[eEdD].*") ? 0 : digits.length() - point - 1;
        double sixths = Math.rint(value * 6);
        double exact = sixths / 6;
        boolean cut = places >= 4 && places <= 15 && Math.abs(value - exact) < Math.pow(10, -places);
        return cut && sixths % 3 != 0 ? exact : value;
    }

    private boolean isDummy(int row) {
        return cell(SITE + "calc_flag", row)
                .map(token -> token.text().equalsIgnoreCase("dum"))
                .orElse(false);
    }

    private Optional<CifToken> cell(String tag, int row) {
        return block.column(tag)
                .filter(column -> row < column.size())
                .map(column -> column.get(row))
                .filter(token -> !token.isAbsent());
    }

    private void refusePartialOccupancy(int row, CifToken place) {
        Optional<CifToken> token = cell(SITE + "occupancy", row);
        double occupancy = token.map(t -> block.number(t, SITE + "occupancy")).orElse(1.0);
        if (Math.abs(occupancy - 1) > FULL) {
            String label = cell(SITE + "label", row).map(CifToken::text).orElse("number " + (row + 1));
            throw block.error(
                    place,
                    "expected fully occupied sites (occupancy 1), found occupancy " + occupancy + " of site " + label);
        }
    }

    private Element element(int row, CifToken place) {
        CifToken token = cell(SITE + "type_symbol", row)
                .or(() -> cell(SITE + "label", row))
                .orElseThrow(
                        () -> block.error(place, "expected _atom_site_type_symbol or _atom_site_label for this atom"));
        return elementOf(token.text())
                .orElseThrow(() -> block.error(
                        token, "expected an element such as Si, O2- or Al1, found \"" + token.text() + "\""));
    }

    /** Finds the element in a type or a label such as {@code O2-}, {@code Si1}, {@code CL2}, {@code OW1}, {@code D}. */
    static Optional<Element> elementOf(String label) {
        Matcher matcher = LETTERS.matcher(label);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String letters = matcher.group(1);
        String first = letters.substring(0, 1).toUpperCase(Locale.ROOT);
        if (letters.length() >= 2) {
            String two = first + letters.substring(1, 2).toLowerCase(Locale.ROOT);
            boolean meant = letters.length() == 2 || Character.isLowerCase(letters.charAt(1));
            if (meant && Element.isSymbol(two)) {
                return Optional.of(Element.of(two));
            }
        }
        if (first.equals("D") || first.equals("T")) {
            return Optional.of(Element.H); // deuterium and tritium
        }
        return Element.isSymbol(first) ? Optional.of(Element.of(first)) : Optional.empty();
    }
}
