package org.polymorph.surrogate.property.cgcnn;

import org.polymorph.surrogate.network.Dense;

/**
 * A gated convolution: v_i + Σ_j w_ij σ(z_ij W_f + b_f) ⊙ g(z_ij W_s + b_s) with z_ij = v_i ⊕ v_j ⊕ u_ij and g the softplus (Xie
 * and Grossman 2018, doi 10.1103/PhysRevLett.120.145301, eq. 5). The product with v_i and v_j is made once an atom, not once an
 * edge. The sum is divided by the root of the number of neighbours, so that features stay of one size. Immutable.
 *
 * <p>Its four blocks of weights: of the centre, of the neighbour and of the distance, each with the columns of the gate before
 * those of the core, and the bias.
 */
final class Convolution {
    static final int BLOCKS = 4;

    private final int width;
    private final double scale;
    private final Dense atoms;
    private final Dense distances;

    Convolution(int width, int gaussians, int neighbors) {
        this.width = width;
        this.scale = 1 / Math.sqrt(neighbors);
        this.atoms = new Dense(width, 2 * width);
        this.distances = new Dense(gaussians, 2 * width);
    }

    double[][] draw(java.util.random.RandomGenerator random) {
        return new double[][] {atoms.draw(random), atoms.draw(random), distances.draw(random), new double[2 * width]};
    }

    /**
     * What a pass leaves for the way back.
     *
     * @param in features of the atoms before
     * @param z of each edge, the gate before the core
     */
    record Tape(double[] in, double[] z) {}

    /** Computes z of all edges. */
    double[] arguments(CrystalGraph graph, double[] v, double[][] blocks, int first) {
        int two = 2 * width;
        double[] ofCentre = new double[graph.atoms() * two];
        double[] ofNeighbor = new double[graph.atoms() * two];
        double[] z = new double[graph.edges() * two];
        atoms.multiply(graph.atoms(), v, blocks[first], ofCentre);
        atoms.multiply(graph.atoms(), v, blocks[first + 1], ofNeighbor);
        distances.apply(graph.edges(), graph.basis(), blocks[first + 2], blocks[first + 3], z);
        for (int e = 0; e < graph.edges(); e++) {
            int i = graph.centre()[e] * two;
            int j = graph.neighbor()[e] * two;
            for (int k = 0; k < two; k++) {
                z[e * two + k] += ofCentre[i + k] + ofNeighbor[j + k];
            }
        }
        return z;
    }

    /** Returns the features after the convolution. */
    double[] apply(CrystalGraph graph, double[] v, double[] z) {
        double[] out = v.clone();
        for (int e = 0; e < graph.edges(); e++) {
            int at = 2 * e * width;
            int i = graph.centre()[e] * width;
            double w = scale * graph.weight()[e];
            for (int k = 0; k < width; k++) {
                out[i + k] += w * Activations.sigmoid(z[at + k]) * Activations.softplus(z[at + width + k]);
            }
        }
        return out;
    }

    /**
     * Adds the gradient by the blocks and returns the adjoint of the features before.
     *
     * @param adjoint of the features after
     */
    double[] pullBack(
            CrystalGraph graph, Tape tape, double[][] blocks, int first, double[] adjoint, double[][] gradient) {
        int two = 2 * width;
        double[] zAdjoint = new double[tape.z().length];
        double[] ofCentre = new double[graph.atoms() * two];
        double[] ofNeighbor = new double[graph.atoms() * two];
        for (int e = 0; e < graph.edges(); e++) {
            int at = e * two;
            int i = graph.centre()[e] * width;
            double w = scale * graph.weight()[e];
            for (int k = 0; k < width; k++) {
                double gate = Activations.sigmoid(tape.z()[at + k]);
                double x = tape.z()[at + width + k];
                double pull = w * adjoint[i + k];
                zAdjoint[at + k] = pull * gate * (1 - gate) * Activations.softplus(x);
                zAdjoint[at + width + k] = pull * gate * Activations.sigmoid(x);
            }
            int c = graph.centre()[e] * two;
            int n = graph.neighbor()[e] * two;
            for (int k = 0; k < two; k++) {
                ofCentre[c + k] += zAdjoint[at + k];
                ofNeighbor[n + k] += zAdjoint[at + k];
            }
        }
        atoms.addWeights(graph.atoms(), tape.in(), ofCentre, gradient[first]);
        atoms.addWeights(graph.atoms(), tape.in(), ofNeighbor, gradient[first + 1]);
        distances.addWeights(graph.edges(), graph.basis(), zAdjoint, gradient[first + 2]);
        distances.addBias(graph.edges(), zAdjoint, gradient[first + 3]);
        double[] before = adjoint.clone();
        atoms.addPullBack(graph.atoms(), ofCentre, blocks[first], before);
        atoms.addPullBack(graph.atoms(), ofNeighbor, blocks[first + 1], before);
        return before;
    }
}
