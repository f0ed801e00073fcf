package org.polymorph.model.calculation;

import java.util.Map;
import java.util.function.Function;
import org.polymorph.model.crystal.Structure;

/**
 * A calculation that ended well.
 *
 * @param structure the geometry that the numbers belong to: the given one, or the last one of a relaxation
 * @param evaluation energy, forces and stress of that geometry
 * @param converged whether ions (and cell) are relaxed; true for single points. The SCF always is: else it is a failure
 * @param ionicSteps geometries evaluated, 1 for a single point
 * @param details what else is worth keeping, such as code version, wall seconds, which energy is meant; sorted on output
 */
public record CalculationResult(
        Structure structure, Evaluation evaluation, boolean converged, int ionicSteps, Map<String, String> details)
        implements CalculationOutcome {
    public CalculationResult {
        if (structure.size() != evaluation.size()) {
            throw new IllegalArgumentException(
                    "forces of " + evaluation.size() + " atoms do not fit a structure of " + structure.size());
        }
        details = Map.copyOf(details);
    }

    @Override
    public <T> T fold(Function<CalculationResult, T> result, Function<CalculationFailure, T> failure) {
        return result.apply(this);
    }
}
