package org.polymorph.engine.scheduler.slurm;

import java.util.OptionalInt;

/**
 * One line of what SLURM says about jobs.
 *
 * @param cluster empty where the answer does not name it
 * @param word SLURM's word for the state
 * @param reason why it waits or ended; empty where there is none
 * @param nodes where it runs or ran; empty where there is none
 * @param exit status and signal, where the command tells them
 */
record SlurmRecord(String id, String cluster, String name, String word, String reason, String nodes, Exit exit) {

    /** Exit status and signal of a job; empty where not told. */
    record Exit(OptionalInt status, OptionalInt signal) {
        static final Exit UNTOLD = new Exit(OptionalInt.empty(), OptionalInt.empty());

        /** Reads {@code 0:53}. */
        static Exit parse(String text) {
            if (!text.matches("\\d{1,9}:\\d{1,9}")) {
                return UNTOLD;
            }
            int colon = text.indexOf(':');
            return new Exit(
                    OptionalInt.of(Integer.parseInt(text.substring(0, colon))),
                    OptionalInt.of(Integer.parseInt(text.substring(colon + 1))));
        }
    }

    Evidence evidence() {
        return SlurmState.evidence(word);
    }

    /** Returns the word, with the reason where there is one, for people. */
    String story() {
        return reason.isEmpty() || reason.equals("None") ? word : word + " (" + reason + ")";
    }
}
