package org.polymorph.dft.cp2k;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The sections and keywords that CP2K knows, from the table {@code cp2k-sections.txt}; names are in upper case. */
final class Cp2kSections {
    /** Stands for the parameter of a section itself, such as ON in {@code &SMEAR ON}. */
    static final String PARAMETER = "_";

    private static final List<Section> TABLE = read();

    /**
     * One section.
     *
     * @param keywords the name that CP2K gives a keyword, by each of its names
     * @param subsections where in the table each is, by its name
     */
    record Section(Map<String, String> keywords, Map<String, Integer> subsections) {

        /** Returns CP2K's first name of a keyword, or nothing if the section has none of that name. */
        Optional<String> keyword(String name) {
            return Optional.ofNullable(keywords.get(name));
        }

        /** Returns the section of that name below this one. */
        Optional<Section> below(String name) {
            return Optional.ofNullable(subsections.get(name)).map(TABLE::get);
        }

        /** Returns the names of all subsections and keywords. */
        Set<String> names() {
            Set<String> names = new java.util.TreeSet<>(subsections.keySet());
            keywords.keySet().stream().filter(Section::isName).forEach(names::add);
            return names;
        }

        private static boolean isName(String keyword) {
            return !keyword.equals(PARAMETER) && !keyword.equals("*");
        }
    }

    private Cp2kSections() {}

    /** Returns the whole input: the section that holds all others. */
    static Section root() {
        return TABLE.get(TABLE.size() - 1);
    }

    private static List<Section> read() {
        List<Section> table = new ArrayList<>();
        InputStream resource = Objects.requireNonNull(Cp2kSections.class.getResourceAsStream("cp2k-sections.txt"));
        try (BufferedReader in = new BufferedReader(new InputStreamReader(resource, StandardCharsets.US_ASCII))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (!line.startsWith("#")) {
                    table.add(section(line));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.copyOf(table);
    }

    private static Section section(String line) {
        int bar = line.indexOf('|');
        Map<String, String> keywords = new LinkedHashMap<>();
        for (String names : words(line.substring(0, bar))) {
            String[] aliases = names.split("=", -1);
            for (String alias : aliases) {
                keywords.putIfAbsent(alias, aliases[0]);
            }
        }
        Map<String, Integer> subsections = new LinkedHashMap<>();
        for (String entry : words(line.substring(bar + 1))) {
            int colon = entry.indexOf(':');
            subsections.put(entry.substring(0, colon), Integer.valueOf(entry.substring(colon + 1)));
        }
        return new Section(keywords, subsections);
    }

    private static List<String> words(String text) {
        return text.isBlank() ? List.of() : List.of(text.trim().split(" +", -1));
    }
}
