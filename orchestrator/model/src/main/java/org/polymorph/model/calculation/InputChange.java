package org.polymorph.model.calculation;

import java.util.Optional;

/**
 * One entry of a code's input that differs from the attempt before, in the code's own notation.
 *
 * @param key such as {@code mixing_beta} or {@code ALGO}
 * @param before empty where the entry was not there
 * @param after empty where it is taken out
 */
public record InputChange(String key, Optional<String> before, Optional<String> after) {
    public InputChange {
        if (key.isBlank()) {
            throw new IllegalArgumentException("a change of an input needs the entry's name");
        }
    }

    @Override
    public String toString() {
        return key + ": " + before.orElse("(not set)") + " → " + after.orElse("(not set)");
    }
}
