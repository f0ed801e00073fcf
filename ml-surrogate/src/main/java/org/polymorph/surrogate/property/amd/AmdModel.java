package org.polymorph.surrogate.property.amd;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.PropertyEstimate;
import org.polymorph.model.spi.PropertyModel;
import org.polymorph.surrogate.training.SealedFile;

/**
 * A property as a function of average minimum distances: a mean for each element, and a {@linkplain AmdFit fit} of what is left. Immutable and thread-safe.
 */
final class AmdModel implements PropertyModel {
    private static final int VERSION = 1;

    /**
     * What the model consists of.
     *
     * @param features what a crystal is known by
     * @param absent what takes the place of distances that a crystal lacks
     * @param references mean property of each element
     * @param deviation of every estimate; NaN where the fit tells it
     * @param labelMean mean of the labels
     */
    record Parameters(
            AmdFeatures features,
            double[] absent,
            double[] references,
            AmdFit fit,
            double deviation,
            double labelMean) {}

    private final String kind;
    private final String property;
    private final Parameters parameters;
    private final Map<String, String> summary;

    AmdModel(String kind, String property, Parameters parameters, Map<String, String> summary) {
        this.kind = kind;
        this.property = property;
        this.parameters = parameters;
        this.summary = Collections.unmodifiableMap(new LinkedHashMap<>(summary));
    }

    @Override
    public String property() {
        return property;
    }

    @Override
    public PropertyEstimate predict(Structure structure) {
        double[] numbers = Points.filled(parameters.features().of(structure), parameters.absent());
        PropertyEstimate left = parameters.fit().predict(numbers);
        double mean = reference(parameters.features(), parameters.references(), structure);
        double deviation = parameters.deviation();
        return new PropertyEstimate(mean + left.value(), Double.isNaN(deviation) ? left.std() : deviation);
    }

    /** Returns the mean of the elements' properties over the atoms. */
    static double reference(AmdFeatures features, double[] references, Structure structure) {
        double sum = 0;
        for (Element element : structure.species()) {
            sum += references[features.elements().indexOf(element)];
        }
        return sum / structure.size();
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
        new SealedFile(fileKind(kind), VERSION).write(file, this::write);
    }

    static AmdModel load(String kind, Path file, AmdFit.Reader reader) {
        return new SealedFile(fileKind(kind), VERSION).read(file, in -> read(in, kind, reader));
    }

    // a file has room for six letters
    private static String fileKind(String kind) {
        return kind.substring(0, Math.min(6, kind.length()));
    }

    private void write(DataOutputStream out) throws IOException {
        out.writeUTF(property);
        SealedFile.writeSummary(out, summary);
        parameters.features().write(out);
        SealedFile.writeArray(out, parameters.absent());
        SealedFile.writeArray(out, parameters.references());
        parameters.fit().write(out);
        out.writeDouble(parameters.deviation());
        out.writeDouble(parameters.labelMean());
    }

    private static AmdModel read(DataInputStream in, String kind, AmdFit.Reader reader) throws IOException {
        String property = in.readUTF();
        Map<String, String> summary = SealedFile.readSummary(in);
        AmdFeatures features = AmdFeatures.read(in);
        Parameters parameters = new Parameters(
                features,
                SealedFile.readArray(in),
                SealedFile.readArray(in),
                reader.read(in, features),
                in.readDouble(),
                in.readDouble());
        return new AmdModel(kind, property, parameters, summary);
    }
}
