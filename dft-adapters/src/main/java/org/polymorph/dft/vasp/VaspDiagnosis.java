package org.polymorph.dft.vasp;

import static org.polymorph.model.calculation.FailureKind.BAD_STRUCTURE;
import static org.polymorph.model.calculation.FailureKind.CRASHED;
import static org.polymorph.model.calculation.FailureKind.NO_OUTPUT;
import static org.polymorph.model.calculation.FailureKind.NO_PROGRAM;
import static org.polymorph.model.calculation.FailureKind.OTHER;
import static org.polymorph.model.calculation.FailureKind.TRUNCATED_OUTPUT;
import static org.polymorph.model.calculation.FailureKind.UNREADABLE_NUMBERS;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.polymorph.dft.output.JobFiles;
import org.polymorph.model.calculation.CalculationFailure;
import org.polymorph.model.calculation.FailureKind;
import org.polymorph.model.crystal.CloseContacts;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.remedy.RemedyRow;

/** Says why a job gave no result: what VASP and its surroundings say first, then what is missing or does not fit. */
final class VaspDiagnosis {
    private static final Pattern NOT_STARTED = Pattern.compile(
            "command not found|: not found|no such file or directory|cannot execute|permission denied"
                    + "|unable to (find|launch|locate)|could not (find|access).*executable|loading shared libraries|execve",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern TIME_LIMIT = Pattern.compile(
            "due to time limit|time limit exceeded|walltime.*exceeded|wall-clock limit", Pattern.CASE_INSENSITIVE);

    // what a structure with atoms too close may bring about
    private static final Set<FailureKind> OF_STRUCTURE = Set.of(
            UNREADABLE_NUMBERS,
            FailureKind.DIAGONALIZATION,
            FailureKind.SCF_NOT_CONVERGED,
            FailureKind.IONS_NOT_CONVERGED,
            CRASHED,
            OTHER);

    private VaspDiagnosis() {}

    /** Returns nothing for a run that ended well. */
    static Optional<CalculationFailure> of(VaspJobDirectory job) {
        Optional<VaspRun> run = job.run();
        if (run.isEmpty()) {
            return Optional.of(withoutOutput(job));
        }
        return failure(job, run.get()).map(failure -> atFault(job, failure).orElse(failure.after(lastGood(job))));
    }

    private static Optional<CalculationFailure> atFault(VaspJobDirectory job, CalculationFailure failure) {
        return OF_STRUCTURE.contains(failure.kind())
                ? job.given().flatMap(CloseContacts::in).map(VaspDiagnosis::tooClose)
                : Optional.empty();
    }

    private static CalculationFailure tooClose(String evidence) {
        return new CalculationFailure(
                BAD_STRUCTURE,
                "atoms are nearer to each other than half the sum of their covalent radii",
                evidence,
                "none: the structure is at fault");
    }

    private static Optional<CalculationFailure> failure(VaspJobDirectory job, VaspRun run) {
        if (!run.whole()) {
            return Optional.of(unfinished(job, run));
        }
        return alwaysWrong(job)
                .or(() -> run.last().flatMap(VaspStep::trouble).map(VaspDiagnosis::unreadable))
                .or(() -> damage(job, run))
                .or(() -> stopped(job))
                .or(() -> electronic(job, run))
                .or(() -> incomplete(run))
                .or(() -> ions(job, run))
                .or(() -> structure(job));
    }

    /** Returns the last geometry with a complete step; empty where none but the given one was computed, or it is unsound. */
    static Optional<Structure> lastGood(VaspJobDirectory job) {
        Optional<VaspStep> last =
                job.run().flatMap(VaspRun::last).filter(step -> step.trouble().isEmpty());
        boolean moved = last.filter(step -> step.number() > 1).isPresent();
        return last.filter(step -> moved)
                .flatMap(VaspStep::structure)
                .map(found -> job.relaxed()
                        .filter(relaxed -> VaspResult.same(relaxed, found, 5e-5))
                        .orElse(found))
                .filter(structure -> CloseContacts.in(structure).isEmpty());
    }

    private static CalculationFailure withoutOutput(VaspJobDirectory job) {
        int exit = job.exit().orElse(0);
        Optional<CalculationFailure> said = timeLimit(job).or(() -> VaspRepairs.TABLE.firstIn(job.complaints()));
        if (said.isPresent()) {
            return atFirstStep(said.get());
        }
        Optional<String> notStarted = job.complaints().stream()
                .filter(line -> NOT_STARTED.matcher(line).find())
                .findFirst();
        if (exit == 126 || exit == 127 || notStarted.isPresent()) {
            return new CalculationFailure(
                    NO_PROGRAM,
                    "VASP could not be started",
                    notStarted.orElse("exit status " + exit),
                    "check command and prelude of codes.vasp");
        }
        return new CalculationFailure(
                exit == 0 ? NO_OUTPUT : CRASHED,
                job.problem().orElse("there is no vasprun.xml and no OUTCAR" + JobFiles.exitNote(job.exit())),
                job.complaints().isEmpty()
                        ? ""
                        : job.complaints().get(job.complaints().size() - 1),
                "run it again");
    }

    private static CalculationFailure unfinished(VaspJobDirectory job, VaspRun run) {
        Optional<CalculationFailure> said = timeLimit(job).or(() -> VaspRepairs.TABLE.firstIn(job.complaints()));
        if (said.isPresent()) {
            if (said.get().error().equals("bands")) {
                return bands(job, said.get().evidence());
            }
            return run.last().isEmpty() ? atFirstStep(said.get()) : said.get();
        }
        Optional<String> garbled =
                run.last().flatMap(VaspStep::trouble).filter(line -> line.contains("**") || line.contains("NaN"));
        if (garbled.isPresent()) {
            return unreadable(garbled.get());
        }
        int exit = job.exit().orElse(0);
        return new CalculationFailure(
                exit == 0 ? TRUNCATED_OUTPUT : CRASHED,
                run.source() + " ends before its end, after " + run.energies().size() + " complete steps"
                        + JobFiles.exitNote(job.exit())
                        + run.damage().map(what -> "; " + what).orElse(""),
                run.facts().getOrDefault("brokenXml", ""),
                "run it again from the last geometry");
    }

    private static Optional<CalculationFailure> timeLimit(VaspJobDirectory job) {
        return job.complaints().stream()
                .filter(line -> TIME_LIMIT.matcher(line).find())
                .findFirst()
                .map(line -> row(VaspRepairs.WALLTIME, line));
    }

    // the message that later blames the step of the ions blames the structure before any
    private static CalculationFailure atFirstStep(CalculationFailure failure) {
        return failure.error().equals(VaspRepairs.ZPOTRF) ? row(VaspRepairs.ZPOTRF_FIRST, failure.evidence()) : failure;
    }

    private static CalculationFailure row(String id, String evidence) {
        return VaspRepairs.TABLE.row(id).failure(evidence);
    }

    // With too few bands VASP goes on to its end, but the numbers are wrong.
    private static Optional<CalculationFailure> alwaysWrong(VaspJobDirectory job) {
        RemedyRow bands = VaspRepairs.TABLE.row("bands");
        return job.complaints().stream().filter(bands::in).findFirst().map(line -> bands(job, line));
    }

    // with the number that was too small: how many VASP takes by itself is known to nobody else
    private static CalculationFailure bands(VaspJobDirectory job, String line) {
        String number = job.outcar()
                .or(job::vasprun)
                .map(run -> run.parameters().getOrDefault("NBANDS", ""))
                .orElse("")
                .trim();
        return row("bands", number.isEmpty() ? line : line + " NBANDS = " + number);
    }

    private static Optional<CalculationFailure> damage(VaspJobDirectory job, VaspRun run) {
        List<String> found = new ArrayList<>();
        run.damage().ifPresent(found::add);
        Optional<VaspRun> log = job.outcar().filter(VaspRun::whole);
        log.flatMap(VaspRun::damage).ifPresent(found::add);
        if (run.source().equals(VaspRun.VASPRUN) && log.isPresent()) {
            VaspComparison.of(run, log.get()).ifPresent(found::add);
        }
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(new CalculationFailure(
                        UNREADABLE_NUMBERS,
                        "the output is damaged",
                        found.get(0),
                        "retrieve it again, or run it again"));
    }

    private static Optional<CalculationFailure> stopped(VaspJobDirectory job) {
        boolean asked = job.outcar().filter(VaspRun::stopped).isPresent();
        return asked ? Optional.of(row(VaspRepairs.WALLTIME, "soft stop encountered: STOPCAR")) : Optional.empty();
    }

    private static Optional<CalculationFailure> electronic(VaspJobDirectory job, VaspRun run) {
        Optional<VaspStep> last = run.last();
        Optional<Boolean> logged = job.outcar().flatMap(VaspRun::last).flatMap(VaspStep::scfConverged);
        boolean converged =
                logged.or(() -> last.flatMap(VaspStep::scfConverged)).orElse(true);
        if (converged) {
            return Optional.empty();
        }
        Optional<CalculationFailure> said = VaspRepairs.TABLE
                .firstIn(job.complaints())
                .filter(failure -> failure.kind() == FailureKind.SCF_NOT_CONVERGED
                        || failure.kind() == FailureKind.DIAGONALIZATION);
        int steps = last.map(VaspStep::scfSteps).orElse(0);
        return said.or(() -> Optional.of(row(
                VaspRepairs.UNCONVERGED,
                "the last electronic minimisation has " + steps + " steps, NELM = " + run.integer("NELM", 60))));
    }

    private static Optional<CalculationFailure> incomplete(VaspRun run) {
        if (run.last().isEmpty() || run.unfinished()) {
            return fail(TRUNCATED_OUTPUT, run.source() + " lacks the energy or the forces of its last step");
        }
        VaspStep last = run.last().get();
        if (last.predicted()) {
            return fail(OTHER, "the last step is a prediction of a machine-learned force field and no calculation");
        }
        if (last.structure().isEmpty()) {
            return fail(TRUNCATED_OUTPUT, run.source() + " lacks the geometry of its last step");
        }
        int isif = run.integer("ISIF", 2);
        return last.stress().isEmpty() && isif >= 2 && run.integer("IBRION", -1) != 0
                ? fail(TRUNCATED_OUTPUT, run.source() + " lacks the stress of its last step")
                : Optional.empty();
    }

    private static Optional<CalculationFailure> ions(VaspJobDirectory job, VaspRun run) {
        if (!run.relaxes() || run.integer("NSW", 0) == 1 || VaspResult.relaxed(job, run)) {
            return Optional.empty();
        }
        Optional<CalculationFailure> said = VaspRepairs.TABLE
                .firstIn(job.complaints())
                .filter(failure -> failure.kind() == FailureKind.IONS_NOT_CONVERGED);
        return said.or(() ->
                Optional.of(row(VaspRepairs.NSW, run.energies().size() + " steps, NSW = " + run.integer("NSW", 0))));
    }

    private static Optional<CalculationFailure> structure(VaspJobDirectory job) {
        return CloseContacts.in(VaspResult.structure(job)).map(VaspDiagnosis::tooClose);
    }

    private static CalculationFailure unreadable(String line) {
        return new CalculationFailure(
                UNREADABLE_NUMBERS,
                "numbers of the output cannot be read, or contradict each other",
                line,
                "look at the structure: it may have collapsed");
    }

    private static Optional<CalculationFailure> fail(FailureKind kind, String detail) {
        return Optional.of(new CalculationFailure(kind, detail, "", "run it again"));
    }
}
