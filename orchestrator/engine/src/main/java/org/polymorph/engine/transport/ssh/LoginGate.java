package org.polymorph.engine.transport.ssh;

import java.security.SecureRandom;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.polymorph.engine.transport.HostKeyException;
import org.polymorph.engine.transport.NeedsLoginException;
import org.polymorph.engine.transport.NotDoneException;
import org.polymorph.engine.transport.Transport.State;
import org.polymorph.engine.transport.shell.Deadline;
import org.polymorph.engine.transport.ssh.SshOptions.Pacing;

/**
 * Decides when a host may be asked for a log-in: never sooner than its shortest interval, later and later after failures, not at
 * all after a refusal. Shared by all work for the host; thread-safe.
 */
final class LoginGate {
    private static final int MOST_DOUBLINGS = 30;

    private final String name;
    private final Pacing pacing;
    private final Proof proof;
    private final SecureRandom jitter = new SecureRandom();
    private long next = System.nanoTime();
    private int failures;
    private String stamp = "";
    private @Nullable NotDoneException stopped;

    LoginGate(SshOptions options, Proof proof) {
        this.name = options.target().toString();
        this.pacing = options.pacing();
        this.proof = proof;
    }

    /**
     * Returns how long to wait before the next log-in.
     *
     * @throws NotDoneException if that is longer than the deadline, or the host has failed too often, or was refused for good
     */
    synchronized long admit(Deadline deadline) {
        if (stopped != null) {
            if (stamp.equals(proof.stamp())) {
                throw ConnectFailure.again(stopped);
            }
            resume();
        }
        long delay = Math.max(0, next - System.nanoTime());
        if (delay > 0 && failures >= pacing.patience()) {
            throw new NotDoneException(name + ": failed " + failures + " times in a row; the next attempt is due in "
                    + seconds(delay) + " s");
        }
        if (delay > deadline.remainingNanos()) {
            throw new NotDoneException(
                    name + ": the next log-in is due in " + seconds(delay) + " s, which is past the deadline");
        }
        return delay;
    }

    private static long seconds(long nanos) {
        return (nanos + 999_999_999) / 1_000_000_000;
    }

    synchronized void began() {
        next = System.nanoTime() + pacing.minLoginInterval().toNanos();
        stamp = proof.stamp();
    }

    /** Notes that a call reached the host and came back. */
    synchronized void worked() {
        failures = 0;
    }

    /** Notes a failed connection, or a session that had to be given up. */
    synchronized void failed(NotDoneException why) {
        if (why instanceof HostKeyException || why instanceof NeedsLoginException) {
            stopped = why;
            return;
        }
        failures++;
        next = Math.max(next, System.nanoTime() + pause(failures).toNanos());
    }

    private Duration pause(int count) {
        double doubled = pacing.firstRetry().toNanos() * Math.pow(2, Math.min(count - 1, MOST_DOUBLINGS));
        double bounded = Math.min(doubled, (double) pacing.longestRetry().toNanos());
        return Duration.ofNanos((long) (bounded * (0.5 + 0.5 * jitter.nextInt(1001) / 1000.0)));
    }

    synchronized State state() {
        return stopped == null ? State.READY : stopped instanceof HostKeyException ? State.HOST_KEY : State.NEEDS_LOGIN;
    }

    synchronized void resume() {
        stopped = null;
        failures = 0;
    }
}
