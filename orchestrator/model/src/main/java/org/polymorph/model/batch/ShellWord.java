package org.polymorph.model.batch;

/** The one place where words are quoted for a POSIX shell. */
public final class ShellWord {
    private ShellWord() {}

    /**
     * Returns a text that a POSIX shell reads as exactly this one word.
     *
     * @throws IllegalArgumentException if it holds a NUL, which no argument can hold
     */
    public static String quote(String word) {
        if (word.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a word for the shell cannot hold a NUL");
        }
        return word.matches("[A-Za-z0-9_@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    /**
     * Returns a path that a POSIX shell reads as exactly this one word, but for {@code ~/} at its beginning, which is the home
     * directory of whoever runs the shell.
     *
     * @throws IllegalArgumentException if it holds a NUL
     */
    public static String quotePath(String path) {
        return path.startsWith("~/") ? "\"$HOME\"/" + quote(path.substring(2)) : quote(path);
    }
}
