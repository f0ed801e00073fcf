package org.polymorph.surrogate.acenet;

import java.util.Arrays;

/** The atoms of one element in a structure, and what each member's network says of them. Not thread-safe. */
final class MemberRows {
    private final int width;
    private final double[][] energies;
    private final double[][] gradients;
    private double[] features = new double[0];
    private double[] mean = new double[0];
    private int count;

    /**
     * Makes room.
     *
     * @param width number of invariants
     */
    MemberRows(int width, int members) {
        this.width = width;
        this.energies = new double[members][0];
        this.gradients = new double[members][0];
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

    int count() {
        return count;
    }

    /** Returns the invariants, rows × invariants at least; read only. */
    double[] features() {
        return features;
    }

    /** Makes room for what the members say of all rows. */
    void reserve() {
        if (mean.length < count * width) {
            mean = new double[count * width];
            for (int k = 0; k < energies.length; k++) {
                energies[k] = new double[count];
                gradients[k] = new double[count * width];
            }
        }
    }

    /** Returns a member's energies of the rows; to be written to. */
    double[] energies(int member) {
        return energies[member];
    }

    /** Returns a member's gradients, rows × invariants; to be written to. */
    double[] gradients(int member) {
        return gradients[member];
    }

    /** Averages the gradients of all members. */
    void average() {
        Arrays.fill(mean, 0, count * width, 0);
        for (double[] own : gradients) {
            for (int e = 0; e < count * width; e++) {
                mean[e] += own[e] / gradients.length;
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
