package org.polymorph.surrogate.relax;

import java.util.Optional;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Prediction;

/**
 * What a relaxation gave.
 *
 * @param structure the kept frame: the trusted one of lowest enthalpy; the given structure if no other was accepted
 * @param evaluation energy, forces and stress of the kept frame; NaN if the given structure is out of all
 *     limits (it is not evaluated then), not finite if the calculator says so of the given structure
 * @param steps frames accepted after the first
 * @param evaluations calls of the calculator
 * @param prediction of the kept frame, where the calculator is a surrogate
 * @param reason one sentence for people
 */
public record Relaxation(
        Structure structure,
        Evaluation evaluation,
        RelaxOutcome outcome,
        int steps,
        int evaluations,
        Optional<Prediction> prediction,
        String reason) {

    /** Returns the energy of the kept frame per atom, in eV. */
    public double energyPerAtom() {
        return evaluation.energy() / structure.size();
    }

    /** Returns the enthalpy E + pV of the kept frame per atom, in eV, at a pressure in eV/Å³. */
    public double enthalpyPerAtom(double pressure) {
        return (evaluation.energy() + pressure * structure.volume()) / structure.size();
    }
}
