package org.polymorph.surrogate.external;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.format.ExtXyz;
import org.polymorph.model.format.Frame;
import org.polymorph.model.format.StructureFormatException;

/** One running program: a frame in, the same frame with its numbers out. Not thread-safe, but for {@link #kill}. */
final class ExternalProcess {
    /** Longer than the longest line of any answer that makes sense. */
    private static final int LONGEST_LINE = 1 << 24;

    private final ExternalCommand command;
    private final Process process;
    private final BufferedWriter in;
    private final BufferedReader out;
    private final StderrTail stderr;
    private boolean answered;
    private long lastUsed = System.nanoTime();

    /** The process ended, by itself or by another's hand, before it answered. */
    static final class EndedException extends Exception {
        private static final long serialVersionUID = 1L;

        EndedException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * Starts the program.
     *
     * @throws UncheckedIOException if it cannot be started
     */
    ExternalProcess(ExternalCommand command) {
        this.command = command;
        try {
            this.process = new ProcessBuilder(command.arguments()).start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + command.line() + ": " + e.getMessage(), e);
        }
        this.in = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.stderr = new StderrTail(process.getErrorStream());
    }

    /** Returns when the process answered last, or was started, as {@link System#nanoTime} has it. */
    long lastUsed() {
        return lastUsed;
    }

    /**
     * Asks for a structure's energy, forces and stress. After an exception the process is of no further use.
     *
     * @throws EndedException if the process ended in place of an answer
     * @throws UncheckedIOException if its answer is none, or does not come in time
     * @throws CancellationException if the calling thread is interrupted, whose flag stays set
     */
    ExternalAnswer ask(Structure structure) throws EndedException {
        Duration allowed = answered ? command.timeout() : command.start();
        try (Watchdog dog = new Watchdog(Thread.currentThread(), allowed, this::kill)) {
            try {
                ExtXyz.write(in, List.of(new Frame(structure)));
                in.flush();
                ExternalAnswer answer = ExternalAnswer.parse(answer(structure.size()), structure);
                answered = true;
                lastUsed = System.nanoTime();
                return answer;
            } catch (StructureFormatException e) {
                throw new UncheckedIOException(failure(String.valueOf(e.getMessage())), new IOException(e));
            } catch (IOException | UncheckedIOException e) {
                throw ended(dog.bite(), allowed, e);
            }
        }
    }

    private EndedException ended(Watchdog.Bite bite, Duration allowed, Exception e) {
        return switch (bite) {
            case INTERRUPT -> throw new CancellationException("interrupted");
            case TIMEOUT ->
                throw new UncheckedIOException(
                        failure("expected an answer within " + seconds(allowed) + " ("
                                + (answered ? "timeout" : "start") + "), found none"),
                        new IOException(e));
            case NONE -> new EndedException(failure(exit()), e);
        };
    }

    private static String seconds(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }

    private String exit() {
        try {
            if (process.waitFor(1, TimeUnit.SECONDS)) {
                return "expected an answer, but the program ended with exit status " + process.exitValue();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return "expected an answer, but the program closed its output";
    }

    // ends the process, so that all it has to say on stderr is there
    private String failure(String what) {
        kill();
        String said = stderr.text();
        return "external calculator " + command.line() + ": " + what
                + (said.isEmpty() ? "; it wrote nothing to stderr" : "; the end of its stderr:\n" + said);
    }

    private String answer(int atoms) throws IOException {
        StringBuilder text = new StringBuilder();
        String count = line();
        while (count.isBlank()) { // some writers end a frame with an empty line
            count = line();
        }
        if (!count.strip().equals(Integer.toString(atoms))) {
            throw new StructureFormatException("expected a frame that begins with the number of atoms, " + atoms
                    + ", found \"" + (count.length() > 200 ? count.substring(0, 200) + "…" : count) + "\"");
        }
        text.append(atoms).append('\n');
        for (int k = 0; k <= atoms; k++) {
            text.append(line()).append('\n');
        }
        return text.toString();
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = out.read(); c != '\n'; c = out.read()) {
            if (c < 0) {
                throw new EOFException("the end of the output");
            }
            if (line.length() == LONGEST_LINE) {
                throw new StructureFormatException(
                        "expected a frame, found a line of more than " + LONGEST_LINE + " characters");
            }
            line.append((char) c);
        }
        return line.toString();
    }

    /** Ends the process and all that it has started. */
    void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
