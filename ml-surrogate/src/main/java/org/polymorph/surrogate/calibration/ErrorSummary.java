package org.polymorph.surrogate.calibration;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The errors of one quantity in numbers, and how far the predicted deviations tell them. NaN where too few errors tell.
 *
 * @param count of errors
 * @param mae mean absolute error
 * @param rmse root mean square error
 * @param largest error
 * @param std root mean square of the predicted deviations
 * @param within1 share of errors within one predicted deviation; 0.683 where they are right
 * @param within2 share within two; 0.954 where they are right
 * @param rankCorrelation see {@link Discrimination#rankCorrelation}
 * @param worstTenth see {@link Discrimination#worstTenth}
 * @param calibrationError see {@link Reliability#expectedError}
 * @param negativeLogLikelihood see {@link PredictedErrors#negativeLogLikelihood}
 */
public record ErrorSummary(
        int count,
        double mae,
        double rmse,
        double largest,
        double std,
        double within1,
        double within2,
        double rankCorrelation,
        double worstTenth,
        double calibrationError,
        double negativeLogLikelihood) {
    /** The names of the numbers that can be missing. */
    public static final List<String> NAMES = List.of(
            "mae",
            "rmse",
            "largest",
            "std",
            "rmseOverStd",
            "within1Std",
            "within2Std",
            "rankCorrelation",
            "worstTenthArea",
            "calibrationError",
            "negativeLogLikelihood");

    /**
     * Sums errors up.
     *
     * @param ranked errors that are to be told from each other: the same, or what several of them make up
     */
    public static ErrorSummary of(PredictedErrors errors, PredictedErrors ranked) {
        return new ErrorSummary(
                errors.count(),
                errors.meanAbsolute(),
                errors.rootMeanSquare(),
                errors.largest(),
                errors.rootMeanVariance(),
                errors.within(1),
                errors.within(2),
                Discrimination.rankCorrelation(ranked),
                Discrimination.worstTenth(ranked),
                Reliability.expectedError(errors),
                errors.negativeLogLikelihood());
    }

    /** Returns the root mean square error over the predicted one: 1 where deviations are right on the whole. */
    public double ratio() {
        return rmse / std;
    }

    /** Returns the finite ones of these numbers by name, in this order. */
    public Map<String, Object> numbers() {
        Map<String, Object> numbers = new LinkedHashMap<>();
        numbers.put("count", count);
        double[] values = {
            mae,
            rmse,
            largest,
            std,
            ratio(),
            within1,
            within2,
            rankCorrelation,
            worstTenth,
            calibrationError,
            negativeLogLikelihood
        };
        for (int k = 0; k < values.length; k++) {
            if (Double.isFinite(values[k])) {
                numbers.put(NAMES.get(k), values[k]);
            }
        }
        return numbers;
    }
}
