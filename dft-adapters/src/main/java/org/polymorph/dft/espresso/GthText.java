package org.polymorph.dft.espresso;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.polymorph.dft.input.AtomicData;
import org.polymorph.dft.input.UpfHeader;
import org.polymorph.dft.output.FortranNumbers;
import org.polymorph.model.crystal.Element;

/**
 * Pseudopotentials of Goedecker, Teter and Hutter as pw.x reads them from files {@code *.gth}: ABINIT's text of format 10, after
 * Krack, Theor. Chem. Acc. 114, 145 (2005), doi:10.1007/s00214-005-0655-y. Lengths in bohr, coefficients in Hartree.
 */
final class GthText {
    /** How names of such files end; pw.x knows the format by it. */
    static final String SUFFIX = ".gth";

    private static final int FORMAT = 10;
    private static final int MOST = 4;

    // pspxc as pw.x 6.7 takes it. The Padé form of "GTH-PADE" is a fit to the electron gas of Perdew and Wang.
    private static final Map<Integer, String> FUNCTIONALS = Map.of(1, "PZ", 7, "SLA+PW", 11, "PBE", 18, "BLYP");
    private static final Map<String, Integer> CODES = Map.of("PADE", 7, "LDA", 7, "PBE", 11, "BLYP", 18);

    private GthText() {}

    static boolean isName(String name) {
        return name.endsWith(SUFFIX);
    }

    /**
     * Reads the head of a file: atomic number and valence electrons from its second line, format and functional from its third.
     *
     * @throws IllegalArgumentException if it is none that pw.x takes, with the file's name
     */
    static UpfHeader read(Path file) throws IOException {
        List<String> lines =
                Files.readString(file, StandardCharsets.ISO_8859_1).lines().toList();
        if (lines.size() < 5) {
            throw new IllegalArgumentException(
                    file + ": expected a GTH pseudopotential of at least 5 lines, found " + lines.size());
        }
        double[] charges = numbers(file, "atomic number and valence electrons", lines.get(1));
        double[] codes = numbers(file, "pspcod and pspxc", lines.get(2));
        boolean element = charges[0] == Math.rint(charges[0]) && charges[0] >= 1 && charges[0] <= 118;
        if (!element || !(charges[1] > 0 && charges[1] <= charges[0])) {
            throw new IllegalArgumentException(
                    file + ": expected an atomic number and its valence electrons in line 2, found \""
                            + lines.get(1).strip() + "\"");
        }
        if (codes[0] != FORMAT) {
            throw new IllegalArgumentException(file + ": expected a GTH pseudopotential with pspcod " + FORMAT
                    + " in line 3, found \"" + lines.get(2).strip() + "\"");
        }
        String functional = FUNCTIONALS.get((int) codes[1]);
        if (functional == null) {
            throw new IllegalArgumentException(file + ": expected pspxc " + known(FUNCTIONALS)
                    + " in line 3, which are those that pw.x knows, found \""
                    + lines.get(2).strip() + "\"");
        }
        return header(file, Element.ofNumber((int) charges[0]), charges[1], functional);
    }

    private static double[] numbers(Path file, String what, String line) {
        try {
            return FortranNumbers.read(line, 2);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    file + ": expected a GTH pseudopotential with " + what + ", found \"" + line.strip() + "\"", e);
        }
    }

    private static String known(Map<Integer, String> codes) {
        return String.join(
                ", ",
                new TreeMap<>(codes)
                        .entrySet().stream()
                                .map(entry -> entry.getKey() + " (" + entry.getValue() + ")")
                                .toList());
    }

    private static UpfHeader header(Path file, Element element, double valence, String functional) {
        return new UpfHeader(file, element, UpfHeader.Type.NORM_CONSERVING, valence, functional, 0, 0);
    }

    /**
     * Makes pw.x's text of an entry of a file as CP2K ships it.
     *
     * @throws IllegalArgumentException if pw.x has no such pseudopotential, with the file's and the entry's name
     */
    static PwPseudopotential of(Path file, AtomicData entry) {
        int code = code(file, entry);
        String functional = FUNCTIONALS.getOrDefault(code, "");
        try {
            int electrons = entry.electrons();
            String text = text(entry, electrons, code);
            return PwPseudopotential.written(header(file, entry.element(), electrons, functional), text);
        } catch (IllegalArgumentException e) { // numbers among them
            throw new IllegalArgumentException(
                    place(file, entry)
                            + ": expected a GTH potential without core correction and spin-orbit terms, found "
                            + e.getMessage(),
                    e);
        }
    }

    private static String place(Path file, AtomicData entry) {
        return file + ", " + entry.element() + " " + entry.name();
    }

    // a name such as GTH-PBE-q7
    private static int code(Path file, AtomicData entry) {
        for (String name : entry.names()) {
            String[] parts = name.toUpperCase(Locale.ROOT).split("-", -1);
            Integer code = parts.length > 1 && parts[0].equals("GTH") ? CODES.get(parts[1]) : null;
            if (code != null) {
                return code;
            }
        }
        throw new IllegalArgumentException(
                place(file, entry)
                        + ": expected a GTH potential of a functional that pw.x has for it, PADE, PBE or BLYP, such as GTH-PBE-q4");
    }

    private static String text(AtomicData entry, int electrons, int code) {
        Words words = new Words(entry.body().subList(1, entry.body().size()));
        StringBuilder local = new StringBuilder(words.number());
        int terms = words.count(MOST);
        local.append(' ').append(terms);
        for (int i = 0; i < terms; i++) {
            local.append(' ').append(words.number());
        }
        int channels = words.count(MOST);
        StringBuilder nonlocal = new StringBuilder();
        for (int l = 0; l < channels; l++) {
            channel(words, l, nonlocal);
        }
        words.end();
        return "GTH " + entry.element() + " " + entry.name() + "\n"
                + entry.element().atomicNumber() + " " + electrons + " 000000\n"
                + FORMAT + " " + code + " " + Math.max(channels - 1, 0) + " 0 2001 0\n"
                + local + "\n" + channels + "\n" + nonlocal;
    }

    // radius, projectors and the upper triangle of h; for p and above the triangle of the spin-orbit terms, which are
    // none
    private static void channel(Words words, int l, StringBuilder text) {
        text.append(words.number());
        int projectors = words.count(MOST);
        text.append(' ').append(projectors);
        for (int i = 0; i < projectors; i++) {
            for (int j = i; j < projectors; j++) {
                text.append(' ').append(words.number());
            }
            text.append('\n');
        }
        if (projectors == 0) {
            text.append('\n');
        }
        for (int i = 0; l > 0 && i < projectors; i++) {
            text.append(" 0.0".repeat(projectors - i)).append('\n');
        }
    }

    /** The words of an entry, one after another. */
    private static final class Words {
        private final List<String> words = new ArrayList<>();
        private int next;

        Words(List<String> lines) {
            lines.forEach(line -> words.addAll(List.of(line.trim().split("\\s+", -1))));
        }

        private String word() {
            if (next >= words.size()) {
                throw new IllegalArgumentException("an entry that ends after " + words.size() + " numbers");
            }
            return words.get(next++);
        }

        String number() {
            String word = word();
            FortranNumbers.only(word, 1);
            return word;
        }

        int count(int most) {
            String word = word();
            if (!word.matches("\\d") || Integer.parseInt(word) > most) {
                throw new IllegalArgumentException("\"" + word + "\" in place of a number of terms up to " + most);
            }
            return Integer.parseInt(word);
        }

        void end() {
            if (next < words.size()) {
                throw new IllegalArgumentException("\"" + words.get(next) + "\" after its last term");
            }
        }
    }
}
