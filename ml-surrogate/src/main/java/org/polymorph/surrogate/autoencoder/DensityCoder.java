package org.polymorph.surrogate.autoencoder;

import java.util.ArrayList;
import java.util.List;
import org.polymorph.surrogate.convolution.Field;
import org.polymorph.surrogate.convolution.Tape;
import org.polymorph.surrogate.convolution.Weights;

/** The layers of the autoencoder: densities with lattices to codes, and back. Immutable. */
final class DensityCoder {
    private static final double RECTIFIED = Math.sqrt(2);
    private static final int LEAST_EDGE = 4;
    private static final int LATTICE = 9;

    /** log σ² of a code at first: nearly exact, so that there is something to decode. */
    private static final double NARROW = -6;

    private final int[] edges;
    private final int[] down;
    private final int[] up;
    private final int mean;
    private final int deviation;
    private final int spread;
    private final int lattice;
    private final int last;

    /**
     * A code as a normal distribution.
     *
     * @param logVariance of each number
     */
    record Code(Field mean, Field logVariance) {}

    /**
     * What a code stands for.
     *
     * @param density on the grid, as a share of the peak of the heaviest element
     * @param lattice rows a, b, c, by the edge of the box
     */
    record Decoded(Field density, Field lattice) {}

    DensityCoder(Weights weights, int points, AutoencoderSettings.Sizes sizes) {
        List<Integer> list = new ArrayList<>(List.of(points));
        while (list.get(list.size() - 1) > LEAST_EDGE) {
            list.add((list.get(list.size() - 1) + 1) / 2);
        }
        edges = list.stream().mapToInt(Integer::intValue).toArray();
        int levels = edges.length - 1;
        int[] channels = new int[levels + 1];
        channels[0] = 1;
        for (int l = 1; l <= levels; l++) {
            channels[l] = sizes.width() << Math.min(l - 1, 2);
        }
        down = new int[levels];
        for (int l = 0; l < levels; l++) {
            down[l] = weights.layer(27 * channels[l], channels[l + 1], RECTIFIED, 0);
        }
        int flat = edges[levels] * edges[levels] * edges[levels] * channels[levels];
        mean = weights.layer(flat + LATTICE, sizes.latent(), 1, 0);
        deviation = weights.layer(flat + LATTICE, sizes.latent(), 0.1, NARROW);
        spread = weights.layer(sizes.latent(), flat, RECTIFIED, 0);
        lattice = weights.layer(sizes.latent(), LATTICE, 1, 0);
        up = new int[levels];
        for (int l = levels - 1; l >= 0; l--) {
            up[l] = weights.layer(27 * channels[l + 1], l == 0 ? sizes.width() : channels[l], RECTIFIED, 0);
        }
        last = weights.layer(27 * sizes.width(), 1, 1, 0);
    }

    Code encode(Tape tape, Field density, Field cell) {
        Field field = density;
        for (int layer : down) {
            field = tape.activate(tape.convolve(field, layer, 2));
        }
        Field all = tape.join(tape.reshape(field, 1), cell);
        return new Code(tape.mix(all, mean), tape.mix(all, deviation));
    }

    Decoded decode(Tape tape, Field code) {
        Field field = tape.reshape(tape.activate(tape.mix(code, spread)), edges[edges.length - 1]);
        for (int l = up.length - 1; l >= 0; l--) {
            field = tape.activate(tape.convolve(tape.enlarge(field, edges[l]), up[l], 1));
        }
        return new Decoded(tape.convolve(field, last, 1), tape.mix(code, lattice));
    }
}
