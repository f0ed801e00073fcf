package org.polymorph.engine.transport.shell;

import java.time.Duration;

/** A point of time that a call ends by, on the monotonic clock. */
public final class Deadline {
    private static final Duration LONGEST = Duration.ofDays(3650);

    private final long end;

    private Deadline(long end) {
        this.end = end;
    }

    /** Returns the point of time so far from now. */
    public static Deadline in(Duration duration) {
        return new Deadline(System.nanoTime() + (duration.compareTo(LONGEST) > 0 ? LONGEST : duration).toNanos());
    }

    /** Returns the time left, never less than zero. */
    public long remainingNanos() {
        return Math.max(0, end - System.nanoTime());
    }

    /** Returns the time left in milliseconds, rounded up. */
    public long remainingMillis() {
        return (remainingNanos() + 999_999) / 1_000_000;
    }

    public boolean passed() {
        return remainingNanos() == 0;
    }
}
