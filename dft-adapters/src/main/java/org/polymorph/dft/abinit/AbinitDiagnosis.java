package org.polymorph.dft.abinit;

import java.util.List;
import java.util.Optional;
import org.polymorph.dft.output.JobFiles;
import org.polymorph.model.calculation.CalculationFailure;
import org.polymorph.model.crystal.CloseContacts;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.remedy.RemedyTable;

/** Says why a job gave no result: what ABINIT itself says first, then what its surroundings say, then what is missing. */
final class AbinitDiagnosis {
    private static final List<AbinitRun.Mark> STOPS =
            List.of(AbinitRun.Mark.EXIT_REQUESTED, AbinitRun.Mark.TIME_EXCEEDED, AbinitRun.Mark.CPU_TIME_EXCEEDED);
    private static final int NOT_EXECUTABLE = 126;
    private static final int NOT_FOUND = 127;

    private AbinitDiagnosis() {}

    /** Returns nothing for a run that ended well. */
    static Optional<CalculationFailure> of(AbinitJobDirectory job) {
        if (job.run().isEmpty()) {
            return Optional.of(withoutOutput(job));
        }
        AbinitRun run = job.run().get();
        return stopped(job, run)
                .or(() -> error(job.log()))
                .or(() -> run.complete() ? Optional.empty() : Optional.of(unfinished(job, run)))
                .or(() -> unconverged(run))
                .or(() -> incomplete(job, run))
                .map(failure -> failure.after(lastGood(job, run)));
    }

    // the last geometry whose electrons converged
    private static Optional<Structure> lastGood(AbinitJobDirectory job, AbinitRun run) {
        return run.steps().stream()
                .filter(AbinitStep::converged)
                .flatMap(step -> step.geometry().stream())
                .reduce((first, second) -> second)
                .map(structure -> AbinitResult.oriented(job, structure));
    }

    // What ABINIT says on top of a stop is of no account; a run that was finished before is none.
    private static Optional<CalculationFailure> stopped(AbinitJobDirectory job, AbinitRun run) {
        Optional<String> evidence = job.log()
                .stop()
                .or(() -> STOPS.stream().filter(run::has).map(run::line).findFirst())
                .or(() -> job.stopped() ? Optional.of(AbinitJobScript.STOPPED + " is there") : Optional.empty());
        boolean finished = run.complete()
                && (run.relaxes()
                        ? run.has(AbinitRun.Mark.RELAXED)
                        : run.lastStep().map(AbinitStep::converged).orElse(false));
        if (evidence.isEmpty() || finished) {
            return Optional.empty();
        }
        if (run.relaxes()) {
            return evidence.map(text -> row("stopped", text));
        }
        return evidence.map(text -> row(run.complete() ? "clean" : "killed", text));
    }

    private static CalculationFailure withoutOutput(AbinitJobDirectory job) {
        int exit = job.exit().orElse(0);
        if (exit == NOT_EXECUTABLE
                || exit == NOT_FOUND
                || job.complaints().stream().anyMatch(AbinitRemedies.NO_PROGRAM::in)) {
            return new RemedyTable(List.of(AbinitRemedies.NO_PROGRAM))
                    .firstIn(job.complaints())
                    .orElseGet(() -> AbinitRemedies.NO_PROGRAM.failure("exit status " + exit));
        }
        return error(job.log())
                .or(() -> AbinitRemedies.SURROUNDINGS.firstIn(job.complaints()))
                .orElseGet(() -> told(
                        exit == 0 ? "nothing" : "died",
                        "there is no main output of ABINIT" + JobFiles.exitNote(job.exit()),
                        JobFiles.lastLine(job.complaints())));
    }

    private static CalculationFailure row(String id, String evidence) {
        return AbinitRemedies.TABLE.row(id).failure(evidence);
    }

    // a row's failure in other words
    private static CalculationFailure told(String id, String detail, String evidence) {
        CalculationFailure failure = row(id, evidence);
        return new CalculationFailure(
                failure.kind(), detail, evidence, failure.remedy(), failure.error(), Optional.empty());
    }

    private static Optional<CalculationFailure> error(AbinitLog log) {
        return log.errors().isEmpty()
                ? Optional.empty()
                : AbinitRemedies.ERRORS
                        .firstIn(log.errors())
                        .or(() -> Optional.of(row("crash", log.errors().get(0))));
    }

    private static CalculationFailure unfinished(AbinitJobDirectory job, AbinitRun run) {
        return AbinitRemedies.SURROUNDINGS
                .firstIn(job.complaints())
                .or(() -> run.unreadable().filter(AbinitDiagnosis::garbled).map(line -> row("unreadable", line)))
                .orElseGet(() -> {
                    boolean died = job.exit().orElse(0) != 0;
                    return told(
                            died ? "died" : "truncated",
                            (died ? "ABINIT died" + JobFiles.exitNote(job.exit()) : "the output ends before its end")
                                    + ": \"Calculation completed.\" or its time is missing",
                            JobFiles.lastLine(job.complaints()));
                });
    }

    // a number that was cut is a sign of a cut file; stars and NaN are not
    private static boolean garbled(String line) {
        return line.contains("**") || line.contains("NaN") || line.contains("Infinity");
    }

    private static Optional<CalculationFailure> unconverged(AbinitRun run) {
        if (run.lastStep().isPresent() && !run.lastStep().get().converged()) {
            return Optional.of(row("scf", run.line(AbinitRun.Mark.SCF_FAILED)));
        }
        if (run.has(AbinitRun.Mark.STEPS_EXCEEDED)) {
            return Optional.of(row("steps", run.line(AbinitRun.Mark.STEPS_EXCEEDED)));
        }
        return run.relaxes() && !run.has(AbinitRun.Mark.RELAXED) ? Optional.of(row("unsaid", "")) : Optional.empty();
    }

    // completed, but is everything there that a result needs?
    private static Optional<CalculationFailure> incomplete(AbinitJobDirectory job, AbinitRun run) {
        if (run.unreadable().isPresent()) {
            return run.unreadable().map(line -> row("unreadable", line));
        }
        Optional<AbinitStep> last = run.lastStep();
        if (last.isEmpty()) {
            return truncated("the output has no final energy");
        }
        Optional<Structure> structure = AbinitResult.structure(job, run);
        if (structure.isEmpty() || (run.relaxes() && last.get().geometry().isEmpty())) {
            return truncated("the output has no geometry");
        }
        if (last.get().forces().length != 3 * structure.get().size()) {
            return truncated("the output has another number of forces than of atoms, "
                    + structure.get().size());
        }
        if (last.get().stress().isEmpty()) {
            return truncated("the output has no stress");
        }
        if (!run.ended().has("etotal")) {
            return truncated("the output has no variables after the computation");
        }
        Optional<String> contradiction = AbinitResult.contradiction(job, run);
        if (contradiction.isPresent()) {
            return Optional.of(told("unreadable", "the output contradicts itself", contradiction.get()));
        }
        boolean soundBefore = run.relaxes()
                && job.given().or(run::initial).flatMap(CloseContacts::in).isEmpty();
        return structure
                .flatMap(CloseContacts::in)
                .map(evidence -> row(soundBefore ? "collapse" : "contact", evidence));
    }

    private static Optional<CalculationFailure> truncated(String detail) {
        return Optional.of(told("truncated", detail, ""));
    }
}
