package org.polymorph.model.diagnosis;

/**
 * What one look at a machine brought.
 *
 * @param subject what was looked at, in a few words such as {@code free space}
 * @param found what was seen there
 * @param remedy what a person can do about it; empty where all is well
 */
public record Finding(String subject, Level level, String found, String remedy) {

    /** How good it is. */
    public enum Level {
        OK,
        /** Jobs can run, but it may become a problem. */
        WARNS,
        /** Jobs cannot run, or not as asked for. */
        FAILS,
        /** Nothing is known, because something before it failed or was left out. */
        UNCHECKED
    }

    public Finding {
        if (subject.isBlank() || found.isBlank()) {
            throw new IllegalArgumentException(
                    "a finding has a subject and says what was found, found \"" + subject + "\" and \"" + found + "\"");
        }
    }

    public static Finding ok(String subject, String found) {
        return new Finding(subject, Level.OK, found, "");
    }

    public static Finding warns(String subject, String found, String remedy) {
        return new Finding(subject, Level.WARNS, found, remedy);
    }

    public static Finding fails(String subject, String found, String remedy) {
        return new Finding(subject, Level.FAILS, found, remedy);
    }

    /** Makes the finding for something that was not looked at. */
    public static Finding unchecked(String subject, String why) {
        return new Finding(subject, Level.UNCHECKED, why, "");
    }

    /** Returns the same about another subject. */
    public Finding about(String other) {
        return new Finding(other, level, found, remedy);
    }

    /** Returns the same, a failure turned into a warning. */
    public Finding atMostWarns() {
        return level == Level.FAILS ? new Finding(subject, Level.WARNS, found, remedy) : this;
    }
}
