package org.polymorph.surrogate.autoencoder;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.polymorph.model.crystal.Element;
import org.polymorph.surrogate.convolution.Field;
import org.polymorph.surrogate.convolution.Tape;
import org.polymorph.surrogate.convolution.Weights;
import org.polymorph.surrogate.voxel.BoxedCrystal;
import org.polymorph.surrogate.voxel.VoxelGrid;

/** The autoencoder and the U-Net with the loss that both are trained by. Immutable. */
final class CrystalNetwork {
    private final AutoencoderSettings settings;
    private final List<Element> elements;
    private final DensityCoder coder;
    private final AttentionUNet segments;
    private final double[][] start;

    /**
     * A crystal on the grid.
     *
     * @param density as a share of the peak of the heaviest element
     * @param lattice rows a, b, c, by the edge of the box
     * @param species of each voxel: 1 and on for the elements of the network, 0 for none
     */
    record Target(double[] density, double[] lattice, int[] species) {}

    /**
     * How a crystal is passed through the networks.
     *
     * @param noise standard normal numbers that the code is drawn by; zeros for its mean
     * @param clean whether the U-Net sees the density of the crystal rather than the decoded one
     */
    record Way(double[] noise, boolean clean) {}

    /** Lays out the networks with weights at random. */
    CrystalNetwork(AutoencoderSettings settings, List<Element> elements, SplittableRandom random) {
        this.settings = settings;
        this.elements = List.copyOf(elements);
        Weights weights = new Weights(random);
        this.coder = new DensityCoder(weights, settings.grid().points(), settings.sizes());
        this.segments = new AttentionUNet(
                weights, settings.grid().points(), settings.sizes().segmentWidth(), elements.size());
        this.start = weights.blocks();
    }

    /** Returns the weights at first. */
    double[][] start() {
        return start;
    }

    List<Element> elements() {
        return elements;
    }

    /** Returns what the density is divided by. */
    double scale() {
        return settings.grid().height()
                * elements.stream().mapToInt(Element::atomicNumber).max().orElseThrow();
    }

    Target target(BoxedCrystal crystal) {
        VoxelGrid grid = settings.grid();
        double scale = scale();
        double[] density = grid.density(crystal);
        Arrays.setAll(density, i -> density[i] / scale);
        double[] lattice = crystal.lattice();
        Arrays.setAll(lattice, i -> lattice[i] / grid.edge());
        int[] numbers = elements.stream().mapToInt(Element::atomicNumber).toArray();
        int[] species = grid.species(crystal);
        for (int v = 0; v < species.length; v++) {
            int number = species[v];
            if (number != VoxelGrid.NONE) {
                int index = 0;
                while (numbers[index] != number) {
                    index++;
                }
                species[v] = index + 1;
            }
        }
        return new Target(density, lattice, species);
    }

    private Field field(double[] density) {
        return Field.of(settings.grid().points(), 1, density);
    }

    /** Returns the mean of the code of a crystal. */
    double[] code(Tape tape, Target target) {
        double[] code = coder.encode(tape, field(target.density), Field.vector(target.lattice))
                .mean()
                .values();
        tape.clear();
        return code;
    }

    /**
     * What a code stands for.
     *
     * @param density in the unit of the grid
     * @param lattice rows a, b, c, Å
     * @param scores of each element for each voxel, element fastest
     */
    record Reading(double[] density, double[] lattice, double[] scores) {}

    Reading read(Tape tape, double[] code) {
        DensityCoder.Decoded decoded = coder.decode(tape, Field.vector(code.clone()));
        double[] scores = segments.scores(tape, decoded.density()).values();
        tape.clear();
        double[] density = decoded.density().values();
        double[] lattice = decoded.lattice().values();
        double scale = scale();
        Arrays.setAll(density, i -> scale * density[i]);
        Arrays.setAll(lattice, i -> settings.grid().edge() * lattice[i]);
        return new Reading(density, lattice, scores);
    }

    /** Passes a crystal through, leaves the slopes of its loss in the fields, and returns the loss. */
    Losses pass(Tape tape, Target target, Way way) {
        DensityCoder.Code code = coder.encode(tape, field(target.density), Field.vector(target.lattice));
        DensityCoder.Decoded decoded = coder.decode(tape, draw(tape, code, way.noise));
        Field scores = segments.scores(tape, way.clean ? field(target.density) : decoded.density());
        AutoencoderSettings.LossWeights weights = settings.loss();
        return new Losses(
                Losses.density(target.density, decoded.density()),
                Losses.divergence(code, weights.divergence()),
                Losses.species(target.species, scores, weights.species()),
                Losses.lattice(target.lattice, decoded.lattice(), weights.lattice()));
    }

    private static Field draw(Tape tape, DensityCoder.Code code, double[] noise) {
        double[] mean = code.mean().values();
        double[] logVariance = code.logVariance().values();
        double[] values = new double[mean.length];
        Arrays.setAll(values, k -> mean[k] + Math.exp(logVariance[k] / 2) * noise[k]);
        Field drawn = Field.vector(values);
        tape.onBackward(() -> {
            for (int k = 0; k < values.length; k++) {
                code.mean().slopes()[k] += drawn.slopes()[k];
                code.logVariance().slopes()[k] += drawn.slopes()[k] * noise[k] * Math.exp(logVariance[k] / 2) / 2;
            }
        });
        return drawn;
    }
}
