package org.polymorph.model.spi;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** Guesses what a misspelt word was meant to be. */
public final class Spelling {
    private Spelling() {}

    /** Returns {@code " (did you mean X?)"} if one of the known words is near, else an empty text. */
    public static String suggestion(String word, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(candidate -> editDistance(word, candidate)))
                .filter(candidate -> editDistance(word, candidate) <= Math.max(2, word.length() / 3))
                .map(candidate -> " (did you mean " + candidate + "?)")
                .orElse("");
    }

    // Levenshtein distance, case ignored
    private static int editDistance(String left, String right) {
        String a = left.toLowerCase(Locale.ROOT);
        String b = right.toLowerCase(Locale.ROOT);
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int cost = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(cost, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
