package org.polymorph.surrogate.property.ensemble;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.polymorph.model.spi.PropertyEstimate;
import org.polymorph.surrogate.network.Blocks;
import org.polymorph.surrogate.property.MemberSpread;

/**
 * The members of an ensemble with how their numbers are read; the estimate is their mean. Immutable.
 *
 * @param labelMean mean of the labels it was trained on
 * @param labelDeviation their deviation, in which the networks count
 * @param spread how they make a deviation
 * @param members their weights
 */
public record Ensemble(double labelMean, double labelDeviation, MemberSpread spread, List<double[][]> members) {
    public Ensemble {
        members = List.copyOf(members);
    }

    Ensemble calibrated(MemberSpread calibrated) {
        return new Ensemble(labelMean, labelDeviation, calibrated, members);
    }

    /** Returns what the members say of one crystal. */
    public <G> PropertyEstimate estimate(PropertyNetwork<G> network, G crystal) {
        return spread.of(members.stream()
                .mapToDouble(member -> labelMean + labelDeviation * network.values(crystal, member)[0])
                .toArray());
    }

    /** Writes all of it. */
    public void write(DataOutputStream out) throws IOException {
        out.writeDouble(labelMean);
        out.writeDouble(labelDeviation);
        out.writeDouble(spread.floor());
        out.writeDouble(spread.factor());
        out.writeInt(members.size());
        for (double[][] member : members) {
            Blocks.write(out, member);
        }
    }

    /** Reads what {@link #write} wrote. */
    public static Ensemble read(DataInputStream in) throws IOException {
        double mean = in.readDouble();
        double deviation = in.readDouble();
        MemberSpread spread = new MemberSpread(in.readDouble(), in.readDouble());
        List<double[][]> members = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            members.add(Blocks.read(in));
        }
        return new Ensemble(mean, deviation, spread, members);
    }
}
