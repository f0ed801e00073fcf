package org.polymorph.dft.espresso;

import static org.polymorph.model.calculation.FailureKind.CRASHED;
import static org.polymorph.model.calculation.FailureKind.IONS_NOT_CONVERGED;
import static org.polymorph.model.calculation.FailureKind.NO_OUTPUT;
import static org.polymorph.model.calculation.FailureKind.OTHER;
import static org.polymorph.model.calculation.FailureKind.OUT_OF_WALLTIME;
import static org.polymorph.model.calculation.FailureKind.SCF_NOT_CONVERGED;
import static org.polymorph.model.calculation.FailureKind.TRUNCATED_OUTPUT;
import static org.polymorph.model.calculation.FailureKind.UNREADABLE_NUMBERS;

import java.util.List;
import java.util.Optional;
import org.polymorph.model.calculation.CalculationFailure;
import org.polymorph.model.calculation.FailureKind;

/** Says why a job gave no result: what pw.x itself says first, then what its surroundings say, then what is missing. */
final class PwDiagnosis {
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
                .or(() -> incomplete(job, run));
    }

    private static CalculationFailure withoutOutput(PwJobDirectory job) {
        int exit = job.exit().orElse(0);
        if (exit == 126 || exit == 127 || job.complaints().stream().anyMatch(PwSymptom.NO_PROGRAM::in)) {
            return noProgram(job);
        }
        return PwSymptom.firstIn(PwSymptom.SURROUNDINGS, job.complaints())
                .or(() -> crash(job))
                .orElseGet(() -> new CalculationFailure(
                        exit == 0 ? NO_OUTPUT : CRASHED,
                        "there is no output of pw.x" + exitNote(job),
                        lastLine(job.complaints()),
                        "run it again"));
    }

    private static CalculationFailure noProgram(PwJobDirectory job) {
        return PwSymptom.firstIn(List.of(PwSymptom.NO_PROGRAM), job.complaints())
                .orElseGet(() ->
                        PwSymptom.NO_PROGRAM.failure("exit status " + job.exit().orElse(0)));
    }

    private static Optional<CalculationFailure> said(PwRun run) {
        if (run.error().isPresent()) {
            return Optional.of(error(run.error().get()));
        }
        if (run.has(PwRun.Mark.SCF_FAILED)) {
            return Optional.of(scf(run.line(PwRun.Mark.SCF_FAILED)));
        }
        if (run.has(PwRun.Mark.TIME_EXCEEDED) || run.has(PwRun.Mark.SIGNALLED)) {
            boolean clean = run.has(PwRun.Mark.JOB_DONE);
            return Optional.of(new CalculationFailure(
                    OUT_OF_WALLTIME,
                    clean
                            ? "pw.x stopped by itself at its time limit"
                            : "pw.x reached its time limit and was stopped while it saved its state",
                    run.has(PwRun.Mark.TIME_EXCEEDED)
                            ? run.line(PwRun.Mark.TIME_EXCEEDED)
                            : run.line(PwRun.Mark.SIGNALLED),
                    clean ? "go on with restart_mode = 'restart'" : "from scratch, from the last geometry"));
        }
        return Optional.empty();
    }

    private static CalculationFailure scf(String evidence) {
        return new CalculationFailure(
                SCF_NOT_CONVERGED,
                "the self-consistent cycle did not converge; such an energy is no label",
                evidence,
                "mixing_beta × 0.8, from scratch; then more steps by electron_maxstep");
    }

    private static CalculationFailure error(String text) {
        return PwSymptom.firstIn(PwSymptom.ERRORS, List.of(text))
                .orElseGet(() -> new CalculationFailure(OTHER, "pw.x stopped with an error", text, ""));
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
        return PwSymptom.firstIn(PwSymptom.SURROUNDINGS, job.complaints())
                .or(() -> crash(job))
                .or(() -> run.unreadable().filter(PwDiagnosis::garbled).map(PwDiagnosis::unreadable))
                .or(() -> run.started() || job.exit().orElse(0) != 127 ? Optional.empty() : Optional.of(noProgram(job)))
                .orElseGet(() -> {
                    boolean died = job.exit().orElse(0) != 0;
                    return new CalculationFailure(
                            died ? CRASHED : TRUNCATED_OUTPUT,
                            (died ? "pw.x died" + exitNote(job) : "the output ends before its end")
                                    + ": \"JOB DONE.\" is missing",
                            lastLine(job.complaints()),
                            "run it again from scratch");
                });
    }

    // a number that was cut is a sign of a cut file; stars and NaN are not
    private static boolean garbled(String line) {
        return line.contains("**") || line.contains("NaN") || line.contains("Infinity");
    }

    private static CalculationFailure unreadable(String line) {
        return new CalculationFailure(
                UNREADABLE_NUMBERS,
                "numbers of the output cannot be read",
                line,
                "look at the structure: it may have collapsed");
    }

    private static Optional<CalculationFailure> relaxation(PwJobDirectory job, PwRun run) {
        if (run.has(PwRun.Mark.STEPS_EXCEEDED)) {
            return ions(
                    "the relaxation used up its steps",
                    run.line(PwRun.Mark.STEPS_EXCEEDED),
                    "more steps by nstep, " + "from the last geometry");
        }
        if (run.has(PwRun.Mark.BFGS_FAILED)) {
            return ions(
                    "the optimiser gave up",
                    run.line(PwRun.Mark.BFGS_FAILED),
                    "from the last geometry, with a " + "smaller trust radius");
        }
        if (run.has(PwRun.Mark.HISTORY_RESET) && !PwResult.withinCriteria(job, run)) {
            return ions(
                    "the optimiser gave up with forces or stress above its criteria",
                    run.line(PwRun.Mark.HISTORY_RESET),
                    "damped dynamics, or a smaller trust radius");
        }
        int exit = job.exit().orElse(0);
        if (exit == 3) {
            return ions("the relaxation used up its steps", "exit status 3", "more steps by nstep");
        }
        if (exit == 2) {
            return Optional.of(scf("exit status 2"));
        }
        boolean converged = run.has(PwRun.Mark.BFGS_CONVERGED) || run.has(PwRun.Mark.CONVERGED_WITHOUT_BFGS);
        boolean asked = job.input().map(PwDiagnosis::relaxes).orElse(false);
        return (run.relaxes() || asked) && !converged && !run.has(PwRun.Mark.HISTORY_RESET)
                ? ions("the relaxation ended without saying that it converged", "", "from the last geometry")
                : Optional.empty();
    }

    private static boolean relaxes(PwGivenInput input) {
        return List.of("relax", "vc-relax").contains(input.entries().getOrDefault("calculation", "scf"));
    }

    private static Optional<CalculationFailure> ions(String detail, String evidence, String remedy) {
        return Optional.of(new CalculationFailure(IONS_NOT_CONVERGED, detail, evidence, remedy));
    }

    // JOB DONE, but is everything there that a result needs?
    private static Optional<CalculationFailure> incomplete(PwJobDirectory job, PwRun run) {
        if (run.unreadable().isPresent()) {
            return Optional.of(unreadable(run.unreadable().get()));
        }
        Optional<PwStep> last = run.lastStep();
        if (last.isEmpty()) {
            return fail(TRUNCATED_OUTPUT, "the output has no final energy");
        }
        if (run.steps().stream().anyMatch(step -> !step.converged())) {
            return Optional.of(scf(""));
        }
        if (PwResult.structure(job, run).isEmpty()) {
            return fail(TRUNCATED_OUTPUT, "the output has no geometry");
        }
        int atoms = PwResult.structure(job, run).get().size();
        if (PwResult.forces(job, run).map(values -> values.length != 3 * atoms).orElse(false)) {
            return fail(TRUNCATED_OUTPUT, "the output has another number of forces than of atoms, " + atoms);
        }
        boolean forces = PwResult.forces(job, run).isPresent();
        boolean stress = PwResult.stress(job, run).isPresent();
        boolean forcesAsked = job.input().map(input -> input.flag("tprnfor")).orElse(false) || run.relaxes();
        boolean stressAsked = job.input().map(input -> input.flag("tstress")).orElse(false);
        if ((forcesAsked && !forces) || (stressAsked && !stress)) {
            return fail(TRUNCATED_OUTPUT, "the output has no " + (forces ? "stress" : "forces"));
        }
        return PwResult.tooClose(job, run)
                .map(evidence -> new CalculationFailure(
                        FailureKind.BAD_STRUCTURE,
                        "atoms are nearer to each other than half the sum of their covalent radii",
                        evidence,
                        "none: the structure is at fault"));
    }

    private static Optional<CalculationFailure> fail(FailureKind kind, String detail) {
        return Optional.of(new CalculationFailure(kind, detail, "", "run it again"));
    }

    private static String exitNote(PwJobDirectory job) {
        if (job.exit().isEmpty()) {
            return "";
        }
        int exit = job.exit().getAsInt();
        return exit > 128 ? " (killed by signal " + (exit - 128) + ")" : " (exit status " + exit + ")";
    }

    private static String lastLine(List<String> lines) {
        return lines.stream()
                .filter(line -> !line.isBlank())
                .reduce((first, second) -> second)
                .map(String::trim)
                .orElse("");
    }
}
