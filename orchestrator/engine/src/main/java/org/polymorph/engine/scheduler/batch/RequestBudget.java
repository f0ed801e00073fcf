package org.polymorph.engine.scheduler.batch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Keeps requests to a batch system within what a site allows: a bucket of tokens that fills at a steady rate. Thread-safe. */
final class RequestBudget {
    private final Clock clock;
    private final int capacity;
    private final double perSecond;
    private double left;
    private Instant filled;
    private long spent;

    RequestBudget(Clock clock, int capacity, double perSecond) {
        this.clock = clock;
        this.capacity = capacity;
        this.perSecond = perSecond;
        left = capacity;
        filled = clock.instant();
    }

    /**
     * Takes so many requests out of the budget, if they are in it.
     *
     * @param reserve what must be left for others
     */
    synchronized boolean take(int requests, int reserve) {
        Instant now = clock.instant();
        // a clock set back must not empty the bucket
        double passed = Math.max(0, Duration.between(filled, now).toMillis() / 1000.0);
        left = Math.min(capacity, left + passed * perSecond);
        filled = now;
        if (left < requests + reserve) {
            return false;
        }
        left -= requests;
        spent += requests;
        return true;
    }

    /** Returns how many requests were made so far. */
    synchronized long spent() {
        return spent;
    }
}
