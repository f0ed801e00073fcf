package org.polymorph.dft.input;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the header of UPF files, version 1 (a line an entry) and version 2 (attributes); the rest is not looked at. */
public final class UpfHeaderReader {
    private static final int MAX_LINES = 20_000;
    private static final Pattern ATTRIBUTE = Pattern.compile("(\\w+)\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)')");
    private static final Pattern NUMBER = Pattern.compile("[-+]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eEdD][-+]?\\d+)?");

    private UpfHeaderReader() {}

    /**
     * Reads one file.
     *
     * @throws IOException if it cannot be read
     * @throws IllegalArgumentException if it is no UPF file, with the file's name
     */
    public static UpfHeader read(Path file) throws IOException {
        try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            List<String> header = headerLines(in);
            return header.get(0).contains("<PP_HEADER>") ? version1(file, header) : version2(file, header);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    private static List<String> headerLines(BufferedReader in) throws IOException {
        List<String> lines = new ArrayList<>();
        int count = 0;
        for (String line = in.readLine(); line != null && count < MAX_LINES; line = in.readLine(), count++) {
            if (lines.isEmpty() && !line.contains("<PP_HEADER")) {
                continue;
            }
            lines.add(line);
            if (line.contains("/>") || line.contains("</PP_HEADER>")) {
                return lines;
            }
        }
        throw new IllegalArgumentException("expected a UPF pseudopotential with a whole <PP_HEADER>, found "
                + (lines.isEmpty() ? "none" : "one that does not end"));
    }

    private static UpfHeader version2(Path file, List<String> lines) {
        Map<String, String> attributes = new TreeMap<>();
        Matcher matcher = ATTRIBUTE.matcher(String.join("\n", lines));
        while (matcher.find()) {
            String value = matcher.group(2) == null ? matcher.group(3) : matcher.group(2);
            attributes.put(matcher.group(1).toLowerCase(Locale.ROOT), value.trim());
        }
        return new UpfHeader(
                file,
                UpfHeader.elementOf(required(attributes, "element")),
                UpfHeader.typeOf(required(attributes, "pseudo_type")),
                number(required(attributes, "z_valence")),
                UpfHeader.functionalOf(required(attributes, "functional")),
                number(attributes.getOrDefault("wfc_cutoff", "0")),
                number(attributes.getOrDefault("rho_cutoff", "0")));
    }

    private static String required(Map<String, String> attributes, String key) {
        String value = attributes.get(key);
        if (value == null) {
            throw new IllegalArgumentException("expected an attribute " + key + " in <PP_HEADER>, found none");
        }
        return value;
    }

    // Lines: version, element, type, core correction, functional (20 columns), valence, energy, cutoffs, …
    private static UpfHeader version1(Path file, List<String> lines) {
        if (lines.size() < 9) {
            throw new IllegalArgumentException("expected 8 lines in <PP_HEADER>, found " + (lines.size() - 2));
        }
        String functional = lines.get(5);
        int cut = functional.indexOf("Exchange");
        return new UpfHeader(
                file,
                UpfHeader.elementOf(firstWord(lines.get(2))),
                UpfHeader.typeOf(firstWord(lines.get(3))),
                number(firstWord(lines.get(6))),
                UpfHeader.functionalOf(version1Functional(cut < 0 ? functional : functional.substring(0, cut))),
                number(word(lines.get(8), 0)),
                number(word(lines.get(8), 1)));
    }

    // Four columns of five characters, and often the short name after them.
    private static String version1Functional(String text) {
        String[] words = text.trim().split("\\s+", -1);
        return words.length > 4 ? String.join(" ", List.of(words).subList(0, 4)) : String.join(" ", words);
    }

    private static String firstWord(String line) {
        return word(line, 0);
    }

    private static String word(String line, int index) {
        String[] words = line.trim().split("\\s+", -1);
        if (words.length <= index) {
            throw new IllegalArgumentException("expected more words in the header line \"" + line.trim() + "\"");
        }
        return words[index];
    }

    private static double number(String text) {
        String trimmed = text.trim();
        if (!NUMBER.matcher(trimmed).matches()) {
            throw new IllegalArgumentException("expected a number in <PP_HEADER>, found \"" + trimmed + "\"");
        }
        return Double.parseDouble(trimmed.replaceAll("[dD]", "e"));
    }
}
