package org.polymorph.model.spi;

import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.Stress;

/**
 * A surrogate's answer with its own uncertainty: standard deviations over the committee or ensemble.
 *
 * @param energyStd of the energy of the whole cell, eV
 * @param forceStd one number an atom, eV/Å: the root of the summed variances of the three components; copied in and out
 * @param stressStd componentwise, eV/Å³
 */
public record Prediction(Evaluation mean, double energyStd, double[] forceStd, Stress stressStd) {
    public Prediction {
        forceStd = forceStd.clone();
    }

    @Override
    public double[] forceStd() {
        return forceStd.clone();
    }

    /** Returns whether all numbers are finite. */
    public boolean isFinite() {
        return mean.isFinite()
                && Double.isFinite(energyStd)
                && Double.isFinite(maxForceStd())
                && Double.isFinite(stressStd.maxAbs());
    }

    /** Returns the largest entry of {@link #forceStd}, eV/Å. */
    public double maxForceStd() {
        double max = 0;
        for (double f : forceStd) {
            max = Math.max(max, f);
        }
        return max;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Prediction that
                && mean.equals(that.mean)
                && energyStd == that.energyStd
                && java.util.Arrays.equals(forceStd, that.forceStd)
                && stressStd.equals(that.stressStd);
    }

    @Override
    public int hashCode() {
        return mean.hashCode();
    }
}
