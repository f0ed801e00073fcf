package org.polymorph.surrogate.property.cgcnn;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.PropertyEstimate;
import org.polymorph.model.spi.PropertyModel;
import org.polymorph.surrogate.network.Blocks;
import org.polymorph.surrogate.training.SealedFile;

/** An ensemble of crystal graph networks; the estimate is the mean of its members. Immutable and thread-safe. */
final class CgcnnModel implements PropertyModel {
    private static final int VERSION = 1;

    /**
     * What the model consists of.
     *
     * @param shape sizes of the networks
     * @param neighbors of each atom
     * @param labelMean mean of the labels it was trained on
     * @param labelDeviation their deviation, in which the networks count
     * @param floor part of the deviation that is the same everywhere, in the unit of the labels
     * @param spread factor of the deviation of the members
     * @param members their weights
     */
    record Parameters(
            CgcnnSettings.Shape shape,
            int neighbors,
            List<Element> elements,
            double labelMean,
            double labelDeviation,
            double floor,
            double spread,
            List<double[][]> members) {
        Parameters {
            elements = List.copyOf(elements);
            members = List.copyOf(members);
        }

        Parameters calibrated(double newFloor, double newSpread) {
            return new Parameters(shape, neighbors, elements, labelMean, labelDeviation, newFloor, newSpread, members);
        }
    }

    private final String property;
    private final Parameters parameters;
    private final Map<String, String> summary;
    private final CrystalNetwork network;

    CgcnnModel(String property, Parameters parameters, Map<String, String> summary) {
        this.property = property;
        this.parameters = parameters;
        this.summary = Collections.unmodifiableMap(new LinkedHashMap<>(summary));
        this.network = new CrystalNetwork(
                parameters.shape(),
                parameters.neighbors(),
                parameters.elements().size());
    }

    Parameters parameters() {
        return parameters;
    }

    @Override
    public String property() {
        return property;
    }

    @Override
    public PropertyEstimate predict(Structure structure) {
        return predict(CrystalGraph.of(structure, parameters.elements(), parameters.neighbors(), parameters.shape()));
    }

    PropertyEstimate predict(CrystalGraph graph) {
        int count = parameters.members().size();
        double[] values = new double[count];
        double mean = 0;
        for (int m = 0; m < count; m++) {
            double out = network.values(graph, parameters.members().get(m))[0];
            values[m] = parameters.labelMean() + parameters.labelDeviation() * out;
            mean += values[m] / count;
        }
        double variance = 0;
        for (double value : values) {
            variance += (value - mean) * (value - mean) / Math.max(1, count - 1);
        }
        double std = Math.hypot(parameters.floor(), parameters.spread() * Math.sqrt(variance));
        return new PropertyEstimate(mean, std);
    }

    @Override
    public double labelMean() {
        return parameters.labelMean();
    }

    @Override
    public Map<String, String> summary() {
        return summary;
    }

    @Override
    public void save(Path file) {
        new SealedFile(CgcnnLearner.NAME, VERSION).write(file, this::write);
    }

    static CgcnnModel load(Path file) {
        return new SealedFile(CgcnnLearner.NAME, VERSION).read(file, CgcnnModel::read);
    }

    private void write(DataOutputStream out) throws IOException {
        out.writeUTF(property);
        SealedFile.writeSummary(out, summary);
        parameters.shape().write(out);
        out.writeInt(parameters.neighbors());
        SealedFile.writeElements(out, parameters.elements());
        out.writeDouble(parameters.labelMean());
        out.writeDouble(parameters.labelDeviation());
        out.writeDouble(parameters.floor());
        out.writeDouble(parameters.spread());
        out.writeInt(parameters.members().size());
        for (double[][] member : parameters.members()) {
            Blocks.write(out, member);
        }
    }

    private static CgcnnModel read(DataInputStream in) throws IOException {
        String property = in.readUTF();
        Map<String, String> summary = SealedFile.readSummary(in);
        CgcnnSettings.Shape shape = CgcnnSettings.Shape.read(in);
        int neighbors = in.readInt();
        List<Element> elements = SealedFile.readElements(in);
        double mean = in.readDouble();
        double deviation = in.readDouble();
        double floor = in.readDouble();
        double spread = in.readDouble();
        List<double[][]> members = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            members.add(Blocks.read(in));
        }
        return new CgcnnModel(
                property, new Parameters(shape, neighbors, elements, mean, deviation, floor, spread, members), summary);
    }
}
