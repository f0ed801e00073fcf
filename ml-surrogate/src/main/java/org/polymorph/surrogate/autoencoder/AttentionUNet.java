package org.polymorph.surrogate.autoencoder;

import org.polymorph.surrogate.convolution.Field;
import org.polymorph.surrogate.convolution.Tape;
import org.polymorph.surrogate.convolution.Weights;

/**
 * The layers that tell the species from a density: a U-Net of three levels whose finer levels are gated by the coarser ones
 * (Oktay et al. 2018, arXiv 1804.03999, equations 1 and 2). Immutable.
 */
final class AttentionUNet {
    private static final double RECTIFIED = Math.sqrt(2);

    /** Score of a species at first: few voxels belong to atoms. */
    private static final double RARE = -4;

    private final int points;
    private final int[] down = new int[3];
    private final Joint[] joints = new Joint[2];
    private final int scores;

    /** Layers that bring the channels of a finer level and those of the coarser one together. */
    private record Joint(int fine, int coarse, int gate, int merge) {}

    AttentionUNet(Weights weights, int points, int width, int species) {
        this.points = points;
        int[] channels = {width, 2 * width, 4 * width};
        for (int l = 0; l < 3; l++) {
            down[l] = weights.layer(27 * (l == 0 ? 1 : channels[l - 1]), channels[l], RECTIFIED, 0);
        }
        for (int l = 1; l >= 0; l--) {
            joints[l] = new Joint(
                    weights.layer(channels[l], width, RECTIFIED, 0),
                    weights.layer(channels[l + 1], width, RECTIFIED, 0),
                    weights.layer(width, 1, 1, 0),
                    weights.layer(27 * (channels[l] + channels[l + 1]), channels[l], RECTIFIED, 0));
        }
        scores = weights.layer(width, species, 0.1, RARE);
    }

    /** Returns a score of each species for each voxel; its logistic function is the probability. */
    Field scores(Tape tape, Field density) {
        Field fine = tape.activate(tape.convolve(density, down[0], 1));
        Field half = tape.activate(tape.convolve(fine, down[1], 2));
        Field quarter = tape.activate(tape.convolve(half, down[2], 2));
        Field merged = merge(tape, half, tape.enlarge(quarter, (points + 1) / 2), joints[1]);
        return tape.mix(merge(tape, fine, tape.enlarge(merged, points), joints[0]), scores);
    }

    private static Field merge(Tape tape, Field fine, Field coarse, Joint joint) {
        Field inner = tape.activate(tape.sum(tape.mix(fine, joint.fine), tape.mix(coarse, joint.coarse)));
        Field gated = tape.gate(fine, tape.mix(inner, joint.gate));
        return tape.activate(tape.convolve(tape.join(gated, coarse), joint.merge, 1));
    }
}
