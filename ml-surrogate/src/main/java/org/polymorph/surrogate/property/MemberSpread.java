package org.polymorph.surrogate.property;

import java.util.Arrays;
import org.polymorph.model.spi.PropertyEstimate;

/**
 * How the members of an ensemble, of networks or of trees, make one estimate: their mean, and a deviation of a part that is the
 * same everywhere and one that goes with how far they differ.
 *
 * @param floor the former, in the unit of the property
 * @param factor of the standard deviation of the members
 */
public record MemberSpread(double floor, double factor) {
    /** The deviation is that of the members. */
    public static final MemberSpread ALONE = new MemberSpread(0, 1);

    /**
     * Finds the two parts so that each explains half of the errors.
     *
     * @param square mean square error of estimates that the members were not trained for
     * @param variance mean variance of the members there
     */
    public static MemberSpread explaining(double square, double variance) {
        return variance > 0
                ? new MemberSpread(Math.sqrt(square / 2), Math.sqrt(square / (2 * variance)))
                : new MemberSpread(Math.sqrt(square), 0);
    }

    /** Makes an estimate of what the members say. */
    public PropertyEstimate of(double[] values) {
        double mean = Arrays.stream(values).sum() / values.length;
        double variance = 0;
        for (double value : values) {
            variance += (value - mean) * (value - mean) / Math.max(1, values.length - 1);
        }
        return new PropertyEstimate(mean, Math.hypot(floor, factor * Math.sqrt(variance)));
    }
}
