package org.polymorph.engine.transport.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.polymorph.engine.transport.NotDoneException;
import org.polymorph.engine.transport.Transport.Breaker;
import org.polymorph.engine.transport.shell.Deadline;
import org.polymorph.engine.transport.ssh.SshOptions.Pacing;

/** When a host may be asked for a log-in, on a clock of the test's own. */
class LoginGateTest {
    private static final int PATIENCE = 3;

    private final AtomicLong now = new AtomicLong(-5_000_000_000L);

    private LoginGate gate(Duration minInterval) {
        return new LoginGate(
                "h:22",
                new Pacing(
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(15),
                        minInterval,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(60),
                        Duration.ofHours(1),
                        PATIENCE,
                        4),
                now::get);
    }

    private static Deadline ample() {
        return Deadline.in(Duration.ofHours(1));
    }

    private void pass(long nanos) {
        now.addAndGet(nanos);
    }

    /** Waits as long as it is told to, begins and fails; returns how long that was. */
    private long fail(LoginGate gate) {
        long delay = gate.admit(ample());
        pass(delay);
        gate.begin();
        gate.failed(new NotDoneException("connection refused"));
        return delay;
    }

    private static double seconds(long nanos) {
        return nanos / 1e9;
    }

    @Test
    void beginnings_of_log_ins_are_an_interval_apart_also_when_they_are_asked_for_at_once() {
        LoginGate gate = gate(Duration.ofSeconds(10));
        List<Double> delays = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            delays.add(seconds(gate.admit(ample())));
        }
        assertThat(delays).containsExactly(0.0, 10.0, 20.0, 30.0);
    }

    @Test
    void a_late_beginning_puts_off_the_next() {
        LoginGate gate = gate(Duration.ofSeconds(10));
        assertThat(gate.admit(ample())).isZero();
        pass(Duration.ofSeconds(7).toNanos());
        gate.begin();
        gate.worked();
        assertThat(seconds(gate.admit(ample()))).isEqualTo(10.0);
    }

    @Test
    void a_caller_that_cannot_wait_takes_no_place() {
        LoginGate gate = gate(Duration.ofSeconds(10));
        assertThat(gate.admit(ample())).isZero();
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> gate.admit(Deadline.in(Duration.ofSeconds(2))))
                    .isInstanceOf(NotDoneException.class)
                    .hasMessageContaining("due in 10 s, which is past the deadline");
        }
        assertThat(seconds(gate.admit(ample()))).isEqualTo(10.0);
    }

    @Test
    void its_breaker_is_seen_to_open_to_try_and_to_close() {
        LoginGate gate = gate(Duration.ZERO);
        assertThat(gate.state()).isEqualTo(Breaker.CLOSED);
        for (int i = 0; i < PATIENCE; i++) {
            fail(gate);
        }
        assertThat(gate.state()).isEqualTo(Breaker.OPEN);

        pass(Duration.ofHours(1).toNanos());
        gate.begin();
        assertThat(gate.state()).isEqualTo(Breaker.HALF_OPEN);
        gate.worked();
        assertThat(gate.state()).isEqualTo(Breaker.CLOSED);
    }

    @Test
    void pauses_double_with_jitter_up_to_a_bound() {
        LoginGate gate = gate(Duration.ZERO);
        double expected = 1;
        assertThat(fail(gate)).isZero();
        for (int i = 0; i < 12; i++) {
            long due = 0;
            try {
                due = gate.admit(ample());
            } catch (NotDoneException e) {
                // the breaker is open: time passes until it is not
                long start = now.get();
                while (due == 0) {
                    pass(Duration.ofMillis(100).toNanos());
                    try {
                        gate.admit(ample());
                        due = now.get() - start;
                    } catch (NotDoneException still) {
                        assertThat(still).hasMessageContaining("in a row");
                    }
                }
            }
            assertThat(seconds(due)).isBetween(0.5 * expected - 0.01, Math.min(60, 1.5 * expected) + 0.11);
            pass(due);
            gate.begin();
            gate.failed(new NotDoneException("connection refused"));
            expected = Math.min(expected * 2, 120);
        }
    }

    @Test
    void two_gates_do_not_retry_in_step() {
        List<Long> pauses = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            LoginGate gate = gate(Duration.ZERO);
            fail(gate);
            pauses.add(gate.admit(ample()));
        }
        assertThat(pauses.stream().distinct().count()).isGreaterThan(5);
    }

    @Test
    void after_some_failures_in_a_row_calls_fail_at_once_until_the_next_attempt_is_due() {
        LoginGate gate = gate(Duration.ZERO);
        for (int i = 0; i < PATIENCE; i++) {
            fail(gate);
        }
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> gate.admit(ample()))
                    .isInstanceOf(NotDoneException.class)
                    .hasMessageContaining("failed 3 times in a row; the next attempt is due in");
        }
        pass(Duration.ofSeconds(60).toNanos());
        assertThat(gate.admit(ample())).isZero();
    }

    @Test
    void an_open_breaker_lets_one_attempt_through_at_a_time() {
        LoginGate gate = gate(Duration.ZERO);
        for (int i = 0; i < PATIENCE; i++) {
            fail(gate);
        }
        pass(Duration.ofSeconds(60).toNanos());
        gate.begin();
        assertThatThrownBy(gate::begin).isInstanceOf(NotDoneException.class).hasMessageContaining("under way");
        gate.failed(new NotDoneException("connection refused"));
        assertThatThrownBy(() -> gate.admit(ample())).hasMessageContaining("failed 4 times in a row");

        pass(Duration.ofSeconds(60).toNanos());
        gate.begin();
        gate.worked();
        gate.begin();
        gate.begin();
        assertThat(fail(gate)).isZero();
        assertThat(seconds(gate.admit(ample()))).isBetween(0.5, 1.51);
    }

    @Test
    void a_refused_key_leaves_the_next_attempt_to_others() {
        LoginGate gate = gate(Duration.ZERO);
        for (int i = 0; i < PATIENCE; i++) {
            fail(gate);
        }
        pass(Duration.ofSeconds(60).toNanos());
        gate.begin();
        gate.undecided();
        gate.begin();
        gate.worked();
        assertThat(gate.admit(ample())).isZero();
    }

    @Test
    void failures_with_successes_between_them_open_nothing() {
        LoginGate gate = gate(Duration.ZERO);
        for (int i = 0; i < 20; i++) {
            fail(gate);
            fail(gate);
            pass(gate.admit(ample()));
            gate.begin();
            gate.worked();
        }
    }

    @Test
    void a_person_can_have_it_tried_now_but_not_below_the_interval() {
        LoginGate gate = gate(Duration.ofSeconds(10));
        for (int i = 0; i < 8; i++) {
            try {
                fail(gate);
            } catch (NotDoneException e) {
                pass(Duration.ofSeconds(60).toNanos());
            }
        }
        gate.reset();
        assertThat(seconds(gate.admit(ample()))).isBetween(0.0, 10.0);
    }
}
