package org.polymorph.daemon.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.polymorph.model.spi.Progress;

/**
 * Shows on stderr how far work has come: on a terminal a few lines that are rewritten in place, else a plain line every
 * few seconds. What others write to {@link System#err} meanwhile, such as logs, stands above those lines (see {@link #besides}).
 * Thread-safe; {@link #close} takes the lines away.
 */
public final class ProgressView implements AutoCloseable {
    private static final Duration REDRAW = Duration.ofMillis(100);
    private static final Duration REPEAT = Duration.ofSeconds(5);
    private static final String ERASE_BELOW = "\u001b[J";
    private static final String NO_WRAP = "\u001b[?7l";
    private static final String WRAP = "\u001b[?7h";
    private static final String DIM = "\u001b[2m";
    private static final String PLAIN = "\u001b[0m";

    private final PrintStream err;
    private final boolean terminal;
    private final boolean colors;
    private final LongSupplier nanos;
    private final long start;
    private long lastShown;
    private List<String> shown = List.of();
    private String plainShown = "";
    private Runnable onClose = () -> {};

    ProgressView(PrintStream err, boolean terminal, boolean colors, LongSupplier nanos) {
        this.err = err;
        this.terminal = terminal;
        this.colors = colors;
        this.nanos = nanos;
        this.start = nanos.getAsLong();
        // a first line at once on a terminal; elsewhere not before there is something to wait for
        this.lastShown = terminal ? start - REDRAW.toNanos() : start;
    }

    /** Makes a view on a console's stderr; until it is closed, {@link System#err} writes above its lines. */
    public static ProgressView of(Console console) {
        ProgressView view = new ProgressView(console.err(), console.terminal(), console.colors(), System::nanoTime);
        if (console.terminal()) {
            PrintStream usual = System.err;
            view.onClose = () -> System.setErr(usual);
            System.setErr(view.besides(usual));
        }
        return view;
    }

    /** Returns a stream that writes to another one on the same terminal, above the lines of this view. */
    PrintStream besides(PrintStream other) {
        OutputStream above = new OutputStream() {
            @Override
            public void write(int b) {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                synchronized (ProgressView.this) {
                    List<String> below = shown;
                    erase();
                    other.write(bytes, offset, length);
                    other.flush();
                    boolean wholeLine = length > 0 && bytes[offset + length - 1] == '\n';
                    if (wholeLine && !below.isEmpty()) {
                        draw(below);
                    }
                }
            }
        };
        return new PrintStream(above, true, StandardCharsets.UTF_8);
    }

    /**
     * Shows a state, unless the last one was shown only just now.
     *
     * @param lines of a terminal, top to bottom
     * @param plain the same in one line, where stderr is no terminal
     */
    public synchronized void show(List<String> lines, String plain) {
        long now = nanos.getAsLong();
        if (now - lastShown < (terminal ? REDRAW : REPEAT).toNanos()) {
            return;
        }
        lastShown = now;
        if (terminal) {
            draw(lines);
        } else if (!plain.equals(plainShown)) {
            plainShown = plain;
            err.println("polymorph: " + plain);
        }
    }

    /** Writes a line that stays, such as the result of a round. */
    public synchronized void remark(String line) {
        List<String> below = shown;
        erase();
        err.println(terminal ? line : "polymorph: " + line);
        if (terminal) {
            draw(below);
        }
    }

    /** What was done when a count was first told of, and when that was. */
    private record First(int done, long nanos) {}

    /**
     * Starts to count: shows {@code relaxed 12/400 · 3 % · 6.0/s · 1 min 5 s left} and is told how far it is. Speed and time left go
     * by what has been done since it was first told: preparations, and what was done before a kill, say nothing of them.
     */
    public Progress task(String what, int total) {
        AtomicReference<First> begin = new AtomicReference<>();
        return (done, all) -> {
            long now = nanos.getAsLong();
            First first = begin.accumulateAndGet(new First(done, now), (old, fresh) -> old == null ? fresh : old);
            String line = line(what, first.done(), done, all == 0 ? total : all, Duration.ofNanos(now - first.nanos()));
            show(List.of(line), line);
        };
    }

    /** Returns one line for a count: share done, and speed and time left where they can be told. */
    public static String line(String what, int done, int total, Duration elapsed) {
        return line(what, 0, done, total, elapsed);
    }

    /**
     * Returns one line for a count that did not begin with nothing.
     *
     * @param before how much was done when the time began to run
     */
    public static String line(String what, int before, int done, int total, Duration elapsed) {
        StringBuilder line =
                new StringBuilder(what).append(' ').append(done).append('/').append(total);
        if (total > 0) {
            line.append(" · ").append(Math.round(100.0 * done / total)).append(" %");
        }
        int since = done - before;
        if (since > 0 && done < total && elapsed.toMillis() >= 1000) {
            long left = Math.round(elapsed.toMillis() * ((double) (total - done) / since));
            line.append(" · ").append(rate(1000.0 * since / elapsed.toMillis()));
            line.append(" · ").append(duration(Duration.ofMillis(left))).append(" left");
        }
        return line.toString();
    }

    /** Returns a speed in the unit that gives it a number of at least 1, where one does: {@code 8.3/s}, {@code 40/min}. */
    static String rate(double perSecond) {
        if (perSecond >= 1) {
            return decimal(perSecond) + "/s";
        }
        return perSecond * 60 >= 1 ? decimal(perSecond * 60) + "/min" : decimal(perSecond * 3600) + "/h";
    }

    private static String decimal(double number) {
        return String.format(Locale.ROOT, number < 9.95 ? "%.1f" : "%.0f", number);
    }

    /** Returns a duration in at most two units: {@code 45 s}, {@code 3 min 20 s}, {@code 2 h 5 min}, {@code 3 d 4 h}. */
    public static String duration(Duration duration) {
        long s = duration.toSeconds() + (duration.toMillisPart() >= 500 ? 1 : 0);
        if (s < 60) {
            return s + " s";
        }
        if (s < 3600) {
            return s / 60 + " min" + (s % 60 == 0 ? "" : " " + s % 60 + " s");
        }
        if (s < 86400) {
            return s / 3600 + " h" + (s % 3600 < 60 ? "" : " " + s % 3600 / 60 + " min");
        }
        return s / 86400 + " d" + (s % 86400 < 3600 ? "" : " " + s % 86400 / 3600 + " h");
    }

    private void draw(List<String> lines) {
        StringBuilder frame = new StringBuilder(up()).append(NO_WRAP);
        for (String line : lines) {
            frame.append(colors ? DIM + line + PLAIN : line).append('\n');
        }
        err.print(frame.append(WRAP));
        err.flush();
        shown = new ArrayList<>(lines);
    }

    private void erase() {
        if (!shown.isEmpty()) {
            err.print(up());
            err.flush();
            shown = List.of();
        }
    }

    // back to the first of the lines shown, and empty the screen from there on
    private String up() {
        return shown.isEmpty() ? "" : "\u001b[" + shown.size() + "A\r" + ERASE_BELOW;
    }

    @Override
    public synchronized void close() {
        erase();
        onClose.run();
    }
}
