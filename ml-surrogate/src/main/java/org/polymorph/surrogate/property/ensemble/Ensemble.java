package org.polymorph.surrogate.property.ensemble;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.polymorph.model.spi.PropertyEstimate;
import org.polymorph.surrogate.network.Blocks;

/**
 * The members of an ensemble with how their numbers are read; the estimate is their mean. Immutable.
 *
 * @param labelMean mean of the labels it was trained on
 * @param labelDeviation their deviation, in which the networks count
 * @param floor part of the deviation that is the same everywhere, in the unit of the labels
 * @param spread factor of the deviation of the members
 * @param members their weights
 */
public record Ensemble(
        double labelMean, double labelDeviation, double floor, double spread, List<double[][]> members) {
    public Ensemble {
        members = List.copyOf(members);
    }

    Ensemble calibrated(double newFloor, double newSpread) {
        return new Ensemble(labelMean, labelDeviation, newFloor, newSpread, members);
    }

    /** Returns what the members say of one crystal. */
    public <G> PropertyEstimate estimate(PropertyNetwork<G> network, G crystal) {
        int count = members.size();
        double[] values = new double[count];
        double mean = 0;
        for (int m = 0; m < count; m++) {
            values[m] = labelMean + labelDeviation * network.values(crystal, members.get(m))[0];
            mean += values[m] / count;
        }
        double variance = 0;
        for (double value : values) {
            variance += (value - mean) * (value - mean) / Math.max(1, count - 1);
        }
        return new PropertyEstimate(mean, Math.hypot(floor, spread * Math.sqrt(variance)));
    }

    /** Writes all of it. */
    public void write(DataOutputStream out) throws IOException {
        out.writeDouble(labelMean);
        out.writeDouble(labelDeviation);
        out.writeDouble(floor);
        out.writeDouble(spread);
        out.writeInt(members.size());
        for (double[][] member : members) {
            Blocks.write(out, member);
        }
    }

    /** Reads what {@link #write} wrote. */
    public static Ensemble read(DataInputStream in) throws IOException {
        double mean = in.readDouble();
        double deviation = in.readDouble();
        double floor = in.readDouble();
        double spread = in.readDouble();
        List<double[][]> members = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            members.add(Blocks.read(in));
        }
        return new Ensemble(mean, deviation, floor, spread, members);
    }
}
