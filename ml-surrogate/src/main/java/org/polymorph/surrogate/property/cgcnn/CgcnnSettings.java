package org.polymorph.surrogate.property.cgcnn;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.polymorph.model.spi.Settings;
import org.polymorph.surrogate.network.NetworkSettings.OptimizerSettings;

/**
 * The settings of crystal graph networks.
 *
 * @param ensemble number of members
 * @param shape sizes of a network
 * @param neighbors nearest neighbours of each atom
 * @param optimizer how weights are changed
 * @param epochs at most
 * @param batch structures a step
 * @param patience epochs without a lower validation error that end the training of a member
 * @param validation share of the labels that are kept apart
 */
record CgcnnSettings(
        int ensemble,
        Shape shape,
        int neighbors,
        OptimizerSettings optimizer,
        int epochs,
        int batch,
        int patience,
        double validation) {

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
                settings.integer("ensemble", 4, 1, 100),
                new Shape(
                        settings.integer("features", 32, 2, 512),
                        settings.integer("convolutions", 3, 1, 10),
                        settings.integer("hidden", 64, 2, 1024),
                        settings.integer("gaussians", 40, 4, 200),
                        settings.number("reach", 8, 1, 30)),
                settings.integer("neighbors", 12, 1, 100),
                new OptimizerSettings(
                        settings.positive("learningRate", 3e-3),
                        settings.number("weightDecay", 0.01, 0, 1),
                        settings.positive("clip", 10),
                        settings.number("average", 0.99, 0, 0.99999)),
                settings.integer("epochs", 200, 1, 1_000_000),
                settings.integer("batch", 16, 1, 10_000),
                settings.integer("patience", 60, 1, 1_000_000),
                settings.number("validation", 0.15, 0.01, 0.9));
        settings.finish();
        return read;
    }
}
