package org.polymorph.surrogate.acenet;

import java.util.Arrays;
import java.util.List;

/** The atoms of one element in a structure, and what each member's network says of them. Not thread-safe. */
final class MemberRows {
    private final int width;
    private final AtomicNetwork.Pass pass;
    private final List<double[][]> weights;
    private final double[][] energies;
    private final double[][] gradients;
    private double[] features = new double[0];
    private double[] mean = new double[0];
    private int count;

    /**
     * Makes room.
     *
     * @param weights of the element's network of each member
     */
    MemberRows(AtomicNetwork network, List<double[][]> weights) {
        this.width = network.features();
        this.pass = network.pass();
        this.weights = weights;
        this.energies = new double[weights.size()][0];
        this.gradients = new double[weights.size()][0];
    }

    void clear() {
        count = 0;
    }

    /** Adds an atom and returns its row. */
    int add(double[] invariants) {
        if (features.length < (count + 1) * width) {
            features = Arrays.copyOf(features, Math.max(2 * features.length, (count + 1) * width));
        }
        System.arraycopy(invariants, 0, features, count * width, width);
        return count++;
    }

    /** Evaluates all members' networks on all rows. */
    void evaluate() {
        if (count == 0) {
            return;
        }
        if (mean.length < count * width) {
            mean = new double[count * width];
            for (int k = 0; k < energies.length; k++) {
                energies[k] = new double[count];
                gradients[k] = new double[count * width];
            }
        }
        Arrays.fill(mean, 0, count * width, 0);
        for (int k = 0; k < energies.length; k++) {
            pass.evaluate(count, features, weights.get(k), energies[k], gradients[k]);
            double[] own = gradients[k];
            for (int e = 0; e < count * width; e++) {
                mean[e] += own[e] / energies.length;
            }
        }
    }

    double energy(int member, int row) {
        return energies[member][row];
    }

    double meanEnergy(int row) {
        double sum = 0;
        for (double[] own : energies) {
            sum += own[row] / energies.length;
        }
        return sum;
    }

    /** Returns the mean derivatives of the energies by the invariants, rows × invariants; read only. */
    double[] meanGradients() {
        return mean;
    }

    /** Puts the members' derivatives of one row side by side: invariants × stride, what is over stays. */
    void gradients(int row, int stride, double[] out) {
        for (int k = 0; k < gradients.length; k++) {
            for (int f = 0; f < width; f++) {
                out[f * stride + k] = gradients[k][row * width + f];
            }
        }
    }
}
