package org.polymorph.model.calculation;

import java.util.function.Function;

/**
 * A calculation that failed in a known way: an expected scientific outcome, so a value and not an exception.
 *
 * @param detail what happened, in words
 * @param evidence the line of the output that says so; empty if there is none
 * @param remedy what would help; empty if nothing is known
 */
public record CalculationFailure(FailureKind kind, String detail, String evidence, String remedy)
        implements CalculationOutcome {

    @Override
    public <T> T fold(Function<CalculationResult, T> result, Function<CalculationFailure, T> failure) {
        return failure.apply(this);
    }
}
