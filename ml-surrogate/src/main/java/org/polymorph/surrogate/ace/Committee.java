package org.polymorph.surrogate.ace;

import java.util.List;
import org.polymorph.surrogate.linear.NativeFloats;

/**
 * What members differ by from the mean, for use by {@link CommitteeAdjoints} and {@link Spread}: numbers of all members stand
 * together, rounded up to whole lanes. Immutable and thread-safe.
 */
final class Committee {
    /** Numbers that loops take at once. */
    static final int LANES = 8;

    private final int members;
    private final int padded;
    private final int perCentre;
    private final double[] coefficients; // features × padded
    private final List<SlopeTensors.Channel> channels;
    private final NativeFloats weights; // centres × uses of tensors, those of a channel together × padded

    /**
     * Compiles.
     *
     * @param deviations members × features, row-major
     */
    Committee(AceBasis basis, double[] deviations) {
        int features = basis.size();
        members = deviations.length / features;
        padded = (members + LANES - 1) / LANES * LANES;
        perCentre = basis.perCentre();
        coefficients = new double[features * padded];
        for (int k = 0; k < members; k++) {
            for (int f = 0; f < features; f++) {
                coefficients[f * padded + k] = deviations[k * features + f];
            }
        }
        channels = basis.tensors().channels();
        weights = new NativeFloats(basis.elements().size() * uses() * padded);
        float[] row = new float[padded];
        int at = 0;
        for (int z = 0; z < basis.elements().size(); z++) {
            for (SlopeTensors.Channel channel : channels) {
                for (SlopeTensors.Use use : channel.uses()) {
                    int from = (z * perCentre + 1 + use.invariant()) * padded;
                    for (int k = 0; k < padded; k++) {
                        row[k] = (float) (coefficients[from + k] * use.factor());
                    }
                    weights.put(at, row, padded);
                    at += padded;
                }
            }
        }
    }

    int members() {
        return members;
    }

    /** Returns the number of members rounded up to whole lanes. */
    int padded() {
        return padded;
    }

    List<SlopeTensors.Channel> channels() {
        return channels;
    }

    /** Returns the number of uses of tensors in all channels. */
    int uses() {
        return channels.stream().mapToInt(channel -> channel.uses().size()).sum();
    }

    /** Returns the members' coefficients of tensors, centres × {@link #uses} × {@link #padded}, for one thread. */
    NativeFloats weights() {
        return weights.view();
    }

    /**
     * Adds each member's energy to {@code out}.
     *
     * @param features sums over atoms: of the constant, then of the invariants, for each centre
     */
    void addEnergies(double[] features, double[] out) {
        for (int f = 0; f < features.length; f++) {
            for (int k = 0; k < members; k++) {
                out[k] += features[f] * coefficients[f * padded + k];
            }
        }
    }
}
