package org.polymorph.surrogate.training;

/** Brings pooled features to the mean and the deviation that they had over the training set. */
public final class PooledScale {
    private PooledScale() {}

    /** Replaces features by their distance from the mean in deviations; by 0 where the training set had no deviation. */
    public static double[] standardize(double[] pooled, double[] mean, double[] deviation) {
        for (int f = 0; f < pooled.length; f++) {
            pooled[f] = deviation[f] > 0 ? (pooled[f] - mean[f]) / deviation[f] : 0;
        }
        return pooled;
    }
}
