package org.polymorph.model.format;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Stress;
import org.polymorph.model.crystal.Structure;

/** Reads the frames of an extended XYZ text one after the other. */
final class ExtXyzReader {
    private final LineSource lines;

    ExtXyzReader(LineSource lines) {
        this.lines = lines;
    }

    List<Frame> frames() {
        List<Frame> frames = new ArrayList<>();
        String line = lines.next();
        while (line != null) {
            if (!line.isBlank()) {
                frames.add(frame(count(line)));
            }
            line = lines.next();
        }
        if (frames.isEmpty()) {
            throw lines.error("expected the number of atoms, found the end of the file");
        }
        return List.copyOf(frames);
    }

    private int count(String line) {
        try {
            int count = Integer.parseInt(line.strip());
            if (count >= 1 && count <= LineSource.MOST_ATOMS) {
                return count;
            }
        } catch (NumberFormatException e) {
            // told below, with the place
        }
        throw lines.error("expected the number of atoms, found \"" + line.strip() + "\"");
    }

    private Frame frame(int count) {
        String comment = lines.require("a line of keys and values with Lattice=\"…\"");
        Map<String, String> info;
        try {
            info = CommentLine.parse(comment);
        } catch (IllegalArgumentException e) {
            throw lines.error(String.valueOf(e.getMessage()));
        }
        Lattice lattice = lattice(info);
        Columns columns = new Columns(take(info, "Properties"));
        double[] energy = numbers(info, "energy", 1);
        if (energy == null) {
            energy = numbers(info, "free_energy", 1);
        }
        Stress stress = stress(info, lattice);
        Atoms atoms = new Atoms(count, columns);
        for (int i = 0; i < count; i++) {
            atoms.read(i, lines.require("atom " + (i + 1) + " of " + count));
        }
        Optional<Evaluation> evaluation = Optional.empty();
        double[] forces = atoms.forces;
        if (energy != null && stress != null && forces != null) {
            evaluation = Optional.of(new Evaluation(energy[0], forces, stress));
            drop(info, energyKey(info), "stress", "virial");
        }
        return new Frame(atoms.structure(lattice), evaluation, info);
    }

    private static String energyKey(Map<String, String> info) {
        return info.containsKey("energy") ? "energy" : "free_energy";
    }

    private static void drop(Map<String, String> info, String... keys) {
        for (String key : keys) {
            info.remove(key);
        }
    }

    private Lattice lattice(Map<String, String> info) {
        String pbc = take(info, "pbc");
        if (pbc != null) {
            for (String flag : pbc.strip().split("[\\s,\\[\\]]+", -1)) {
                if (!flag.isEmpty() && !Arrays.asList("t", "true", "1").contains(flag.toLowerCase(Locale.ROOT))) {
                    throw lines.error(
                            "a cell that is periodic in all three directions is needed, found pbc=\"" + pbc + "\"");
                }
            }
        }
        String text = take(info, "Lattice");
        if (text == null) {
            throw lines.error("a periodic cell is needed: expected Lattice=\"ax ay az bx by bz cx cy cz\", found none");
        }
        try {
            return Lattice.of(numbersOf(text, "Lattice", 9));
        } catch (IllegalArgumentException e) {
            throw lines.error(String.valueOf(e.getMessage()));
        }
    }

    private @Nullable Stress stress(Map<String, String> info, Lattice lattice) {
        double[] stress = numbers(info, "stress", 9, 6);
        if (stress != null) {
            return stress.length == 9 ? Stress.ofMatrix(stress) : Stress.ofVoigt(stress);
        }
        double[] virial = numbers(info, "virial", 9, 6);
        if (virial == null) {
            return null;
        }
        for (int i = 0; i < virial.length; i++) {
            virial[i] /= -lattice.volume();
        }
        return virial.length == 9 ? Stress.ofMatrix(virial) : Stress.ofVoigt(virial);
    }

    private static @Nullable String take(Map<String, String> info, String key) {
        for (String found : List.copyOf(info.keySet())) {
            if (found.equalsIgnoreCase(key)) {
                return info.remove(found);
            }
        }
        return null;
    }

    private double @Nullable [] numbers(Map<String, String> info, String key, Integer... counts) {
        String text = info.get(key);
        return text == null ? null : numbersOf(text, key, counts);
    }

