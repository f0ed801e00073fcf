package org.polymorph.model.format;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;

/** Reads one POSCAR from top to bottom. */
final class PoscarReader {
    /** An element with what programs add to it: {@code Si}, {@code Si_pv}, {@code Si/6b6f2d}, {@code H.5}. */
    private static final Pattern LABEL = Pattern.compile("([A-Z][a-z]?)(?:[_/.].*)?");

    private static final Pattern FORMULA = Pattern.compile("([A-Z][a-z]?)(\\d*)");

    private final LineSource lines;
    private final double[] scale = new double[3];

    PoscarReader(LineSource lines) {
        this.lines = lines;
    }

    Frame frame() {
        String comment = lines.require("a comment");
        double[] factors = scaleFactors(lines.require("a scale factor"));
        double[] rows = new double[9];
        for (int i = 0; i < 3; i++) {
            System.arraycopy(vector(lines.require("lattice vector " + (i + 1)), "a lattice vector"), 0, rows, 3 * i, 3);
        }
        Lattice lattice = scaled(rows, factors);
        List<String> symbols = new ArrayList<>();
        String line = lines.require("element symbols or numbers of atoms");
        while (!startsWithCount(line)) {
            symbols.addAll(List.of(LineSource.words(line)));
            if (line.isBlank()) {
                throw lines.error("expected element symbols or numbers of atoms, found a blank line");
            }
            line = lines.require("numbers of atoms for " + symbols);
        }
        int countsLine = lines.number();
        List<Integer> counts = new ArrayList<>();
        while (startsWithCount(line) && !(counts.size() >= symbols.size() && !symbols.isEmpty())) {
            counts.addAll(counts(line));
            line = lines.require("Direct or Cartesian");
        }
        if (!symbols.isEmpty() && counts.size() != symbols.size()) {
            throw lines.error(
                    countsLine, "expected " + symbols.size() + " counts for " + symbols + ", found " + counts.size());
        }
        return atoms(lattice, new Header(comment, symbols, counts, countsLine), line);
    }

    private record Header(String comment, List<String> symbols, List<Integer> counts, int countsLine) {
        int atoms() {
            return counts.stream().mapToInt(Integer::intValue).sum();
        }
    }

