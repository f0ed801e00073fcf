package org.polymorph.engine.transport;

import java.util.Locale;
import java.util.Optional;

/** Disk or quota of a machine are full; what was to be written is not there. */
public final class DiskFullException extends NotDoneException {
    private static final long serialVersionUID = 1L;

    /** What is used up. */
    public enum Limit {
        /** The file system, for everybody. */
        DISK,
        /** What this user or group may have of it; others may still write. */
        QUOTA;

        /** Reads the words of the C library for ENOSPC and EDQUOT, in the C locale; empty if they say neither. */
        public static Optional<Limit> in(String words) {
            String lower = words.toLowerCase(Locale.ROOT);
            // Disk quota exceeded (glibc), Disc quota exceeded (BSD, Solaris), Quota exceeded (musl)
            if (lower.contains("quota exceeded")) {
                return Optional.of(QUOTA);
            }
            return lower.contains("no space left") ? Optional.of(DISK) : Optional.empty();
        }
    }

    private final Limit limit;

    public DiskFullException(Limit limit, String message) {
        super(message);
        this.limit = limit;
    }

    public Limit limit() {
        return limit;
    }
}
