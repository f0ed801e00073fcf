package org.polymorph.tests.campaign;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that is put by hand. Thread-safe. */
final class Hands extends Clock {
    private volatile Instant now;

    Hands(Instant now) {
        this.now = now;
    }

    void put(Instant time) {
        now = time;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }

    @Override
    public Instant instant() {
        return now;
    }
}
