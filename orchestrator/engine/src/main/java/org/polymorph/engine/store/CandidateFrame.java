package org.polymorph.engine.store;

import java.util.Optional;
import java.util.Set;
import org.polymorph.model.crystal.Structure;

/**
 * Where a candidate stands after a round of relaxation.
 *
 * @param candidate its stable identity
 * @param round −1 for the structure as generated
 * @param enthalpy per atom, eV, by the surrogate of that round; NaN as generated
 * @param maxForce longest force on an atom, eV/Å
 * @param energyStd standard deviation of the energy per atom, eV
 * @param forceStd largest standard deviation of a force, eV/Å
 * @param outcome how the relaxation ended
 * @param cluster stable identity of its cluster; empty before clustering
 */
public record CandidateFrame(
        String candidate,
        int round,
        Structure structure,
        double enthalpy,
        double maxForce,
        double energyStd,
        double forceStd,
        String outcome,
        int steps,
        Optional<String> cluster) {
    static final Set<String> FALLEN = Set.of("collapsed", "exploded", "not-finite");

    /** Returns whether the surrogate found no crystal there; the structure is then that from before the relaxation. */
    public boolean hasFallen() {
        return FALLEN.contains(outcome);
    }
}
