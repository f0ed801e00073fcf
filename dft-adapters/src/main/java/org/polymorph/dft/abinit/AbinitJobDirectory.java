package org.polymorph.dft.abinit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.polymorph.dft.output.JobFiles;
import org.polymorph.dft.output.OutputFile;
import org.polymorph.model.calculation.CalculationOutcome;
import org.polymorph.model.crystal.Structure;

/**
 * What a job's directory holds after the job ended.
 *
 * @param run ABINIT's main output; empty if it wrote none
 * @param log ABINIT's standard output
 * @param exit exit status of the command; empty if the script did not get to write it
 * @param complaints lines of the standard error, at most the last 200
 * @param given the structure as the job was given it, with all digits
 * @param stopped whether the script was asked to end the run
 */
record AbinitJobDirectory(
        Optional<AbinitRun> run,
        AbinitLog log,
        OptionalInt exit,
        List<String> complaints,
        Optional<Structure> given,
        boolean stopped) {

    /** Reads a directory; files that are absent are no error. */
    static AbinitJobDirectory read(Path directory) {
        try {
            Optional<Path> output = file(directory, AbinitInput.OUTPUT, ".*\\.(abo|out)");
            Optional<Path> log = file(directory, AbinitJobScript.LOG, ".*\\.log");
            Path input = directory.resolve(AbinitInput.FILE);
            return new AbinitJobDirectory(
                    output.isPresent() ? Optional.of(run(output.get())) : Optional.empty(),
                    log.isPresent() ? log(log.get()) : AbinitLog.none(),
                    JobFiles.exit(directory.resolve(AbinitJobScript.EXIT)),
                    JobFiles.lastLines(directory.resolve("stderr")),
                    Files.isRegularFile(input)
                            ? given(Files.readString(input, StandardCharsets.ISO_8859_1))
                            : Optional.empty(),
                    Files.exists(directory.resolve(AbinitJobScript.STOPPED)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the job directory " + directory, e);
        }
    }

    private static AbinitRun run(Path output) throws IOException {
        try (InputStream in = OutputFile.open(output)) {
            return AbinitOutputReader.read(in);
        }
    }

    private static AbinitLog log(Path log) throws IOException {
        try (InputStream in = OutputFile.open(log)) {
            return AbinitLog.read(in);
        }
    }

    // Our own name first; else the only file that could be the output of somebody else's job.
    private static Optional<Path> file(Path directory, String own, String like) throws IOException {
        Path ours = directory.resolve(own);
        if (Files.isRegularFile(ours)) {
            return Files.size(ours) > 0 ? Optional.of(ours) : Optional.empty();
        }
        if (!Files.isDirectory(directory)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> candidates = files.filter(Files::isRegularFile)
                    .filter(path -> path.getFileName().toString().matches(like))
                    .toList();
            return candidates.size() == 1 && Files.size(candidates.get(0)) > 0
                    ? Optional.of(candidates.get(0))
                    : Optional.empty();
        }
    }

    /** Reads the structure back from an input as {@link AbinitInput} writes it; empty from one of another hand. */
    static Optional<Structure> given(String text) {
        AbinitEcho input = new AbinitEcho();
        text.lines()
                .filter(line -> !line.startsWith("#") && !line.contains("\""))
                .forEach(input::accept);
        try {
            Optional<Structure> structure = input.structure();
            return text.contains(AbinitInput.REVERSED) ? structure.map(AbinitJobDirectory::reversed) : structure;
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // the output has the geometry too
        }
    }

    /** Returns the same crystal with the other handedness of its cell. */
    static Structure reversed(Structure structure) {
        double[] sites = structure.fractional();
        for (int i = 0; i < sites.length; i++) {
            sites[i] = 0 - sites[i];
        }
        double[] inversion = {-1, 0, 0, 0, -1, 0, 0, 0, -1};
        return Structure.of(structure.lattice().transformed(inversion), structure.species(), sites);
    }

    /** Returns the result, or the failure that kept the job from one. */
    CalculationOutcome outcome() {
        return AbinitDiagnosis.of(this)
                .<CalculationOutcome>map(failure -> failure)
                .orElseGet(() -> AbinitResult.of(this));
    }
}
