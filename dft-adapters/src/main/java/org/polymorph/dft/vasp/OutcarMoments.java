package org.polymorph.dft.vasp;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.polymorph.dft.output.AsciiLines;
import org.polymorph.dft.output.FortranNumbers;

/** Magnetic moments in μB: those of the last table that OUTCAR prints, and the cell's. */
final class OutcarMoments {
    private final Map<Character, List<Double>> tables = new TreeMap<>();
    private List<Double> table = new ArrayList<>();
    private boolean inTable;
    private String total = "";

    /** Returns whether a line belongs to a table of moments. */
    boolean accept(AsciiLines line) {
        int indent = line.indent();
        if (line.has("magnetization (", indent) && indent + 16 < line.length() + 1) {
            table = new ArrayList<>();
            tables.put(line.charAt(indent + 15), table);
            inTable = true;
            return true;
        }
        if (!inTable) {
            return false;
        }
        char first = line.charAt(indent);
        if (first == '#') {
            return true;
        }
        if (line.has("----", indent) && table.isEmpty()) {
            return true;
        }
        if (first < '0' || first > '9') {
            inTable = false;
            return line.has("----", indent) && line.find("Iteration") < 0 && line.find("aborting") < 0;
        }
        String text = line.toString().trim();
        table.add(FortranNumbers.read(text.substring(text.lastIndexOf(' ') + 1), 1)[0]);
        return true;
    }

    /** Reads the line {@code number of electron  44.0000076 magnetization  0.0000352 …}. */
    void total(AsciiLines line) {
        int at = line.find("magnetization");
        if (at >= 0) {
            total = line.subSequence(at + "magnetization".length(), line.length())
                    .toString()
                    .trim();
        }
    }

    /** Returns what there is to tell; nothing where the run has no spin. */
    Map<String, String> facts() {
        Map<String, String> facts = new TreeMap<>();
        if (!total.isEmpty()) {
            facts.put("totalMagnetization", total.replaceAll("\\s+", " "));
        }
        tables.forEach((axis, moments) -> {
            if (!moments.isEmpty()) {
                String key = tables.size() == 1 ? "magneticMoments" : "magneticMoments" + Character.toUpperCase(axis);
                facts.put(
                        key,
                        String.join(
                                " ",
                                moments.stream()
                                        .map(moment -> String.format(Locale.ROOT, "%.3f", moment + 0.0))
                                        .toList()));
            }
        });
        return facts;
    }
}