    private Frame atoms(Lattice lattice, Header header, String firstLine) {
        String line = firstLine.strip();
        boolean selective = line.matches("[sS].*");
        if (selective) {
            line = lines.require("Direct or Cartesian").strip();
        }
        boolean cartesian = line.matches("[cCkK].*");
        if (!cartesian && !line.matches("[dD].*")) {
            throw lines.error("expected Direct or Cartesian, found \"" + line + "\"");
        }
        int count = header.atoms();
        if (count < 1 || count > LineSource.MOST_ATOMS) {
            throw lines.error(
                    header.countsLine(),
                    "expected at least one atom and at most " + LineSource.MOST_ATOMS + ", found the counts "
                            + header.counts());
        }
        double[] positions = new double[3 * count];
        List<String> flags = new ArrayList<>();
        List<String> labels = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String text = lines.require("the position of atom " + (i + 1) + " of " + count);
            System.arraycopy(vector(text, "the position of atom " + (i + 1)), 0, positions, 3 * i, 3);
            String[] words = LineSource.words(text);
            if (selective) {
                flags.add(flags(words));
            }
            int labelAt = selective ? 6 : 3;
            labels.add(words.length > labelAt ? words[labelAt] : "");
        }
        List<Element> species = species(header, labels);
        Map<String, String> info = new LinkedHashMap<>();
        if (selective) {
            info.put(Poscar.SELECTIVE_DYNAMICS, String.join(" ", flags));
        }
        for (int i = 0; cartesian && i < positions.length; i++) {
            positions[i] *= scale[i % 3];
        }
        Structure structure = cartesian
                ? Structure.ofCartesian(lattice, species, positions)
                : Structure.of(lattice, species, positions);
        return new Frame(structure, Optional.empty(), info);
    }

    private String flags(String[] words) {
        StringBuilder flags = new StringBuilder();
        for (int k = 3; k < 6; k++) {
            String word = k < words.length ? words[k].replace(".", "") : "nothing";
            char flag = Character.toUpperCase(word.charAt(0));
            if (flag != 'T' && flag != 'F') {
                throw lines.error("expected three flags T or F of selective dynamics, found "
                        + (k < words.length ? "\"" + words[k] + "\"" : "nothing"));
            }
            flags.append(flag);
        }
        return flags.toString();
    }

    private double[] scaleFactors(String line) {
        String[] words = LineSource.words(line);
        int count = 0;
        while (count < words.length && DecimalText.isNumber(words[count])) {
            count++;
        }
        if (count != 1 && count != 3) {
            throw lines.error("expected one scale factor or three, found \"" + line.strip() + "\"");
        }
        double[] factors = new double[count];
        for (int i = 0; i < count; i++) {
            factors[i] = lines.real(words[i], "a scale factor");
            if (factors[i] == 0 || (count == 3 && factors[i] < 0)) {
                throw lines.error(
                        "expected a scale factor other than zero, or three above zero, found \"" + line.strip() + "\"");
            }
        }
        return factors;
    }

    private Lattice scaled(double[] rows, double[] factors) {
        try {
            double single = factors[0];
            if (single < 0) {
                single = Math.cbrt(-single / Lattice.of(rows).volume());
            }
            for (int k = 0; k < 3; k++) {
                scale[k] = factors.length == 3 ? factors[k] : single;
            }
            for (int i = 0; i < 9; i++) {
                rows[i] *= scale[i % 3];
            }
            return Lattice.of(rows);
        } catch (IllegalArgumentException e) {
            throw lines.error(String.valueOf(e.getMessage()));
        }
    }

    private double[] vector(String line, String what) {
        String[] words = LineSource.words(line);
        if (words.length < 3) {
            throw lines.error("expected three numbers of " + what + ", found \"" + line.strip() + "\"");
        }
        double[] vector = new double[3];
        for (int k = 0; k < 3; k++) {
            vector[k] = lines.real(words[k], "a number of " + what);
        }
        return vector;
    }

    private static boolean startsWithCount(String line) {
        return line.strip().matches("\\d+(\\s.*)?");
    }

    private List<Integer> counts(String line) {
        List<Integer> counts = new ArrayList<>();
        for (String word : LineSource.words(line)) {
            if (!word.matches("\\d+")) {
                break; // a remark after the numbers
            }
            if (word.length() > 7) {
                throw lines.error("expected a number of atoms, found \"" + word + "\"");
            }
            counts.add(Integer.valueOf(word));
        }
        return counts;
    }

    private List<Element> species(Header header, List<String> labels) {
        List<Element> kinds = new ArrayList<>();
        for (String symbol : header.symbols()) {
            kinds.add(element(symbol)
                    .orElseThrow(() -> lines.error(
                            header.countsLine() - 1,
                            "expected an element such as Si or Si_pv, found \"" + symbol + "\"")));
        }
        if (kinds.isEmpty()) {
            kinds = ofLabels(header.counts(), labels)
                    .or(() -> ofWords(header))
                    .or(() -> ofFormula(header))
                    .orElseThrow(() -> lines.error(
                            header.countsLine(),
                            "expected a line of elements above the counts " + header.counts()
                                    + ", or (VASP 4) the elements in the comment, found \""
                                    + header.comment().strip() + "\""));
        }
        List<Element> species = new ArrayList<>();
        for (int k = 0; k < kinds.size(); k++) {
            for (int i = 0; i < header.counts().get(k); i++) {
                species.add(kinds.get(k));
            }
        }
        return species;
    }

    private static Optional<Element> element(String label) {
        Matcher matcher = LABEL.matcher(label);
        return matcher.matches() && Element.isSymbol(matcher.group(1))
                ? Optional.of(Element.of(matcher.group(1)))
                : Optional.empty();
    }

    private static Optional<List<Element>> ofLabels(List<Integer> counts, List<String> labels) {
        List<Element> kinds = new ArrayList<>();
        int at = 0;
        for (int count : counts) {
            if (count == 0 || labels.subList(at, at + count).stream().distinct().count() != 1) {
                return Optional.empty();
            }
            Optional<Element> kind = element(labels.get(at));
            if (kind.isEmpty()) {
                return Optional.empty();
            }
            kinds.add(kind.get());
            at += count;
        }
        return Optional.of(kinds);
    }

    private static Optional<List<Element>> ofWords(Header header) {
        String[] words = LineSource.words(header.comment());
        List<Element> kinds = new ArrayList<>();
        for (String word : words) {
            element(word).ifPresent(kinds::add);
        }
        boolean fits = words.length == header.counts().size() && kinds.size() == words.length;
        return fits ? Optional.of(kinds) : Optional.empty();
    }

    private static Optional<List<Element>> ofFormula(Header header) {
        String formula = header.comment().replaceAll("\\s", "");
        Matcher term = FORMULA.matcher(formula);
        List<Element> kinds = new ArrayList<>();
        List<String> counts = new ArrayList<>();
        int at = 0;
        while (term.find() && term.start() == at && Element.isSymbol(term.group(1))) {
            kinds.add(Element.of(term.group(1)));
            counts.add(term.group(2).isEmpty() ? "1" : term.group(2));
            at = term.end();
        }
        boolean fits = at == formula.length()
                && counts.equals(header.counts().stream().map(String::valueOf).toList());
        return fits ? Optional.of(kinds) : Optional.empty();
    }
}
