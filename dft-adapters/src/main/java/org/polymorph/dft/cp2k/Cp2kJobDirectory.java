package org.polymorph.dft.cp2k;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.polymorph.dft.output.JobFiles;
import org.polymorph.dft.output.OutputFile;
import org.polymorph.model.calculation.CalculationOutcome;

/**
 * What a job's directory holds after the job ended.
 *
 * @param run what CP2K printed; empty if it printed nothing
 * @param exit exit status of the command; empty if the script did not get to write it
 * @param complaints lines of the standard error, at most the last 200
 * @param input as the job was given it
 * @param trajectory of a relaxation
 */
record Cp2kJobDirectory(
        Optional<Cp2kRun> run,
        OptionalInt exit,
        List<String> complaints,
        Optional<Cp2kGivenInput> input,
        Cp2kTrajectory trajectory) {
    /** Bytes; an input is far smaller, and where it is not it is none. */
    private static final long LARGEST_INPUT = 64L << 20;

    /** Reads a directory; files that are absent are no error. */
    static Cp2kJobDirectory read(Path directory) {
        try {
            Path file = directory.resolve(Cp2kInput.FILE);
            Optional<Cp2kGivenInput> input = Files.isRegularFile(file) && Files.size(file) < LARGEST_INPUT
                    ? Optional.of(Cp2kGivenInput.parse(Files.readString(file, StandardCharsets.ISO_8859_1)))
                    : Optional.empty();
            return new Cp2kJobDirectory(
                    run(directory.resolve(Cp2kJobScript.OUTPUT)),
                    JobFiles.exit(directory.resolve(Cp2kJobScript.EXIT)),
                    JobFiles.lastLines(directory.resolve("stderr")),
                    input,
                    trajectory(directory, input));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the job directory " + directory, e);
        }
    }

    private static Optional<Cp2kRun> run(Path file) throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) == 0) {
            return Optional.empty();
        }
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(OutputFile.open(file), StandardCharsets.ISO_8859_1))) {
            return Optional.of(Cp2kOutputReader.read(in));
        }
    }

    private static Cp2kTrajectory trajectory(Path directory, Optional<Cp2kGivenInput> input) throws IOException {
        Path positions = directory.resolve(Cp2kTrajectory.POSITIONS);
        Path cells = directory.resolve(Cp2kTrajectory.CELLS);
        if (!Files.isRegularFile(positions) || !Files.isRegularFile(cells)) {
            return new Cp2kTrajectory(List.of());
        }
        try (InputStream first = OutputFile.open(positions);
                InputStream second = OutputFile.open(cells)) {
            return Cp2kTrajectory.read(
                    first, second, input.map(Cp2kGivenInput::elements).orElse(Map.of()));
        }
    }

    /** Returns the result, or the failure that kept the job from one. */
    CalculationOutcome outcome() {
        return Cp2kDiagnosis.of(this)
                .<CalculationOutcome>map(failure -> failure)
                .orElseGet(() -> Cp2kResult.of(this));
    }
}
