package org.polymorph.surrogate.network;

import java.util.Arrays;
import org.polymorph.model.spi.Progress;

/** Adds up the epochs of all members for those who watch. Thread-safe. */
final class EpochCounts {
    private final Progress progress;
    private final int[] done;
    private final int epochs;

    EpochCounts(Progress progress, int members, int epochs) {
        this.progress = progress;
        this.done = new int[members];
        this.epochs = epochs;
    }

    /** Tells how far a member has come; a member that stops early is given all its epochs. */
    void at(int member, int epoch) {
        int sum;
        synchronized (done) {
            done[member] = epoch;
            sum = Arrays.stream(done).sum();
        }
        progress.at(sum, done.length * epochs);
    }
}
