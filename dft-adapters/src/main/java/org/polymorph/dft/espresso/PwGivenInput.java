package org.polymorph.dft.espresso;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.polymorph.dft.output.FortranNumbers;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;

/**
 * What a job was asked for, read back from its pw.x input.
 *
 * @param entries namelist entries, names in lower case, quotes removed
 * @param structure with all digits; empty unless the cell is given in Å and the positions in fractions of it, as
 *     {@link PwInput} writes them
 */
record PwGivenInput(Map<String, String> entries, Optional<Structure> structure) {
    private static final Pattern ENTRY =
            Pattern.compile("\\s*([A-Za-z]\\w*(?:\\([^)]*\\))?)\\s*=\\s*('(?:[^']|'')*'|[^,!\\s]+).*");

    PwGivenInput {
        entries = Map.copyOf(entries);
    }

    /** Reads the text of an input. */
    static PwGivenInput parse(String text) {
        List<String> lines = text.lines().toList();
        Map<String, String> entries = new TreeMap<>();
        for (String line : lines) {
            Matcher entry = ENTRY.matcher(line);
            if (entry.matches()) {
                String value = entry.group(2);
                entries.put(
                        entry.group(1).toLowerCase(Locale.ROOT),
                        value.startsWith("'") ? value.substring(1, value.length() - 1) : value);
            }
        }
        return new PwGivenInput(entries, structure(lines));
    }

    private static Optional<Structure> structure(List<String> lines) {
        int cell = indexOf(lines, "CELL_PARAMETERS", "angstrom");
        int positions = indexOf(lines, "ATOMIC_POSITIONS", "crystal");
        if (cell < 0 || positions < 0 || cell + 3 >= lines.size()) {
            return Optional.empty();
        }
        try {
            double[] rows = FortranNumbers.read(String.join(" ", lines.subList(cell + 1, cell + 4)), 9);
            List<Element> species = new ArrayList<>();
            StringBuilder numbers = new StringBuilder();
            for (int i = positions + 1; i < lines.size(); i++) {
                String[] words = lines.get(i).trim().split("\\s+", -1);
                if (words.length != 4) {
                    break;
                }
                species.add(PwGeometryReader.elementOf(words[0]));
                numbers.append(words[1])
                        .append(' ')
                        .append(words[2])
                        .append(' ')
                        .append(words[3])
                        .append(' ');
            }
            return Optional.of(Structure.of(
                    Lattice.of(rows), species, FortranNumbers.read(numbers.toString(), 3 * species.size())));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // an input written by another hand; the output has the geometry too
        }
    }

    private static int indexOf(List<String> lines, String card, String unit) {
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).trim();
            if (line.startsWith(card) && line.toLowerCase(Locale.ROOT).contains(unit)) {
                return i;
            }
        }
        return -1;
    }

    /** Returns whether an entry is a Fortran .true. */
    boolean flag(String key) {
        return entries.getOrDefault(key, "").toLowerCase(Locale.ROOT).matches("\\.?t(rue)?\\.?");
    }

    /** Returns whether the geometry came from the files of an earlier run, not from this input. */
    boolean restarts() {
        return entries.getOrDefault("restart_mode", "").equals("restart");
    }

    /** Returns the target pressure in kbar. */
    double pressure() {
        return number("press").orElse(0.0);
    }

    /** Returns the thresholds of a relaxation, where all are given; damped dynamics do not print them. */
    Optional<PwRun.Criteria> criteria() {
        return number("forc_conv_thr").map(force -> new PwRun.Criteria(force, number("press_conv_thr")));
    }

    private Optional<Double> number(String key) {
        try {
            return Optional.ofNullable(entries.get(key)).map(text -> FortranNumbers.read(text, 1)[0]);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
