package org.polymorph.daemon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.polymorph.model.spi.Progress;

class ProgressViewTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final AtomicLong nanos = new AtomicLong();

    private ProgressView view(boolean terminal, boolean colors) {
        return new ProgressView(new PrintStream(bytes, true, StandardCharsets.UTF_8), terminal, colors, nanos::get);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private String written() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void writes_plain_lines_only_every_few_seconds_without_a_terminal() {
        Progress progress = view(false, false).task("relaxed", 40);
        progress.at(1, 40);
        assertThat(written()).isEmpty();
        pass(Duration.ofSeconds(6));
        progress.at(10, 40);
        progress.at(11, 40);
        assertThat(written()).isEqualTo("polymorph: relaxed 10/40 · 25 % · 1.5/s · 20 s left" + System.lineSeparator());
    }

    @Test
    void rewrites_its_lines_in_place_on_a_terminal() {
        ProgressView view = view(true, false);
        view.show(List.of("round 1", "relaxed 1/2"), "");
        pass(Duration.ofSeconds(1));
        view.show(List.of("round 2", "relaxed 2/2"), "");

        assertThat(written())
                .isEqualTo("\u001b[?7lround 1\nrelaxed 1/2\n\u001b[?7h"
                        + "\u001b[2A\r\u001b[J\u001b[?7lround 2\nrelaxed 2/2\n\u001b[?7h");
    }

    @Test
    void does_not_redraw_more_often_than_the_eye_sees() {
        ProgressView view = view(true, false);
        view.show(List.of("a"), "");
        int before = bytes.size();
        pass(Duration.ofMillis(10));
        view.show(List.of("b"), "");

        assertThat(bytes.size()).isEqualTo(before);
    }

    @Test
    void takes_its_lines_away_at_the_end() {
        ProgressView view = view(true, false);
        view.show(List.of("a"), "");
        view.close();

        assertThat(written()).endsWith("\u001b[1A\r\u001b[J");
    }

    @Test
    void keeps_a_remark_above_the_lines() {
        ProgressView view = view(true, false);
        view.show(List.of("a"), "");
        view.remark("round 1 done");

        assertThat(written())
                .endsWith("\u001b[J" + "round 1 done" + System.lineSeparator() + "\u001b[?7la\n\u001b[?7h");
    }

    @Test
    void what_others_write_stands_above_the_lines() {
        ProgressView view = view(true, false);
        view.show(List.of("a"), "");
        bytes.reset();
        view.besides(new PrintStream(bytes, true, StandardCharsets.UTF_8)).print("a log line\n");

        assertThat(written()).isEqualTo("\u001b[1A\r\u001b[Ja log line\n\u001b[?7la\n\u001b[?7h");
    }

    @Test
    void colours_only_where_they_are_wanted() {
        view(true, true).show(List.of("a"), "");
        assertThat(written()).contains("\u001b[2ma\u001b[0m");
    }

    @Test
    void tells_durations_in_at_most_two_units() {
        assertThat(ProgressView.duration(Duration.ofMillis(44_600))).isEqualTo("45 s");
        assertThat(ProgressView.duration(Duration.ofMillis(59_700))).isEqualTo("1 min");
        assertThat(ProgressView.duration(Duration.ofSeconds(200))).isEqualTo("3 min 20 s");
        assertThat(ProgressView.duration(Duration.ofMinutes(125))).isEqualTo("2 h 5 min");
        assertThat(ProgressView.duration(Duration.ofHours(76))).isEqualTo("3 d 4 h");
    }

    @Test
    void tells_speed_and_time_left_by_what_it_has_seen_done_itself() {
        assertThat(ProgressView.line("pool relaxed", 500, 620, 1000, Duration.ofSeconds(10)))
                .isEqualTo("pool relaxed 620/1000 · 62 % · 12/s · 32 s left");
        assertThat(ProgressView.line("pool relaxed", 500, 500, 1000, Duration.ofSeconds(10)))
                .isEqualTo("pool relaxed 500/1000 · 50 %");
    }

    @Test
    void tells_a_speed_in_the_unit_that_suits_it() {
        assertThat(ProgressView.rate(8.34)).isEqualTo("8.3/s");
        assertThat(ProgressView.rate(120.4)).isEqualTo("120/s");
        assertThat(ProgressView.rate(0.5)).isEqualTo("30/min");
        assertThat(ProgressView.rate(0.002)).isEqualTo("7.2/h");
    }

    @Test
    void tells_no_time_left_before_it_can_know() {
        assertThat(ProgressView.line("relaxed", 0, 10, Duration.ofSeconds(5))).isEqualTo("relaxed 0/10 · 0 %");
        assertThat(ProgressView.line("relaxed", 10, 10, Duration.ofSeconds(5))).isEqualTo("relaxed 10/10 · 100 %");
    }
}
