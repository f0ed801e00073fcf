package org.polymorph.dft.potential;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.polymorph.model.calculation.CalculationFailure;
import org.polymorph.model.calculation.CalculationOutcome;
import org.polymorph.model.calculation.CalculationResult;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.calculation.FailureKind;
import org.polymorph.model.crystal.NeighborList;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.format.Frame;
import org.polymorph.model.format.StructureFiles;
import org.polymorph.model.format.StructureFormatException;

/** The directory of a job that has ended: as many outcomes as there are structures in its input. */
final class PotentialJobDirectory {
    private static final double SHORTEST = 0.3; // Å; no two atoms of a crystal come so near
    private static final double LARGEST = 1e6; // eV an atom
    private static final int LAST_LINES = 5;

    private final Path directory;

    PotentialJobDirectory(Path directory) {
        this.directory = directory;
    }

    List<CalculationOutcome> outcomes() {
        List<Frame> given;
        try {
            given = StructureFiles.read(directory.resolve(PotentialJobScript.STRUCTURES));
        } catch (StructureFormatException e) {
            return List.of(failure(FailureKind.NO_OUTPUT, "the job's input cannot be read: " + e.getMessage(), ""));
        }
        Path results = directory.resolve(PotentialJobScript.RESULTS);
        if (!Files.exists(results)) {
            return nothing(given.size());
        }
        List<Frame> found;
        try {
            found = endsWithNewline(results) ? StructureFiles.read(results) : List.of();
        } catch (StructureFormatException e) {
            return all(given.size(), failure(FailureKind.TRUNCATED_OUTPUT, String.valueOf(e.getMessage()), stderr()));
        }
        if (found.size() > given.size()) {
            String detail = "expected " + given.size() + " results, found " + found.size();
            return all(given.size(), failure(FailureKind.OTHER, detail, stderr()));
        }
        List<CalculationOutcome> outcomes = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            outcomes.add(
                    i < found.size()
                            ? outcome(given.get(i).structure(), found.get(i))
                            : failure(
                                    FailureKind.TRUNCATED_OUTPUT,
                                    PotentialJobScript.RESULTS + " ends after " + found.size() + " of " + given.size()
                                            + " results",
                                    stderr()));
        }
        return outcomes;
    }

    // A number cut in its middle is still a number: only the last newline says that the file is whole.
    private static boolean endsWithNewline(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            return bytes.length > 0 && bytes[bytes.length - 1] == '\n';
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private List<CalculationOutcome> nothing(int count) {
        String evidence = stderr();
        FailureKind kind = FailureKind.NO_OUTPUT;
        if (evidence.contains("OutOfMemoryError")) {
            kind = FailureKind.OUT_OF_MEMORY;
        } else if (evidence.contains("No space left on device") || evidence.contains("quota exceeded")) {
            kind = FailureKind.OUT_OF_DISK;
        } else if (evidence.contains(": not found") || evidence.contains("command not found")) {
            kind = FailureKind.NO_PROGRAM;
        }
        return all(count, failure(kind, "the job left no " + PotentialJobScript.RESULTS, evidence));
    }

    private static List<CalculationOutcome> all(int count, CalculationOutcome outcome) {
        return Collections.nCopies(count, outcome);
    }

    private static CalculationFailure failure(FailureKind kind, String detail, String evidence) {
        return new CalculationFailure(kind, detail, evidence, "");
    }

    private static CalculationOutcome outcome(Structure given, Frame found) {
        Map<String, String> info = found.info();
        if (!found.structure().species().equals(given.species())) {
            String detail = "expected a result of " + given.composition() + ", found one of "
                    + found.structure().composition() + " or its atoms in another order";
            return failure(FailureKind.OTHER, detail, "");
        }
        String kind = info.get("failure");
        if (kind != null) {
            return new CalculationFailure(
                    kind(kind),
                    info.getOrDefault("detail", kind),
                    info.getOrDefault("evidence", ""),
                    info.getOrDefault("remedy", ""));
        }
        Optional<Evaluation> evaluation = found.evaluation();
        if (evaluation.isEmpty()) {
            String detail = "a result without energy, forces and stress";
            return failure(FailureKind.TRUNCATED_OUTPUT, detail, info.toString());
        }
        return absurdity(found.structure(), evaluation.get())
                .<CalculationOutcome>map(absurd -> absurd)
                .orElseGet(() -> result(found.structure(), evaluation.get(), info));
    }

    private static FailureKind kind(String word) {
        for (FailureKind kind : FailureKind.values()) {
            if (kind.name().equals(word)) {
                return kind;
            }
        }
        return FailureKind.OTHER;
    }

    private static Optional<CalculationFailure> absurdity(Structure structure, Evaluation evaluation) {
        if (!evaluation.isFinite()) {
            return Optional.of(failure(FailureKind.UNREADABLE_NUMBERS, "energy, forces or stress are not finite", ""));
        }
        if (Math.abs(evaluation.energy()) > LARGEST * structure.size()) {
            String detail = "an energy of " + evaluation.energy() / structure.size() + " eV an atom";
            return Optional.of(failure(FailureKind.BAD_STRUCTURE, detail, ""));
        }
        if (NeighborList.of(structure, SHORTEST).pairs() > 0) {
            return Optional.of(failure(FailureKind.BAD_STRUCTURE, "atoms nearer than " + SHORTEST + " Å", ""));
        }
        return Optional.empty();
    }

    private static CalculationOutcome result(Structure structure, Evaluation evaluation, Map<String, String> info) {
        String steps = info.getOrDefault("steps", "1");
        String converged = info.getOrDefault("converged", "");
        if (!steps.matches("\\d{1,9}") || !converged.matches("T|F")) {
            String detail =
                    "expected a number of steps and converged=T or F, found steps=" + steps + " converged=" + converged;
            return failure(FailureKind.UNREADABLE_NUMBERS, detail, info.toString());
        }
        Map<String, String> details = new TreeMap<>(info);
        details.remove("steps");
        details.remove("converged");
        return new CalculationResult(structure, evaluation, converged.equals("T"), Integer.parseInt(steps), details);
    }

    private String stderr() {
        Path file = directory.resolve("stderr");
        if (!Files.isRegularFile(file)) {
            return "";
        }
        try {
            List<String> lines = new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
