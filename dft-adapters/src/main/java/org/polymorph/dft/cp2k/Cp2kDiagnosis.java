package org.polymorph.dft.cp2k;

import java.util.List;
import java.util.Optional;
import org.polymorph.dft.output.JobFiles;
import org.polymorph.model.calculation.CalculationFailure;
import org.polymorph.model.calculation.FailureKind;
import org.polymorph.model.crystal.CloseContacts;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.remedy.RemedyTable;

/** Says why a job gave no result: what CP2K itself says first, then what its surroundings say, then what is missing. */
final class Cp2kDiagnosis {
    /** Hartree an atom: the energy of a force evaluation is that of its cycle but for what the cycle left unconverged. */
    private static final double LEAST_SPREAD = 1e-5;

    /** How often the threshold of the cycle the two may differ by, an atom. */
    private static final double SPREAD = 100;

    private static final List<Cp2kRun.Mark> STOPS = List.of(Cp2kRun.Mark.TIME_EXCEEDED, Cp2kRun.Mark.STOPPED);

    private Cp2kDiagnosis() {}

    /** Returns nothing for a run that ended well. */
    static Optional<CalculationFailure> of(Cp2kJobDirectory job) {
        if (job.run().isEmpty()) {
            return Optional.of(withoutOutput(job));
        }
        Cp2kRun run = job.run().get();
        return said(job, run)
                .or(() -> run.has(Cp2kRun.Mark.ENDED) ? Optional.empty() : Optional.of(unfinished(job, run)))
                .or(() -> unconverged(job, run))
                .or(() -> incomplete(job, run))
                .map(failure -> failure.after(lastGood(job, failure.kind())));
    }

    // the last one of the trajectory was evaluated to its end; a failure of the given geometry leaves none
    private static Optional<Structure> lastGood(Cp2kJobDirectory job, FailureKind kind) {
        return kind == FailureKind.BAD_STRUCTURE
                ? Optional.empty()
                : job.trajectory().last().map(Cp2kTrajectory.Step::structure);
    }

    private static boolean relaxes(Cp2kJobDirectory job) {
        return job.input().map(Cp2kGivenInput::relaxes).orElse(false);
    }

    private static CalculationFailure row(String id, String evidence) {
        return Cp2kRemedies.TABLE.row(id).failure(evidence);
    }

    // a row's failure in other words
    private static CalculationFailure told(String id, String detail, String evidence) {
        CalculationFailure failure = row(id, evidence);
        return new CalculationFailure(
                failure.kind(), detail, evidence, failure.remedy(), failure.error(), Optional.empty());
    }

    private static CalculationFailure withoutOutput(Cp2kJobDirectory job) {
        int exit = job.exit().orElse(0);
        RemedyTable missing = new RemedyTable(List.of(Cp2kRemedies.NO_PROGRAM));
        if (exit == 126 || exit == 127) {
            return missing.firstIn(job.complaints()).orElseGet(() -> row("program", "exit status " + exit));
        }
        return missing.firstIn(job.complaints())
                .or(() -> Cp2kRemedies.SURROUNDINGS.firstIn(job.complaints()))
                .orElseGet(() -> told(
                        exit == 0 ? "nothing" : "died",
                        "there is no output of CP2K" + JobFiles.exitNote(job.exit()),
                        JobFiles.lastLine(job.complaints())));
    }

    private static Optional<CalculationFailure> said(Cp2kJobDirectory job, Cp2kRun run) {
        if (run.error().isPresent()) {
            String text = run.error().get();
            return Optional.of(Cp2kRemedies.ERRORS
                    .firstIn(List.of(text))
                    .orElseGet(() -> told("crash", "CP2K stopped with an error", text)));
        }
        for (Cp2kRun.Mark mark : STOPS) {
            if (run.has(mark)) {
                boolean ended = run.has(Cp2kRun.Mark.ENDED);
                return Optional.of(
                        ended
                                ? row(relaxes(job) ? "clean" : "unfinished", run.line(mark))
                                : told("killed", "CP2K was stopped while it ended at its time limit", run.line(mark)));
            }
        }
        return Optional.empty();
    }

