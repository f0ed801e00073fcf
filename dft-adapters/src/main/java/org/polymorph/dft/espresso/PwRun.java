package org.polymorph.dft.espresso;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.polymorph.model.crystal.Structure;

/**
 * Everything read from the standard output of one run of pw.x, complete or not.
 *
 * @param started whether pw.x said so
 * @param initial the geometry it began with, to the digits printed
 * @param steps geometries evaluated, in their order
 * @param next the last geometry printed, whether it was evaluated or not: where a restart would begin
 * @param marks what the run said about itself, with the first line that said so
 * @param error text of the first error block, in one line
 * @param unreadable first line whose numbers could not be read
 * @param criteria of the relaxation, if it printed them
 * @param facts version, wall seconds, magnetisation and the like
 * @param warnings at most ten
 */
record PwRun(
        boolean started,
        Optional<Structure> initial,
        List<PwStep> steps,
        Optional<Structure> next,
        Map<Mark, String> marks,
        Optional<String> error,
        Optional<String> unreadable,
        Optional<Criteria> criteria,
        Map<String, String> facts,
        List<String> warnings) {

    /** Lines that say how a run went. */
    enum Mark {
        JOB_DONE("JOB DONE."),
        SCF_FAILED("convergence NOT achieved"),
        TIME_EXCEEDED("Maximum CPU time exceeded"),
        STEPS_EXCEEDED("The maximum number of steps has been reached"),
        BFGS_CONVERGED("bfgs converged in"),
        BFGS_FAILED("bfgs failed after"),
        HISTORY_RESET("history already reset at previous step"),
        FINAL_SCF("Final scf calculation at the relaxed structure"),
        RELAXATION("BFGS Geometry Optimization"),
        CONVERGED_WITHOUT_BFGS("Damped Dynamics: convergence achieved"),
        CELL_CONVERGED_WITHOUT_BFGS("convergence achieved, Efinal="),
        DYNAMICS("Entering Dynamics"),
        STOPPED("Program stopped by user request"),
        SIGNALLED("Signal Received, stopping");

        private final String text;

        Mark(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    /**
     * Thresholds of a relaxation.
     *
     * @param force in Ry/bohr, on each component
     * @param pressure in kbar, on each component of the stress less the target; absent for a fixed cell
     */
    record Criteria(double force, Optional<Double> pressure) {}

    PwRun {
        steps = List.copyOf(steps);
        Map<Mark, String> copy = new EnumMap<>(Mark.class);
        copy.putAll(marks);
        marks = copy;
        facts = Map.copyOf(facts);
        warnings = List.copyOf(warnings);
    }

    boolean has(Mark mark) {
        return marks.containsKey(mark);
    }

    /** Returns the line that a mark was seen in, or an empty text. */
    String line(Mark mark) {
        return marks.getOrDefault(mark, "");
    }

    /** Returns whether the ions (and the cell) were to be moved. */
    boolean relaxes() {
        return has(Mark.RELAXATION)
                || has(Mark.BFGS_CONVERGED)
                || has(Mark.STEPS_EXCEEDED)
                || has(Mark.FINAL_SCF)
                || has(Mark.DYNAMICS);
    }

    /** Returns the last geometry printed, where the run came to another one than that which it began with. */
    Optional<Structure> moved() {
        return next.filter(
                structure -> initial.map(first -> !first.equals(structure)).orElse(true));
    }

    /** Returns the last step, if one was completed. */
    Optional<PwStep> lastStep() {
        return steps.isEmpty() ? Optional.empty() : Optional.of(steps.get(steps.size() - 1));
    }
}
