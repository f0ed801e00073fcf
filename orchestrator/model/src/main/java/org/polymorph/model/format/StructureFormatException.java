package org.polymorph.model.format;

/** A structure file that cannot be read; the message has the place, what was expected and what was found. */
public final class StructureFormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StructureFormatException(String message) {
        super(message);
    }

    public StructureFormatException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Makes one whose message begins with the place, such as {@code POSCAR line 7: }. */
    static StructureFormatException at(String name, int line, String what) {
        return new StructureFormatException(name + " line " + line + ": " + what);
    }
}
