package org.polymorph.dft.espresso;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.polymorph.dft.output.JobFiles;
import org.polymorph.model.calculation.CalculationFailure;
import org.polymorph.model.calculation.FailureKind;
import org.polymorph.model.crystal.CloseContacts;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.remedy.RemedyTable;

/** Says why a job gave no result: what pw.x itself says first, then what its surroundings say, then what is missing. */
final class PwDiagnosis {
    private static final Pattern ROUTINE = Pattern.compile("in routine\\s+(\\S+)");
    private static final List<PwRun.Mark> STOPS =
            List.of(PwRun.Mark.TIME_EXCEEDED, PwRun.Mark.STOPPED, PwRun.Mark.SIGNALLED);

    private PwDiagnosis() {}

    /** Returns nothing for a run that ended well. */
    static Optional<CalculationFailure> of(PwJobDirectory job) {
        if (job.run().isEmpty()) {
            return Optional.of(withoutOutput(job));
        }
        PwRun run = job.run().get();
        return said(run)
                .or(() -> run.has(PwRun.Mark.JOB_DONE) ? Optional.empty() : Optional.of(unfinished(job, run)))
                .or(() -> relaxation(job, run))
                .or(() -> incomplete(job, run))
                .map(failure -> failure.after(lastGood(run, failure.kind())));
    }

    // Where the electrons failed, the geometry before; where the ions did not get far enough, the one to go on with.
    private static Optional<Structure> lastGood(PwRun run, FailureKind kind) {
        Optional<Structure> computed = run.steps().stream()
                .filter(PwStep::converged)
                .flatMap(step -> step.geometry().stream())
                .reduce((first, second) -> second);
        boolean further = kind == FailureKind.OUT_OF_WALLTIME || kind == FailureKind.IONS_NOT_CONVERGED;
        return further && !run.steps().isEmpty() ? run.moved().or(() -> computed) : computed;
    }

    private static CalculationFailure withoutOutput(PwJobDirectory job) {
        int exit = job.exit().orElse(0);
        if (exit == 126 || exit == 127 || job.complaints().stream().anyMatch(PwRemedies.NO_PROGRAM::in)) {
            return noProgram(job);
        }
        return PwRemedies.SURROUNDINGS
                .firstIn(job.complaints())
                .or(() -> crash(job))
                .orElseGet(() -> told(
                        exit == 0 ? "nothing" : "died",
                        "there is no output of pw.x" + JobFiles.exitNote(job.exit()),
                        JobFiles.lastLine(job.complaints())));
    }

    private static CalculationFailure noProgram(PwJobDirectory job) {
        return new RemedyTable(List.of(PwRemedies.NO_PROGRAM))
                .firstIn(job.complaints())
                .orElseGet(() -> PwRemedies.NO_PROGRAM.failure(
                        "exit status " + job.exit().orElse(0)));
    }

    private static Optional<CalculationFailure> said(PwRun run) {
        if (run.error().isPresent()) {
            return Optional.of(error(run.error().get()));
        }
        if (run.has(PwRun.Mark.SCF_FAILED)) {
            return Optional.of(row("scf", run.line(PwRun.Mark.SCF_FAILED)));
        }
        for (PwRun.Mark mark : STOPS) {
            if (run.has(mark)) {
                return Optional.of(
                        run.has(PwRun.Mark.JOB_DONE)
                                ? row("clean", run.line(mark))
                                : told(
                                        "killed",
                                        "pw.x reached its time limit and was stopped while it saved its state",
                                        run.line(mark)));
            }
        }
        return Optional.empty();
    }

    private static CalculationFailure row(String id, String evidence) {
        return PwRemedies.TABLE.row(id).failure(evidence);
    }

    // a row's failure in other words
    private static CalculationFailure told(String id, String detail, String evidence) {
        CalculationFailure failure = row(id, evidence);
        return new CalculationFailure(
                failure.kind(), detail, evidence, failure.remedy(), failure.error(), Optional.empty());
    }

    private static CalculationFailure error(String text) {
        return PwRemedies.ERRORS.firstIn(List.of(text)).orElseGet(() -> {
            Matcher routine = ROUTINE.matcher(text);
            return told(
                    "crash",
                    "pw.x stopped with an error" + (routine.find() ? " in its routine " + routine.group(1) : ""),
                    text);
        });
    }

    private static Optional<CalculationFailure> crash(PwJobDirectory job) {
        String text = String.join(
                " ",
                job.crash().stream()
                        .filter(line -> !line.isBlank() && !line.contains("%%%%"))
                        .map(String::trim)
                        .toList());
        return text.isEmpty() ? Optional.empty() : Optional.of(error(text));
    }

