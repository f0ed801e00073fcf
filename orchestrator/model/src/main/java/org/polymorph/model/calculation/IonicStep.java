package org.polymorph.model.calculation;

import org.polymorph.model.crystal.Structure;

/**
 * One geometry on the way of a relaxation, or that of a single point, with what was computed for it.
 *
 * @param evaluation energy, forces and stress; the stress is {@link org.polymorph.model.crystal.Stress#UNKNOWN} where the code did
 *     not print it
 */
public record IonicStep(Structure structure, Evaluation evaluation) {
    public IonicStep {
        if (structure.size() != evaluation.size()) {
            throw new IllegalArgumentException(
                    "forces of " + evaluation.size() + " atoms do not fit a structure of " + structure.size());
        }
    }
}
