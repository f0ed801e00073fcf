package org.polymorph.surrogate.calibration;

/** Deviations of a committee's members from their mean, to draw from. */
public final class MemberDeviations {
    private MemberDeviations() {}

    /**
     * Returns deviations scaled so that their root mean square is a calibrated standard deviation; zeros where the members do
     * not differ.
     *
     * @param raw of each member from the mean, in the unit of {@code std}
     */
    public static double[] scaled(double[] raw, double std) {
        double square = 0;
        for (double x : raw) {
            square += x * x / raw.length;
        }
        double factor = square > 0 ? std / Math.sqrt(square) : 0;
        double[] scaled = new double[raw.length];
        for (int k = 0; k < raw.length; k++) {
            scaled[k] = factor * raw[k];
        }
        return scaled;
    }

    /** Returns values less their mean. */
    public static double[] fromMean(double[] values) {
        double mean = 0;
        for (double x : values) {
            mean += x / values.length;
        }
        double[] deviations = values.clone();
        for (int k = 0; k < deviations.length; k++) {
            deviations[k] -= mean;
        }
        return deviations;
    }
}
