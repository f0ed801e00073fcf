package org.polymorph.engine.store;

import java.util.Optional;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.format.Frame;

/**
 * One structure handed to the DFT code.
 *
 * @param id stable, such as {@code r03-c0017} for a label or {@code final-c0017-0} for a stage of a final relaxation
 * @param round in which it was asked for
 * @param stage 0 for the first of a chain of relaxations
 * @param structure as sent
 * @param result the structure as it came back, with energy, forces and stress; empty unless DONE
 * @param failure why it failed, in words; empty unless FAILED
 */
public record Calculation(
        String id,
        Purpose purpose,
        int round,
        String candidate,
        int stage,
        String inputSet,
        Structure structure,
        State state,
        Optional<Frame> result,
        boolean converged,
        int ionicSteps,
        String failure) {

    /** What a calculation is for. */
    public enum Purpose {
        LABEL,
        FINAL
    }

    /** How far it has come. */
    public enum State {
        PLANNED,
        DONE,
        FAILED
    }
}
