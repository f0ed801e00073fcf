package org.polymorph.dft.abinit;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.polymorph.model.crystal.Structure;

/**
 * Everything read from ABINIT's main output, complete or not.
 *
 * @param steps geometries evaluated, in their order
 * @param begun variables before the computation
 * @param ended variables after the computation
 * @param marks what the run said about itself, with the first line that said so
 * @param unreadable first line whose numbers could not be read
 * @param facts version, wall seconds, magnetisation and the like
 */
record AbinitRun(
        List<AbinitStep> steps,
        AbinitEcho begun,
        AbinitEcho ended,
        Map<Mark, String> marks,
        Optional<String> unreadable,
        Map<String, String> facts) {

    /** Lines that say how a run went. */
    enum Mark {
        STARTED(" of ABINIT"),
        COMPLETED("Calculation completed."),
        TIMED("+Overall time at end"),
        SCF_FAILED("was not enough SCF cycles to converge"),
        STEPS_EXCEEDED("was not enough Broyd/MD steps to converge"),
        RELAXED("gradients are converged"),
        RELAXATION("--- Iteration:"),
        EXIT_REQUESTED("exit requested by the user"),
        TIME_EXCEEDED("Approaching time limit"),
        CPU_TIME_EXCEEDED("cpu time limit exceeded");

        private final String text;

        Mark(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    AbinitRun {
        steps = List.copyOf(steps);
        Map<Mark, String> copy = new EnumMap<>(Mark.class);
        copy.putAll(marks);
        marks = copy;
        facts = Map.copyOf(facts);
    }

    boolean has(Mark mark) {
        return marks.containsKey(mark);
    }

    /** Returns the line that a mark was seen in, or an empty text. */
    String line(Mark mark) {
        return marks.getOrDefault(mark, "");
    }

    /** Returns whether the output goes to its end. */
    boolean complete() {
        return has(Mark.COMPLETED) && has(Mark.TIMED);
    }

    /** Returns whether the ions (and the cell) were to be moved. */
    boolean relaxes() {
        return has(Mark.RELAXATION) || has(Mark.RELAXED) || has(Mark.STEPS_EXCEEDED);
    }

    /** Returns the last step, if one was completed. */
    Optional<AbinitStep> lastStep() {
        return steps.isEmpty() ? Optional.empty() : Optional.of(steps.get(steps.size() - 1));
    }

    /** Returns the geometry it began with, to the digits printed; empty where that is not told. */
    Optional<Structure> initial() {
        try {
            return begun.structure();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
