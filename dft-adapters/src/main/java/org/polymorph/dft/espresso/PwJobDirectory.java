package org.polymorph.dft.espresso;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.polymorph.dft.output.JobFiles;
import org.polymorph.model.calculation.CalculationOutcome;

/**
 * What a job's directory holds after the job ended.
 *
 * @param run what pw.x printed; empty if it printed nothing
 * @param exit exit status of the command; empty if the script did not get to write it
 * @param complaints lines of the standard error, at most the last 200
 * @param crash lines of pw.x's CRASH file
 * @param input as the job was given it
 * @param data pw.x's XML output
 */
record PwJobDirectory(
        Optional<PwRun> run,
        OptionalInt exit,
        List<String> complaints,
        List<String> crash,
        Optional<PwGivenInput> input,
        Optional<PwDataFile> data) {

    /** Reads a directory; files that are absent are no error. */
    static PwJobDirectory read(Path directory) {
        try {
            Optional<Path> output = output(directory);
            Optional<Path> input = file(directory.resolve(PwInput.FILE));
            Optional<Path> data = file(directory.resolve(PwJobScript.XML))
                    .or(() -> file(directory
                            .resolve(PwInput.OUT_DIRECTORY)
                            .resolve(PwInput.PREFIX + ".save")
                            .resolve(PwJobScript.XML)));
            return new PwJobDirectory(
                    output.isPresent() ? Optional.of(readRun(output.get())) : Optional.empty(),
                    JobFiles.exit(directory.resolve(PwJobScript.EXIT)),
                    JobFiles.lastLines(directory.resolve("stderr")),
                    JobFiles.lastLines(directory.resolve("CRASH")),
                    input.isPresent()
                            ? Optional.of(
                                    PwGivenInput.parse(Files.readString(input.get(), StandardCharsets.ISO_8859_1)))
                            : Optional.empty(),
                    data.isPresent() ? PwDataFile.read(data.get()) : Optional.empty());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the job directory " + directory, e);
        }
    }

    private static PwRun readRun(Path output) throws IOException {
        try (BufferedReader in = Files.newBufferedReader(output, StandardCharsets.ISO_8859_1)) {
            return PwOutputReader.read(in);
        }
    }

    private static Optional<Path> file(Path path) {
        return Files.isRegularFile(path) ? Optional.of(path) : Optional.empty();
    }

    // Our own name first; else the only file that could be an output of somebody else's job.
    private static Optional<Path> output(Path directory) throws IOException {
        Path own = directory.resolve(PwJobScript.OUTPUT);
        if (Files.isRegularFile(own)) {
            return Files.size(own) > 0 ? Optional.of(own) : Optional.empty();
        }
        if (!Files.isDirectory(directory)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> candidates = files.filter(Files::isRegularFile)
                    .filter(path -> path.toString().toLowerCase(Locale.ROOT).matches(".*\\.(out|pwo)"))
                    .toList();
            return candidates.size() == 1 && Files.size(candidates.get(0)) > 0
                    ? Optional.of(candidates.get(0))
                    : Optional.empty();
        }
    }

    /** Returns the result, or the failure that kept the job from one. */
    CalculationOutcome outcome() {
        return PwDiagnosis.of(this).<CalculationOutcome>map(failure -> failure).orElseGet(() -> PwResult.of(this));
    }
}
