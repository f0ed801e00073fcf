package org.polymorph.model.calculation;

import java.util.Optional;
import java.util.function.Function;
import org.polymorph.model.crystal.Structure;

/**
 * A calculation that failed in a known way: an expected scientific outcome, so a value and not an exception.
 *
 * @param detail what happened, in words
 * @param evidence the line of the output that says so; empty if there is none
 * @param remedy what would help; empty if nothing is known
 * @param error name of the row in the code's table of repairs, such as {@code scf}; empty if it is in none
 * @param geometry the last one that was computed without a complaint, where a repaired attempt may begin; empty if there is
 *     none but the given one
 */
public record CalculationFailure(
        FailureKind kind, String detail, String evidence, String remedy, String error, Optional<Structure> geometry)
        implements CalculationOutcome {

    /** A failure that no table knows. */
    public CalculationFailure(FailureKind kind, String detail, String evidence, String remedy) {
        this(kind, detail, evidence, remedy, "", Optional.empty());
    }

    /** Returns the same failure with the row of the table that it belongs to. */
    public CalculationFailure as(String row) {
        return new CalculationFailure(kind, detail, evidence, remedy, row, geometry);
    }

    /** Returns the same failure with the last good geometry. */
    public CalculationFailure after(Optional<Structure> last) {
        return new CalculationFailure(kind, detail, evidence, remedy, error, last);
    }

    @Override
    public <T> T fold(Function<CalculationResult, T> result, Function<CalculationFailure, T> failure) {
        return failure.apply(this);
    }
}
