package org.polymorph.surrogate.autoencoder;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.polymorph.model.spi.Settings;
import org.polymorph.surrogate.convolution.Backend;
import org.polymorph.surrogate.network.NetworkSettings.OptimizerSettings;
import org.polymorph.surrogate.voxel.VoxelGrid;

/**
 * Settings of the autoencoder.
 *
 * @param sizes of the networks
 * @param loss weights of its parts
 * @param optimizer of the training
 * @param schedule of the training
 * @param augmentation how crystals are turned and shifted
 * @param backend what computes convolutions
 */
record AutoencoderSettings(
        VoxelGrid grid,
        Sizes sizes,
        LossWeights loss,
        OptimizerSettings optimizer,
        Schedule schedule,
        Augmentation augmentation,
        Backend backend) {

    /**
     * Sizes of the networks.
     *
     * @param latent length of a code
     * @param width channels after the first convolution of the autoencoder; each of the next two levels has twice as many
     * @param segmentWidth the same for the U-Net
     */
    record Sizes(int latent, int width, int segmentWidth) {}

    /**
     * Weights beside 1 for the share of the density that is not reproduced.
     *
     * @param divergence β of the Kullback–Leibler divergence, a nat
     * @param species γ of the cross entropy of the species, a nat and voxel of an atom
     * @param lattice of the mean squared error of the lattice, by the edge of the box
     */
    record LossWeights(double divergence, double species, double lattice) {}

    /**
     * How long is trained.
     *
     * @param batch crystals a step
     * @param patience epochs without a lower loss of validation that end the training
     * @param validation share of the crystals that is kept apart
     */
    record Schedule(int epochs, int batch, int patience, double validation) {}

    /** Reads a section; problems stay with it. */
    static AutoencoderSettings read(Settings settings) {
        settings.text("type", "autoencoder");
        Settings weights = settings.section("weights");
        int points = settings.integer("grid", 30, 16, 120);
        double edge = settings.number("box", 10, 2, 100);
        double sigma = settings.number("sigma", 0.4, 0.05, 5);
        if (sigma < 0.8 * edge / points) {
            settings.reject(
                    "sigma",
                    "expected at least 0.8 of the spacing of the grid, " + edge / points + " Å, found " + sigma);
            sigma = edge / points;
        }
        AutoencoderSettings read = new AutoencoderSettings(
                new VoxelGrid(points, edge, sigma, settings.number("radius", 0.667, 0.1, 5)),
                new Sizes(
                        settings.integer("latent", 300, 1, 10000),
                        settings.integer("width", 8, 1, 256),
                        settings.integer("segmentWidth", 4, 1, 256)),
                new LossWeights(
                        weights.number("divergence", 1e-4, 0, 1000),
                        weights.number("species", 0.1, 0, 1000),
                        weights.number("lattice", 10, 0, 1e6)),
                new OptimizerSettings(
                        settings.positive("learningRate", 1e-3),
                        0,
                        settings.positive("clip", 10),
                        settings.number("average", 0.99, 0, 0.99999)),
                new Schedule(
                        settings.integer("epochs", 100, 1, 1000000),
                        settings.integer("batch", 16, 1, 10000),
                        settings.integer("patience", 15, 1, 100000),
                        settings.number("validation", 0.1, 0, 0.9)),
                new Augmentation(
                        Augmentation.Rotations.of(settings.choice("rotations", "all", Augmentation.Rotations.words())),
                        settings.flag("translations", true)),
                Backend.valueOf(settings.choice("backend", "openblas", List.of("openblas", "nd4j"))
                        .toUpperCase(Locale.ROOT)));
        weights.finish();
        settings.finish();
        return read;
    }

    /** Returns the settings that decide each epoch, but not how many there are. */
    AutoencoderSettings withoutEnd() {
        Schedule endless = new Schedule(0, schedule.batch, 0, schedule.validation);
        return new AutoencoderSettings(grid, sizes, loss, optimizer, endless, augmentation, backend);
    }

    void write(DataOutputStream out) throws IOException {
        for (int value : new int[] {
            grid.points(),
            sizes.latent,
            sizes.width,
            sizes.segmentWidth,
            schedule.epochs,
            schedule.batch,
            schedule.patience
        }) {
            out.writeInt(value);
        }
        for (double value : new double[] {
            grid.edge(),
            grid.sigma(),
            grid.radius(),
            loss.divergence,
            loss.species,
            loss.lattice,
            optimizer.learningRate(),
            optimizer.clip(),
            optimizer.average(),
            schedule.validation
        }) {
            out.writeDouble(value);
        }
        out.writeUTF(augmentation.rotations().name());
        out.writeBoolean(augmentation.translations());
        out.writeUTF(backend.name());
    }

    static AutoencoderSettings read(DataInputStream in) throws IOException {
        int[] i = new int[7];
        for (int k = 0; k < i.length; k++) {
            i[k] = in.readInt();
        }
        double[] d = new double[10];
        for (int k = 0; k < d.length; k++) {
            d[k] = in.readDouble();
        }
        return new AutoencoderSettings(
                new VoxelGrid(i[0], d[0], d[1], d[2]),
                new Sizes(i[1], i[2], i[3]),
                new LossWeights(d[3], d[4], d[5]),
                new OptimizerSettings(d[6], 0, d[7], d[8]),
                new Schedule(i[4], i[5], i[6], d[9]),
                new Augmentation(Augmentation.Rotations.valueOf(in.readUTF()), in.readBoolean()),
                Backend.valueOf(in.readUTF()));
    }
}
