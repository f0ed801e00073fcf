package org.polymorph.surrogate.property.ensemble;

/**
 * The loss ½ Σ (value − target)² / n of n crystals.
 *
 * @param sum that
 * @param adjoint its derivative by each value
 */
public record SquareLoss(double sum, double[] adjoint) {

    /** Computes it. */
    public static SquareLoss of(double[] values, double[] targets) {
        int n = values.length;
        double sum = 0;
        double[] adjoint = new double[n];
        for (int s = 0; s < n; s++) {
            double error = values[s] - targets[s];
            sum += error * error / (2 * n);
            adjoint[s] = error / n;
        }
        return new SquareLoss(sum, adjoint);
    }
}
