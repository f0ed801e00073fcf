package org.polymorph.dft.abinit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;

/** The variables that ABINIT knows, from the table {@code abinit-keywords.txt}. */
final class AbinitKeywords {
    private static final SortedSet<String> TABLE = read();

    private AbinitKeywords() {}

    private static SortedSet<String> read() {
        SortedSet<String> table = new TreeSet<>();
        InputStream resource = Objects.requireNonNull(AbinitKeywords.class.getResourceAsStream("abinit-keywords.txt"));
        try (BufferedReader in = new BufferedReader(new InputStreamReader(resource, StandardCharsets.US_ASCII))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (!line.startsWith("#")) {
                    table.addAll(List.of(line.trim().split("\\s+", -1)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        table.remove("");
        return Collections.unmodifiableSortedSet(table);
    }

    /** Returns all names in lower case; ABINIT takes either case. */
    static SortedSet<String> all() {
        return TABLE;
    }
}
