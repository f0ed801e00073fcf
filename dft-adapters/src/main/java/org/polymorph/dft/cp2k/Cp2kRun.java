package org.polymorph.dft.cp2k;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything read from the standard output of one run of CP2K, complete or not.
 *
 * @param started whether CP2K said so
 * @param steps geometries evaluated, in their order
 * @param marks what the run said about itself, with the first line that said so
 * @param error text of the box with which CP2K gives up, in one line
 * @param unreadable first line whose numbers could not be read, or that contradicts others
 * @param facts version, wall seconds, magnetisation and the like
 * @param warnings at most ten
 */
record Cp2kRun(
        boolean started,
        List<Cp2kStep> steps,
        Map<Mark, String> marks,
        Optional<String> error,
        Optional<String> unreadable,
        Map<String, String> facts,
        List<String> warnings) {

    /** Lines that say how a run went. */
    enum Mark {
        ENDED("PROGRAM ENDED AT"),
        TIME_EXCEEDED("run terminated - exceeded requested execution time"),
        STOPPED("run terminated by external request"),
        SCF_FAILED("SCF run NOT converged"),
        STEPS_EXCEEDED("MAXIMUM NUMBER OF OPTIMIZATION STEPS REACHED"),
        COMPLETED("GEOMETRY OPTIMIZATION COMPLETED"),
        FEW_STATES("Add more MOs for proper smearing");

        private final String text;

        Mark(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    Cp2kRun {
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

    /** Returns the last step with forces and stress. */
    Optional<Cp2kStep> last() {
        return steps.stream().filter(Cp2kStep::isWhole).reduce((first, second) -> second);
    }
}
