package org.polymorph.model.calculation;

import java.util.function.Function;

/** What came of one structure handed to a DFT code: a result, or a classified failure. */
public sealed interface CalculationOutcome permits CalculationResult, CalculationFailure {

    /** Applies one of two functions, by what this is. */
    <T> T fold(Function<CalculationResult, T> result, Function<CalculationFailure, T> failure);
}
