package org.polymorph.daemon.cli;

import java.util.function.Supplier;

/** Something on the command line that cannot be used; the message says what, the value found and what was expected. */
public final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UsageException(String message) {
        super(message);
    }

    private UsageException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Runs something whose IllegalArgumentException is the fault of what stands at a place of the command line. */
    static <T> T at(String place, Supplier<T> action) {
        try {
            return action.get();
        } catch (IllegalArgumentException e) {
            throw new UsageException(place + ": " + e.getMessage(), e);
        }
    }

    /** Does something whose IllegalArgumentException is the fault of what stands at a place of the command line. */
    static void run(String place, Runnable action) {
        try {
            action.run();
        } catch (IllegalArgumentException e) {
            throw new UsageException(place + ": " + e.getMessage(), e);
        }
    }
}
