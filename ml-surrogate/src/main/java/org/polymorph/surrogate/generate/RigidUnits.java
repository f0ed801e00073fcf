package org.polymorph.surrogate.generate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.polymorph.model.crystal.Composition;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.spi.Settings;

/**
 * What a cell is made of: molecules of files, and single atoms for the rest of the composition. Immutable.
 *
 * @param counts how many of each
 */
record RigidUnits(List<RigidUnit> units, int[] counts) {
    RigidUnits {
        units = List.copyOf(units);
        counts = counts.clone();
    }

    @Override
    public int[] counts() {
        return counts.clone();
    }

    /**
     * Reads key {@code molecules}: sections with a {@code file} in xyz format, a {@code count}, by default as many as the
     * composition holds, and an {@code orientation}, {@code free} or {@code fixed} as in the file, where a is along x.
     */
    static RigidUnits of(Settings settings, Composition composition) {
        Map<Element, Integer> left = new TreeMap<>(composition.counts());
        List<RigidUnit> units = new ArrayList<>();
        List<Integer> counts = new ArrayList<>();
        for (Settings section : settings.sections("molecules")) {
            boolean fixed = section.choice("orientation", "free", List.of("free", "fixed"))
                    .equals("fixed");
            Optional<RigidUnit> molecule = section.parsed("file", file -> read(Path.of(file), fixed));
            if (!section.has("file")) {
                section.reject("file", "expected the name of a file in xyz format, found none");
            }
            int asked = section.integer("count", 0, 1, 100_000);
            molecule.ifPresent(unit -> {
                int count = section.has("count") ? asked : most(unit, left);
                if (count < 1 || count > most(unit, left)) {
                    section.reject(
                            section.has("count") ? "count" : "file",
                            "expected molecules that " + composition + " holds, found " + Math.max(1, count) + " × "
                                    + Composition.ofSpecies(unit.elements()));
                    return;
                }
                units.add(unit);
                counts.add(count);
                unit.elements().forEach(element -> left.merge(element, -count, Integer::sum));
            });
            section.finish();
        }
        left.forEach((element, count) -> {
            if (count > 0) {
                units.add(RigidUnit.of(element));
                counts.add(count);
            }
        });
        return new RigidUnits(units, counts.stream().mapToInt(Integer::intValue).toArray());
    }

    // how many molecules the atoms that are left make
    private static int most(RigidUnit unit, Map<Element, Integer> left) {
        int most = Integer.MAX_VALUE;
        for (Map.Entry<Element, Integer> entry :
                Composition.ofSpecies(unit.elements()).counts().entrySet()) {
            most = Math.min(most, left.getOrDefault(entry.getKey(), 0) / entry.getValue());
        }
        return most;
    }

    boolean hasMolecules() {
        return units.stream().anyMatch(unit -> !unit.isAtom());
    }

    // an xyz file: the number of atoms, a comment, and a line of symbol and three coordinates for each atom
    private static RigidUnit read(Path file, boolean fixed) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalArgumentException("the file " + file + " cannot be read: " + e.getMessage(), e);
        }
        String first = lines.isEmpty() ? "" : lines.get(0).strip();
        if (!first.matches("[1-9]\\d{0,4}") || lines.size() < 2 + Integer.parseInt(first)) {
            throw new IllegalArgumentException(file + " line 1: expected the number of atoms of an xyz file, found \""
                    + first + "\" and " + Math.max(0, lines.size() - 2) + " lines of atoms");
        }
        int n = Integer.parseInt(first);
        List<Element> elements = new ArrayList<>();
        double[] positions = new double[3 * n];
        for (int i = 0; i < n; i++) {
            String[] words = lines.get(i + 2).strip().split("\\s+", -1);
            if (words.length < 4) {
                throw new IllegalArgumentException(file + " line " + (i + 3)
                        + ": expected a symbol and three coordinates, found \"" + lines.get(i + 2) + "\"");
            }
            elements.add(Element.of(words[0]));
            for (int k = 0; k < 3; k++) {
                positions[3 * i + k] = coordinate(words[k + 1], file, i + 3);
            }
        }
        return RigidUnit.ofMolecule(String.valueOf(file.getFileName()), elements, positions, fixed);
    }

    private static double coordinate(String word, Path file, int line) {
        try {
            double value = Double.parseDouble(word);
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            // told below, with the place
        }
        throw new IllegalArgumentException(file + " line " + line + ": expected a coordinate, found \"" + word + "\"");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RigidUnits that && units.equals(that.units) && Arrays.equals(counts, that.counts);
    }

    @Override
    public int hashCode() {
        return 31 * units.hashCode() + Arrays.hashCode(counts);
    }

    @Override
    public String toString() {
        return units + " " + Arrays.toString(counts);
    }
}
