package org.polymorph.engine.config;

import java.util.regex.Pattern;

/** Names of campaigns and sites: they become directories and parts of job names. */
final class Names {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private Names() {}

    /**
     * Checks a name.
     *
     * @throws IllegalArgumentException if it is not made of 1 to 64 letters, digits, {@code _} and {@code -}
     */
    static String check(String what, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "expected the name of " + what + ": 1 to 64 letters, digits, _ and -, found \"" + name + "\"");
        }
        return name;
    }
}