    private static CalculationFailure unfinished(PwJobDirectory job, PwRun run) {
        return PwRemedies.SURROUNDINGS
                .firstIn(job.complaints())
                .or(() -> crash(job))
                .or(() -> run.unreadable().filter(PwDiagnosis::garbled).map(PwDiagnosis::unreadable))
                .or(() -> run.started() || job.exit().orElse(0) != 127 ? Optional.empty() : Optional.of(noProgram(job)))
                .orElseGet(() -> {
                    boolean died = job.exit().orElse(0) != 0;
                    return told(
                            died ? "died" : "truncated",
                            (died ? "pw.x died" + JobFiles.exitNote(job.exit()) : "the output ends before its end")
                                    + ": \"JOB DONE.\" is missing",
                            JobFiles.lastLine(job.complaints()));
                });
    }

    // a number that was cut is a sign of a cut file; stars and NaN are not
    private static boolean garbled(String line) {
        return line.contains("**") || line.contains("NaN") || line.contains("Infinity");
    }

    private static CalculationFailure unreadable(String line) {
        return row("unreadable", line);
    }

    private static Optional<CalculationFailure> relaxation(PwJobDirectory job, PwRun run) {
        if (run.has(PwRun.Mark.STEPS_EXCEEDED)) {
            return Optional.of(row("steps", run.line(PwRun.Mark.STEPS_EXCEEDED)));
        }
        if (run.has(PwRun.Mark.BFGS_FAILED)) {
            return Optional.of(told("bfgs", "the optimiser gave up", run.line(PwRun.Mark.BFGS_FAILED)));
        }
        if (run.has(PwRun.Mark.HISTORY_RESET) && !PwResult.withinCriteria(job, run)) {
            return Optional.of(row("bfgs", run.line(PwRun.Mark.HISTORY_RESET)));
        }
        int exit = job.exit().orElse(0);
        if (exit == 3) {
            return Optional.of(row("steps", "exit status 3"));
        }
        if (exit == 2) {
            return Optional.of(row("scf", "exit status 2"));
        }
        boolean converged = run.has(PwRun.Mark.BFGS_CONVERGED)
                || run.has(PwRun.Mark.CONVERGED_WITHOUT_BFGS)
                || run.has(PwRun.Mark.CELL_CONVERGED_WITHOUT_BFGS);
        boolean asked = job.input().map(PwDiagnosis::relaxes).orElse(false);
        return (run.relaxes() || asked) && !converged && !run.has(PwRun.Mark.HISTORY_RESET)
                ? Optional.of(row("unsaid", ""))
                : Optional.empty();
    }

    private static boolean relaxes(PwGivenInput input) {
        return List.of("relax", "vc-relax").contains(input.entries().getOrDefault("calculation", "scf"));
    }

    // JOB DONE, but is everything there that a result needs?
    private static Optional<CalculationFailure> incomplete(PwJobDirectory job, PwRun run) {
        if (run.unreadable().isPresent()) {
            return Optional.of(unreadable(run.unreadable().get()));
        }
        Optional<String> contradiction = PwResult.contradiction(job, run);
        if (contradiction.isPresent()) {
            return Optional.of(told("unreadable", "the outputs contradict each other", contradiction.get()));
        }
        Optional<PwStep> last = run.lastStep();
        if (last.isEmpty()) {
            return truncated("the output has no final energy");
        }
        if (run.steps().stream().anyMatch(step -> !step.converged())) {
            return Optional.of(row("scf", ""));
        }
        if (PwResult.structure(job, run).isEmpty()) {
            return truncated("the output has no geometry");
        }
        int atoms = PwResult.structure(job, run).get().size();
        if (PwResult.forces(job, run).map(values -> values.length != 3 * atoms).orElse(false)) {
            return truncated("the output has another number of forces than of atoms, " + atoms);
        }
        boolean forces = PwResult.forces(job, run).isPresent();
        boolean stress = PwResult.stress(job, run).isPresent();
        boolean forcesAsked = job.input().map(input -> input.flag("tprnfor")).orElse(false) || run.relaxes();
        boolean stressAsked = job.input().map(input -> input.flag("tstress")).orElse(false);
        if ((forcesAsked && !forces) || (stressAsked && !stress)) {
            return truncated("the output has no " + (forces ? "stress" : "forces"));
        }
        boolean soundBefore =
                run.relaxes() && given(job, run).flatMap(CloseContacts::in).isEmpty();
        return PwResult.structure(job, run)
                .flatMap(CloseContacts::in)
                .map(evidence -> row(soundBefore ? "collapse" : "contact", evidence));
    }

    private static Optional<Structure> given(PwJobDirectory job, PwRun run) {
        return job.input().flatMap(PwGivenInput::structure).or(run::initial);
    }

    private static Optional<CalculationFailure> truncated(String detail) {
        return Optional.of(told("truncated", detail, ""));
    }
}
