package org.polymorph.dft.espresso;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The entries that pw.x knows, by namelist, from the table {@code pw-keywords.txt}. */
final class PwKeywords {
    private static final Map<String, Set<String>> TABLE = read();

    private PwKeywords() {}

    private static Map<String, Set<String>> read() {
        Map<String, Set<String>> table = new LinkedHashMap<>();
        Set<String> list = new TreeSet<>();
        InputStream resource = Objects.requireNonNull(PwKeywords.class.getResourceAsStream("pw-keywords.txt"));
        try (BufferedReader in = new BufferedReader(new InputStreamReader(resource, StandardCharsets.US_ASCII))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.startsWith(" ")) {
                    list.addAll(Set.of(line.trim().split("\\s+", -1)));
                } else if (!line.startsWith("#") && !line.isBlank()) {
                    list = table.computeIfAbsent(line.trim(), name -> new TreeSet<>());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return table;
    }

    /** Returns the entries of a namelist, in lower case and without indices. */
    static Set<String> of(String namelist) {
        return TABLE.getOrDefault(namelist, Set.of());
    }

    /** Returns the namelist that an entry belongs to; the first one, where several have it. */
    static Optional<String> namelistOf(String entry) {
        String bare = bare(entry);
        return TABLE.keySet().stream().filter(name -> of(name).contains(bare)).findFirst();
    }

    /** Returns the name of an entry in lower case, its indices left out. */
    static String bare(String entry) {
        return entry.toLowerCase(Locale.ROOT).replaceAll("\\(.*", "").trim();
    }
}
