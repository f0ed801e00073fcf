package org.polymorph.engine.job;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * A command that was run for jobs. What it was is told by its hash: its text may be long and is made anew from the same job.
 *
 * @param kind such as {@code sbatch} or {@code upload}
 * @param sha256 of the script and what was given to it; 64 hexadecimal digits
 * @param exitCode empty where no answer came
 * @param bytesOut sent with it: script and input, or files
 * @param bytesIn its answer, or files
 */
public record CommandRecord(
        String kind, String sha256, OptionalInt exitCode, long bytesOut, long bytesIn, Duration duration) {
    public CommandRecord {
        if (kind.isBlank() || !sha256.matches("[0-9a-f]{64}") || bytesOut < 0 || bytesIn < 0) {
            throw new IllegalArgumentException("expected a kind of command, a SHA-256 and no negative sizes, found \""
                    + kind + "\", \"" + sha256 + "\", " + bytesOut + ", " + bytesIn);
        }
    }

    /** Returns a script that is to be run, with nothing known of its answer. */
    public static CommandRecord asked(String kind, String script, byte[] input) {
        byte[] text = script.getBytes(StandardCharsets.UTF_8);
        return new CommandRecord(
                kind, Sha256.of(text, input), OptionalInt.empty(), (long) text.length + input.length, 0, Duration.ZERO);
    }

    /** Returns the same with what came of it. */
    public CommandRecord answered(OptionalInt exit, long bytes, Duration took) {
        return new CommandRecord(kind, sha256, exit, bytesOut, bytes, took);
    }
}
