package org.polymorph.model.format;

/** A word of a CIF with its line. */
record CifToken(Kind kind, String text, int line) {
    enum Kind {
        /** {@code data_name}; the text is the name. */
        BLOCK,
        /** {@code loop_}. */
        LOOP,
        /** {@code _tag}, in lower case. */
        TAG,
        /** A value as it stands. */
        VALUE,
        /** A value that was quoted, and so neither {@code ?} nor {@code .}. */
        QUOTED
    }

    /** Returns whether this is a value that says "unknown" or "does not apply". */
    boolean isAbsent() {
        return kind == Kind.VALUE && (text.equals("?") || text.equals("."));
    }
}
