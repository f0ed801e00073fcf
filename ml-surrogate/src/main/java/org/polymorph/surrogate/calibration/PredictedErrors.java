package org.polymorph.surrogate.calibration;

import java.util.Arrays;

/** Errors of one quantity, each with the standard deviation that the model gave for it beforehand. Not thread-safe. */
public final class PredictedErrors {
    private double[] errors = new double[64];
    private double[] deviations = new double[64];
    private int count;

    /**
     * Adds one error, of any sign, and its predicted standard deviation.
     *
     * @throws IllegalArgumentException if they are not finite, or the deviation is negative
     */
    public void add(double error, double deviation) {
        if (!Double.isFinite(error) || !(deviation >= 0) || Double.isInfinite(deviation)) {
            throw new IllegalArgumentException("expected a finite error and a standard deviation of at least 0, found "
                    + error + " and " + deviation);
        }
        if (count == errors.length) {
            errors = Arrays.copyOf(errors, 2 * count);
            deviations = Arrays.copyOf(deviations, 2 * count);
        }
        errors[count] = Math.abs(error);
        deviations[count] = deviation;
        count++;
    }

    /** Adds all errors of others. */
    public void addAll(PredictedErrors others) {
        for (int i = 0; i < others.count; i++) {
            add(others.errors[i], others.deviations[i]);
        }
    }

    /** Returns these errors and deviations in another unit. */
    public PredictedErrors scaled(double factor) {
        PredictedErrors scaled = new PredictedErrors();
        for (int i = 0; i < count; i++) {
            scaled.add(factor * errors[i], factor * deviations[i]);
        }
        return scaled;
    }

    /** Returns how many there are. */
    public int count() {
        return count;
    }

    /** Returns the size of an error. */
    public double error(int i) {
        return errors[i];
    }

    /** Returns the standard deviation that was predicted for an error. */
    public double deviation(int i) {
        return deviations[i];
    }

    double[] errors() {
        return Arrays.copyOf(errors, count);
    }

    double[] deviations() {
        return Arrays.copyOf(deviations, count);
    }

    /** Returns the mean absolute error; NaN where there is none, as do the other means. */
    public double meanAbsolute() {
        return Arrays.stream(errors, 0, count).average().orElse(Double.NaN);
    }

    /** Returns the root of the mean squared error. */
    public double rootMeanSquare() {
        return rootMeanSquare(errors);
    }

    /** Returns the largest error. */
    public double largest() {
        return Arrays.stream(errors, 0, count).max().orElse(Double.NaN);
    }

    /** Returns the root mean square of the predicted deviations: that of the errors where they are right on the whole. */
    public double rootMeanVariance() {
        return rootMeanSquare(deviations);
    }

    private double rootMeanSquare(double[] values) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += values[i] * values[i];
        }
        return Math.sqrt(sum / count);
    }

    /** Returns the share of errors within so many predicted deviations. */
    public double within(double factor) {
        int inside = 0;
        for (int i = 0; i < count; i++) {
            if (errors[i] <= factor * deviations[i]) {
                inside++;
            }
        }
        return (double) inside / count;
    }

    /**
     * Returns the mean negative logarithm of the density that normal distributions of the predicted deviations give the
     * errors: the lower, the better the deviations tell them. Depends on the unit; infinite where a deviation is 0.
     */
    public double negativeLogLikelihood() {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            double z = errors[i] / deviations[i];
            sum += deviations[i] == 0 ? Double.POSITIVE_INFINITY : Math.log(deviations[i]) + z * z / 2;
        }
        return sum / count + Math.log(2 * Math.PI) / 2;
    }
}
