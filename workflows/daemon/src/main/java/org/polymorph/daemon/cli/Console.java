package org.polymorph.daemon.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The streams of one run of the command line and the options that every command has: results go to {@link #out}, and
 * progress, logs and problems to {@link #err}.
 */
public final class Console {
    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;
    private final boolean terminal;
    private final boolean colors;
    private boolean json;
    private boolean debug;
    private OptionalInt threads = OptionalInt.empty();

    Console(InputStream in, PrintStream out, PrintStream err, boolean terminal, boolean colors) {
        this.in = in;
        this.out = out;
        this.err = err;
        this.terminal = terminal;
        this.colors = colors;
    }

    /** Makes the console of this process; the launcher says whether stderr is a terminal. */
    static Console ofProcess() {
        boolean terminal = Boolean.getBoolean("polymorph.terminal");
        Map<String, String> env = System.getenv();
        boolean dumb = "dumb".equals(env.getOrDefault("TERM", "dumb"));
        String noColor = env.getOrDefault("NO_COLOR", "");
        return new Console(
                System.in,
                new PrintStream(System.out, false, StandardCharsets.UTF_8),
                new PrintStream(System.err, true, StandardCharsets.UTF_8),
                terminal && !dumb,
                terminal && !dumb && noColor.isEmpty());
    }

    public InputStream in() {
        return in;
    }

    public PrintStream out() {
        return out;
    }

    public PrintStream err() {
        return err;
    }

    /** Returns whether stderr is a terminal that understands escape sequences. */
    public boolean terminal() {
        return terminal;
    }

    /** Returns whether colours are wanted there. */
    public boolean colors() {
        return colors;
    }

    public boolean json() {
        return json;
    }

    public boolean debug() {
        return debug;
    }

    /** Returns the number of threads for numerical work. */
    public int threads() {
        return threads.orElseGet(() -> Runtime.getRuntime().availableProcessors());
    }

    /** Returns the number of threads where {@code --threads} gave one. */
    OptionalInt chosenThreads() {
        return threads;
    }

    void setJson(boolean json) {
        this.json = json;
    }

    void setDebug(boolean debug) {
        this.debug = debug;
    }

    void setThreads(int threads) {
        this.threads = OptionalInt.of(threads);
    }

    /** Writes a line for people to stdout; with {@code --json} nothing, as stdout then holds the document alone. */
    public void say(String line) {
        if (!json) {
            out.println(line);
        }
    }

    /** Writes a remark to stderr. */
    public void note(String line) {
        // what is quoted from a file must not steer the terminal
        err.println("polymorph: " + line.replaceAll("\\p{Cntrl}", "\uFFFD"));
    }

    /** Writes the one JSON document of this run to stdout. */
    public void write(Object document) {
        Json.write(document, out);
    }
}
