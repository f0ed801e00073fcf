package org.polymorph.surrogate.property.cgcnn;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.Workers;
import org.polymorph.surrogate.property.PropertyLabels;
import org.polymorph.surrogate.property.ensemble.EnsembleLearner;
import org.polymorph.surrogate.property.ensemble.EnsembleSettings;

/**
 * The settings of crystal graph networks.
 *
 * @param shape sizes of a network
 * @param neighbors nearest neighbours of each atom
 * @param training how the ensemble is trained
 */
record CgcnnSettings(Shape shape, int neighbors, EnsembleSettings training)
        implements EnsembleLearner.Setup<CrystalGraph> {

    /**
     * Sizes of a network.
     *
     * @param features width of an atom's features
     * @param convolutions layers
     * @param hidden width of the layer after pooling
     * @param gaussians functions of the distance
     * @param reach largest distance that they tell from others, Å
     */
    record Shape(int features, int convolutions, int hidden, int gaussians, double reach) {
        void write(DataOutputStream out) throws IOException {
            out.writeInt(features);
            out.writeInt(convolutions);
            out.writeInt(hidden);
            out.writeInt(gaussians);
            out.writeDouble(reach);
        }

        static Shape read(DataInputStream in) throws IOException {
            return new Shape(in.readInt(), in.readInt(), in.readInt(), in.readInt(), in.readDouble());
        }
    }

    /** Reads a section; problems stay with it, and a wrong value is replaced by its default. */
    static CgcnnSettings read(Settings settings) {
        settings.text("type", CgcnnLearner.NAME);
        CgcnnSettings read = new CgcnnSettings(
                new Shape(
                        settings.integer("features", 32, 2, 512),
                        settings.integer("convolutions", 3, 1, 10),
                        settings.integer("hidden", 64, 2, 1024),
                        settings.integer("gaussians", 40, 4, 200),
                        settings.number("reach", 8, 1, 30)),
                settings.integer("neighbors", 12, 1, 100),
                EnsembleSettings.read(settings));
        settings.finish();
        return read;
    }

    @Override
    public EnsembleLearner.Described<CrystalGraph> describe(PropertyLabels labels, Workers workers) {
        GraphDescription description = new GraphDescription(shape, neighbors, labels.elements());
        return new EnsembleLearner.Described<>(
                description,
                workers.map(
                        labels.size(),
                        i -> description.of(labels.labels().get(i).structure())));
    }
}
