package org.polymorph.dft.input;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.polymorph.model.crystal.Element;

/**
 * One entry of a file of basis sets or potentials as CP2K ships them: a line with the element and the names, then numbers.
 *
 * @param names the first one, and others for the same
 * @param body lines of numbers
 */
public record AtomicData(Element element, List<String> names, List<String> body) {
    private static final Pattern HEAD = Pattern.compile("\\s*([A-Za-z]{1,2})\\s+([A-Za-z]\\S*(?:\\s+[^#\\s]+)*)\\s*");
    private static final Pattern CHARGE = Pattern.compile("-q(\\d+)$");

    public AtomicData {
        names = List.copyOf(names);
        body = List.copyOf(body);
    }

    /** Reads a file; lines that belong to no entry of an element are passed over. */
    public static List<AtomicData> read(Path file) throws IOException {
        List<AtomicData> entries = new ArrayList<>();
        AtomicData entry = null;
        List<String> body = new ArrayList<>();
        for (String raw : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
            String line = raw.replaceAll("#.*", "").stripTrailing();
            Matcher head = HEAD.matcher(line);
            if (head.matches()) {
                add(entry, body, entries);
                body.clear();
                entry = isElement(head.group(1)) ? of(head.group(1), head.group(2)) : null;
            } else if (!line.isBlank()) {
                body.add(line);
            }
        }
        add(entry, body, entries);
        return entries;
    }

    private static void add(
            @org.jspecify.annotations.Nullable AtomicData entry, List<String> body, List<AtomicData> to) {
        if (entry != null && !body.isEmpty()) {
            to.add(new AtomicData(entry.element, entry.names, body));
        }
    }

    private static boolean isElement(String word) {
        return Element.isSymbol(capitalised(word));
    }

    private static AtomicData of(String symbol, String names) {
        return new AtomicData(
                Element.of(capitalised(symbol)), List.of(names.trim().split("\\s+", -1)), List.of());
    }

    private static String capitalised(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1).toLowerCase(Locale.ROOT);
    }

    /** Returns the first name. */
    public String name() {
        return names.get(0);
    }

    /** Returns whether one of the names is this one, or this one and a charge such as {@code -q4}. */
    public boolean isOf(String family) {
        return names.stream()
                .anyMatch(name -> name.equalsIgnoreCase(family)
                        || CHARGE.matcher(name).replaceFirst("").equalsIgnoreCase(family));
    }

    /** Returns the valence charge that a name tells; empty if none does. */
    public OptionalInt namedCharge() {
        for (String name : names) {
            Matcher charge = CHARGE.matcher(name);
            if (charge.find()) {
                return OptionalInt.of(Integer.parseInt(charge.group(1)));
            }
        }
        return OptionalInt.empty();
    }

    /**
     * Returns the valence electrons of a potential: the sum of its first line.
     *
     * @throws NumberFormatException if that line holds anything but whole numbers
     */
    public int electrons() {
        int sum = 0;
        for (String word : words(0)) {
            sum += Integer.parseInt(word);
        }
        return sum;
    }

    /**
     * Returns how many spherical functions a basis set has.
     *
     * @throws NumberFormatException if it is none
     */
    public int functions() {
        int functions = 0;
        int line = 1;
        for (int set = Integer.parseInt(words(0)[0]); set > 0; set--) {
            // n, least and largest l, exponents, shells of each l
            String[] head = words(line);
            int l = Integer.parseInt(head[1]);
            for (int i = 4; i < head.length && l <= Integer.parseInt(head[2]); i++, l++) {
                functions += (2 * l + 1) * Integer.parseInt(head[i]);
            }
            line += 1 + Integer.parseInt(head[3]);
        }
        return functions;
    }

    private String[] words(int line) {
        if (line >= body.size()) {
            throw new NumberFormatException("expected more lines of numbers after " + name());
        }
        return body.get(line).trim().split("\\s+", -1);
    }

    /** Returns the entry as CP2K reads it, under its first name. */
    public String text() {
        return element.symbol() + " " + name() + "\n" + String.join("\n", body) + "\n";
    }
}