    private double[] numbersOf(String text, String key, Integer... counts) {
        String[] words = LineSource.words(text.replaceAll("[\\[\\],]", " "));
        if (!Arrays.asList(counts).contains(words.length)) {
            throw lines.error(
                    "expected " + counts[0] + " numbers for " + key + ", found " + words.length + ": \"" + text + "\"");
        }
        double[] numbers = new double[words.length];
        for (int i = 0; i < words.length; i++) {
            numbers[i] = lines.real(words[i], "a number in " + key);
        }
        return numbers;
    }

    /** Where the columns named by Properties begin. */
    private final class Columns {
        private final Map<String, Integer> starts = new LinkedHashMap<>();
        private int count;

        Columns(@Nullable String properties) {
            String text = properties == null ? "species:S:1:pos:R:3" : properties;
            String[] parts = text.strip().split(":", -1);
            if (parts.length % 3 != 0) {
                throw lines.error("expected Properties as name:type:columns:…, found \"" + text + "\"");
            }
            for (int i = 0; i < parts.length; i += 3) {
                int width = width(parts[i + 2], text);
                if (three(parts[i]) && width != 3) {
                    throw lines.error("expected 3 columns for " + parts[i] + " in Properties, found " + width);
                }
                starts.put(parts[i], count);
                count += width;
            }
            if (!starts.containsKey("pos") || element() < 0) {
                throw lines.error("expected species and pos among the Properties, found \"" + text + "\"");
            }
        }

        private int width(String digits, String text) {
            try {
                int width = Integer.parseInt(digits);
                if (width >= 1) {
                    return width;
                }
            } catch (NumberFormatException e) {
                // told below, with the place
            }
            throw lines.error("expected Properties as name:type:columns:…, found \"" + text + "\"");
        }

        private boolean three(String name) {
            return name.equals("pos")
                    || name.equals("forces")
                    || name.equals("force")
                    || name.equals(ExtXyz.FRACTIONAL);
        }

        int of(String... names) {
            for (String name : names) {
                Integer start = starts.get(name);
                if (start != null) {
                    return start;
                }
            }
            return -1;
        }

        int element() {
            return of("species", "Z", "numbers", "symbols");
        }
    }

    /** The atoms of one frame while they are read. */
    private final class Atoms {
        private final Columns columns;
        private final List<Element> species = new ArrayList<>();
        private final double[] positions;
        private final double @Nullable [] forces;
        private final double @Nullable [] fractional;

        Atoms(int count, Columns columns) {
            this.columns = columns;
            int capacity = 3 * count;
            this.positions = new double[capacity];
            this.forces = columns.of("forces", "force") < 0 ? null : new double[capacity];
            this.fractional = columns.of(ExtXyz.FRACTIONAL) < 0 ? null : new double[capacity];
        }

        void read(int atom, String line) {
            String[] words = LineSource.words(line);
            if (words.length < columns.count) {
                throw lines.error("expected " + columns.count + " columns for atom " + (atom + 1) + ", found "
                        + words.length + ": \"" + line.strip() + "\"");
            }
            species.add(element(words[columns.element()]));
            vector(words, columns.of("pos"), positions, atom, "a coordinate");
            if (forces != null) {
                vector(words, columns.of("forces", "force"), forces, atom, "a force");
            }
            if (fractional != null) {
                vector(words, columns.of(ExtXyz.FRACTIONAL), fractional, atom, "a fractional coordinate");
            }
        }

        private Element element(String word) {
            try {
                return Character.isDigit(word.charAt(0)) ? Element.ofNumber(Integer.parseInt(word)) : Element.of(word);
            } catch (NumberFormatException e) {
                throw lines.error("expected an element, found \"" + word + "\"");
            } catch (IllegalArgumentException e) {
                throw lines.error(String.valueOf(e.getMessage()));
            }
        }

        private void vector(String[] words, int from, double[] into, int atom, String what) {
            for (int k = 0; k < 3; k++) {
                into[3 * atom + k] = lines.real(words[from + k], what);
            }
        }

        Structure structure(Lattice lattice) {
            if (fractional != null && Arrays.equals(lattice.toCartesian(fractional), positions)) {
                return Structure.of(lattice, species, fractional);
            }
            return Structure.ofCartesian(lattice, species, positions);
        }
    }
}
