package org.polymorph.surrogate.select;

import org.polymorph.surrogate.calibration.NormalDistribution;

/** By how much something is expected to be lower than the best so far: Jones, Schonlau, Welch 1998, doi 10.1023/A:1008306431147. */
public final class ExpectedImprovement {
    private ExpectedImprovement() {}

    /**
     * Returns E[max(best − y, 0)] for y normally distributed: (b − μ)·Φ(z) + σ·φ(z), z = (b − μ)/σ; equation 15 there.
     *
     * @param std σ; without one above zero the mean is taken for certain
     */
    public static double of(double best, double mean, double std) {
        double gain = best - mean;
        if (!(std > 0)) {
            return Math.max(gain, 0);
        }
        double z = gain / std;
        double density = Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
        return gain * NormalDistribution.cumulative(z) + std * density;
    }

    /** Returns the chance that y is lower than the best so far. */
    public static double chance(double best, double mean, double std) {
        return std > 0 ? NormalDistribution.cumulative((best - mean) / std) : best > mean ? 1 : 0;
    }
}
