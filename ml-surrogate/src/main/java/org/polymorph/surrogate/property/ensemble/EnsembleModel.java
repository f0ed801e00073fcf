package org.polymorph.surrogate.property.ensemble;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.PropertyEstimate;
import org.polymorph.model.spi.PropertyModel;
import org.polymorph.surrogate.training.SealedFile;

/** A model of a property by an ensemble of networks. Immutable and thread-safe. */
final class EnsembleModel<G> implements PropertyModel {
    private final SealedFile file;
    private final String property;
    private final CrystalDescription<G> description;
    private final Ensemble ensemble;
    private final Map<String, String> summary;

    /** Reads what {@link CrystalDescription#write} wrote. */
    @FunctionalInterface
    interface Reader<G> {
        CrystalDescription<G> read(DataInputStream in) throws IOException;
    }

    /** Reads a model. */
    static <G> EnsembleModel<G> load(SealedFile file, Path path, Reader<G> reader) {
        return file.read(path, in -> {
            String property = in.readUTF();
            Map<String, String> summary = SealedFile.readSummary(in);
            CrystalDescription<G> description = reader.read(in);
            return new EnsembleModel<>(file, property, description, Ensemble.read(in), summary);
        });
    }

    /** Makes a model. */
    EnsembleModel(
            SealedFile file,
            String property,
            CrystalDescription<G> description,
            Ensemble ensemble,
            Map<String, String> summary) {
        this.file = file;
        this.property = property;
        this.description = description;
        this.ensemble = ensemble;
        this.summary = Collections.unmodifiableMap(new LinkedHashMap<>(summary));
    }

    @Override
    public String property() {
        return property;
    }

    @Override
    public PropertyEstimate predict(Structure structure) {
        return ensemble.estimate(description.network(), description.of(structure));
    }

    @Override
    public double labelMean() {
        return ensemble.labelMean();
    }

    @Override
    public Map<String, String> summary() {
        return summary;
    }

    @Override
    public void save(Path path) {
        file.write(path, this::write);
    }

    private void write(DataOutputStream out) throws IOException {
        out.writeUTF(property);
        SealedFile.writeSummary(out, summary);
        description.write(out);
        ensemble.write(out);
    }
}
