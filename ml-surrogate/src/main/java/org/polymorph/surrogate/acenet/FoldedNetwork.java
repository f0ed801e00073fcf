package org.polymorph.surrogate.acenet;

import org.polymorph.surrogate.linear.OpenBlas;

/** Takes the projection of the invariants into the first layer: what a network costs no longer depends on the directions. */
final class FoldedNetwork {
    private FoldedNetwork() {}

    /** Returns weights of networks on invariants that say the same as these on their features. */
    static double[][] fold(double[][] weights, Projection[] projections) {
        double[][] folded = weights.clone();
        for (int z = 0; z < projections.length; z++) {
            int at = z * AtomicNetwork.BLOCKS;
            Projection projection = projections[z];
            double[] first = times(projection, weights[at], weights[at + 1].length);
            double[] linear = times(projection, weights[at + 5], 1);
            folded[at] = first;
            folded[at + 1] = shifted(weights[at + 1], projection.mean(), first, 1);
            folded[at + 5] = linear;
            folded[at + 6] = shifted(weights[at + 6], projection.mean(), linear, AtomicNetwork.LINEAR_UNIT);
        }
        return folded;
    }

    private static double[] times(Projection projection, double[] layer, int out) {
        double[] product = new double[projection.size() * out];
        OpenBlas.multiply(projection.size(), out, projection.width(), projection.weights(), layer, 0, product);
        return product;
    }

    // b − unit · mean · W
    private static double[] shifted(double[] bias, double[] mean, double[] layer, double unit) {
        double[] out = bias.clone();
        for (int f = 0; f < mean.length; f++) {
            for (int k = 0; k < out.length; k++) {
                out[k] -= unit * mean[f] * layer[f * out.length + k];
            }
        }
        return out;
    }
}
