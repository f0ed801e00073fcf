package org.polymorph.engine.transport.ssh;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.core.IntervalFunction;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.polymorph.engine.transport.NotDoneException;
import org.polymorph.engine.transport.Transport;
import org.polymorph.engine.transport.shell.Deadline;
import org.polymorph.engine.transport.ssh.SshOptions.Pacing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides when a host may be asked for a log-in: never sooner than its shortest interval, later and later after failures, and by
 * one attempt at a time once a circuit breaker has opened. All work of this process for the host shares it; thread-safe.
 *
 * <p>The breaker counts and the interval function spaces, both of Resilience4j. The points of time are this class's own, on the
 * monotonic clock: the library measures an open breaker's wait on the wall clock, which people set.
 */
final class LoginGate {
    private static final Logger LOG = LoggerFactory.getLogger(LoginGate.class);
    private static final Map<String, LoginGate> GATES = new ConcurrentHashMap<>();
    private static final int MOST_DOUBLINGS = 30;
    private static final double DOUBLING = 2;
    private static final double JITTER = 0.5;

    private final String host;
    private final long minInterval;
    private final CircuitBreaker breaker;
    private final IntervalFunction backOff;
    private final LongSupplier nanoTime;
    private long begun;
    private long next;
    private int failures;

    LoginGate(String host, Pacing pacing, LongSupplier nanoTime) {
        this.host = host;
        this.minInterval = pacing.minLoginInterval().toNanos();
        this.nanoTime = nanoTime;
        this.next = nanoTime.getAsLong();
        this.begun = next - minInterval;
        this.backOff = IntervalFunction.ofExponentialRandomBackoff(
                pacing.firstRetry(), DOUBLING, JITTER, pacing.longestRetry());
        this.breaker = CircuitBreaker.of(
                host,
                CircuitBreakerConfig.custom()
                        .slidingWindow(
                                pacing.patience(),
                                pacing.patience(),
                                CircuitBreakerConfig.SlidingWindowType.COUNT_BASED,
                                CircuitBreakerConfig.SlidingWindowSynchronizationStrategy.LOCK_FREE)
                        .failureRateThreshold(100)
                        .permittedNumberOfCallsInHalfOpenState(1)
                        .build());
        breaker.getEventPublisher().onStateTransition(event -> told(event.getStateTransition()));
    }

    /** Returns the gate of a host, kept as long as this process lives; the pacing counts that it was first asked for with. */
    static LoginGate of(SshOptions options) {
        String host = options.target().host() + ":" + options.target().port();
        return GATES.computeIfAbsent(
                host + options.jumps(), key -> new LoginGate(host, options.pacing(), System::nanoTime));
    }

    private void told(CircuitBreaker.StateTransition transition) {
        switch (transition.getToState()) {
            case OPEN -> LOG.warn("host={} does not answer: failed {} times in a row", host, failures);
            case CLOSED -> LOG.info("host={} answers again", host);
            default -> LOG.debug("host={} {}", host, transition);
        }
    }

    /**
     * Takes the next place in the row of log-ins.
     *
     * @return nanoseconds until it is due
     * @throws NotDoneException if that is past the deadline, or the host has failed too often; no place is taken then
     */
    synchronized long admit(Deadline deadline) {
        long delay = Math.max(0, next - nanoTime.getAsLong());
        if (delay > 0 && breaker.getState() == CircuitBreaker.State.OPEN) {
            throw new NotDoneException(host + ": failed " + failures + " times in a row; the next attempt is due in "
                    + seconds(delay) + " s");
        }
        if (delay > deadline.remainingNanos()) {
            throw new NotDoneException(
                    host + ": the next log-in is due in " + seconds(delay) + " s, which is past the deadline");
        }
        next = nanoTime.getAsLong() + delay + minInterval;
        return delay;
    }

    private static long seconds(long nanos) {
        return (nanos + 999_999_999) / 1_000_000_000;
    }

    /**
     * Notes that the log-in begins; {@link #worked}, {@link #failed} or {@link #undecided} ends what this begins.
     *
     * @throws NotDoneException if the host has failed too often and another attempt is under way
     */
    synchronized void begin() {
        begun = nanoTime.getAsLong();
        next = Math.max(next, begun + minInterval);
        if (breaker.getState() == CircuitBreaker.State.OPEN) {
            breaker.transitionToHalfOpenState();
        }
        if (!breaker.tryAcquirePermission()) {
            throw new NotDoneException(
                    host + ": failed " + failures + " times in a row; one more attempt is under way");
        }
    }

    /** Notes that a call reached the host and came back. */
    synchronized void worked() {
        failures = 0;
        breaker.onSuccess(0, TimeUnit.NANOSECONDS);
    }

    /** Notes a failed connection, or a session that had to be given up. */
    synchronized void failed(NotDoneException why) {
        failures++;
        long pause = TimeUnit.MILLISECONDS.toNanos(backOff.apply(Math.min(failures, MOST_DOUBLINGS)));
        next = Math.max(next, nanoTime.getAsLong() + pause);
        breaker.onError(0, TimeUnit.NANOSECONDS, why);
    }

    /** Notes the end of an attempt that says nothing about the host's health, such as a refused key. */
    synchronized void undecided() {
        breaker.releasePermission();
    }

    /** Returns whether log-ins are tried. */
    Transport.Breaker state() {
        return switch (breaker.getState()) {
            case OPEN, FORCED_OPEN -> Transport.Breaker.OPEN;
            case HALF_OPEN -> Transport.Breaker.HALF_OPEN;
            case CLOSED, DISABLED, METRICS_ONLY -> Transport.Breaker.CLOSED;
        };
    }

    /** Forgets failures: a person says that the host is well. The shortest interval stays. */
    synchronized void reset() {
        failures = 0;
        next = begun + minInterval;
        breaker.reset();
    }
}