    private static CalculationFailure unfinished(Cp2kJobDirectory job, Cp2kRun run) {
        return Cp2kRemedies.SURROUNDINGS
                .firstIn(job.complaints())
                .or(() -> run.unreadable().filter(Cp2kDiagnosis::garbled).map(line -> row("unreadable", line)))
                .orElseGet(() -> {
                    boolean died = job.exit().orElse(0) != 0;
                    return told(
                            died ? "died" : "truncated",
                            (died ? "CP2K died" + JobFiles.exitNote(job.exit()) : "the output ends before its end")
                                    + ": \"PROGRAM ENDED AT\" is missing",
                            JobFiles.lastLine(job.complaints()));
                });
    }

    // a number that was cut is a sign of a cut file; stars and NaN are not
    private static boolean garbled(String line) {
        return line.contains("***") || line.contains("NaN") || line.contains("Infinity");
    }

    private static Optional<CalculationFailure> unconverged(Cp2kJobDirectory job, Cp2kRun run) {
        if (run.has(Cp2kRun.Mark.SCF_FAILED)) {
            return Optional.of(row("scf", run.line(Cp2kRun.Mark.SCF_FAILED)));
        }
        if (run.has(Cp2kRun.Mark.FEW_STATES)) {
            return Optional.of(row("states", run.line(Cp2kRun.Mark.FEW_STATES)));
        }
        if (run.has(Cp2kRun.Mark.STEPS_EXCEEDED)) {
            return Optional.of(row("steps", run.line(Cp2kRun.Mark.STEPS_EXCEEDED)));
        }
        return relaxes(job) && !run.has(Cp2kRun.Mark.COMPLETED) ? Optional.of(row("unsaid", "")) : Optional.empty();
    }

    // it ended, but is everything there that a result needs?
    private static Optional<CalculationFailure> incomplete(Cp2kJobDirectory job, Cp2kRun run) {
        if (run.unreadable().isPresent()) {
            return Optional.of(row("unreadable", run.unreadable().get()));
        }
        if (run.steps().stream().anyMatch(step -> !step.converged())) {
            return Optional.of(row("scf", ""));
        }
        if (run.last().isEmpty()) {
            return truncated("the output has no energy with forces and stress");
        }
        if (!relaxes(job) && run.steps().size() != 1) {
            return truncated("the output has " + run.steps().size() + " energies, expected one");
        }
        Optional<Structure> structure = Cp2kResult.structure(job);
        if (structure.isEmpty()) {
            return truncated(
                    job.input().isEmpty()
                            ? "the input " + Cp2kInput.FILE
                                    + " is not there, and the output has too few digits of the geometry"
                            : "there is no geometry");
        }
        Optional<Cp2kStep> step = Cp2kResult.step(job);
        if (step.isEmpty()) {
            return Optional.of(told(
                    "unreadable",
                    "the outputs contradict each other",
                    "no energy of the output is that of the last geometry"));
        }
        if (step.get().forces().length != 3 * structure.get().size()) {
            return truncated("the output has another number of forces than of atoms, "
                    + structure.get().size());
        }
        double spread = Double.parseDouble(run.facts().getOrDefault("energySpread", "0"));
        double threshold = job.input()
                .flatMap(input -> input.number(Cp2kSettings.SCF + "EPS_SCF"))
                .orElse(0.0);
        if (spread
                > Math.max(LEAST_SPREAD, SPREAD * threshold) * structure.get().size()) {
            return Optional.of(told(
                    "unreadable",
                    "the outputs contradict each other",
                    "two energies of one geometry differ by " + spread + " hartree"));
        }
        return contact(job, structure.get());
    }

    private static Optional<CalculationFailure> contact(Cp2kJobDirectory job, Structure structure) {
        boolean soundBefore = relaxes(job)
                && job.input()
                        .flatMap(Cp2kGivenInput::structure)
                        .flatMap(CloseContacts::in)
                        .isEmpty();
        return CloseContacts.in(structure).map(evidence -> row(soundBefore ? "collapse" : "contact", evidence));
    }

    private static Optional<CalculationFailure> truncated(String detail) {
        return Optional.of(told("truncated", detail, ""));
    }
}
