package org.polymorph.surrogate.ace;

import java.util.Arrays;
import org.polymorph.model.crystal.NeighborList;

/**
 * The surroundings of one atom: radial functions and harmonics of each neighbour, and the densities
 * A_znlm = Σ_j R_n(r_ij) Y_lm(r̂_ij) δ(z_j, z). Scratch space that is filled anew for each atom; not thread-safe.
 */
final class Environment {
    private final AceBasis basis;
    private final int radialSize;
    private final int harmonicSize;
    private final double[] harmonicScratch;
    private final double[] densities;
    private double[] radial = new double[0];
    private double[] harmonics = new double[0];
    private int first;
    private int count;

    Environment(AceBasis basis) {
        this.basis = basis;
        this.radialSize = basis.radial().size();
        this.harmonicSize = basis.harmonics().size();
        this.harmonicScratch = new double[basis.harmonics().scratchSize()];
        this.densities = new double[basis.densities()];
    }

    /** Returns the densities of the atom last filled in; read only. */
    double[] densities() {
        return densities;
    }

    /** Returns the number of neighbours of the atom last filled in. */
    int count() {
        return count;
    }

    /** Returns the entry of the neighbour list that neighbour p of this atom has. */
    int pair(int p) {
        return first + p;
    }

    /**
     * Looks at the surroundings of atom i.
     *
     * @param species element index of each atom
     */
    void fill(NeighborList neighbors, int[] species, int i) {
        first = neighbors.start(i);
        count = neighbors.start(i + 1) - first;
        if (radial.length < count * 2 * radialSize) {
            radial = new double[count * 2 * radialSize * 5 / 4];
            harmonics = new double[count * 4 * harmonicSize * 5 / 4];
        }
        Arrays.fill(densities, 0);
        for (int p = 0; p < count; p++) {
            int pair = first + p;
            double r = neighbors.distance(pair);
            double inverse = 1 / r;
            int atR = p * 2 * radialSize;
            int atY = p * 4 * harmonicSize;
            basis.radial().evaluate(r, radial, atR);
            basis.harmonics()
                    .evaluate(
                            neighbors.dx(pair) * inverse,
                            neighbors.dy(pair) * inverse,
                            neighbors.dz(pair) * inverse,
                            inverse,
                            harmonicScratch,
                            harmonics,
                            atY);
            int a = species[neighbors.neighbor(pair)] * basis.width();
            for (int n = 0; n < radialSize; n++) {
                double value = radial[atR + n];
                int block = basis.blockSize(n);
                for (int k = 0; k < block; k++) {
                    densities[a + k] += value * harmonics[atY + k];
                }
                a += block;
            }
        }
    }

    /**
     * Computes the gradient of the densities of one neighbour's element with respect to its position.
     *
     * @param ux with uy and uz the unit vector to neighbour p
     * @param out three blocks of {@code basis.width()}: ∂/∂x, ∂/∂y, ∂/∂z
     */
    void gradients(int p, double ux, double uy, double uz, double[] out) {
        int width = basis.width();
        int atR = p * 2 * radialSize;
        int atY = p * 4 * harmonicSize;
        int a = 0;
        for (int n = 0; n < radialSize; n++) {
            double value = radial[atR + n];
            double slope = radial[atR + radialSize + n];
            int block = basis.blockSize(n);
            for (int k = 0; k < block; k++) {
                double along = slope * harmonics[atY + k];
                out[a + k] = along * ux + value * harmonics[atY + harmonicSize + k];
                out[width + a + k] = along * uy + value * harmonics[atY + 2 * harmonicSize + k];
                out[2 * width + a + k] = along * uz + value * harmonics[atY + 3 * harmonicSize + k];
            }
            a += block;
        }
    }

    /**
     * Computes as {@link #gradients(int, double, double, double, double[])} does, in single precision.
     *
     * @param out three blocks of {@code basis.width()} from {@code at} on
     */
    void gradients(int p, double ux, double uy, double uz, float[] out, int at) {
        int width = basis.width();
        int atR = p * 2 * radialSize;
        int atY = p * 4 * harmonicSize;
        double[] y = harmonics;
        int a = at;
        for (int n = 0; n < radialSize; n++) {
            double value = radial[atR + n];
            double slope = radial[atR + radialSize + n];
            int block = basis.blockSize(n);
            for (int k = 0; k < block; k++) {
                double along = slope * y[atY + k];
                out[a + k] = (float) (along * ux + value * y[atY + harmonicSize + k]);
                out[a + width + k] = (float) (along * uy + value * y[atY + 2 * harmonicSize + k]);
                out[a + 2 * width + k] = (float) (along * uz + value * y[atY + 3 * harmonicSize + k]);
            }
            a += block;
        }
    }

    /**
     * Computes the derivative of a function of the densities with respect to the position of neighbour p.
     *
     * @param adjoint ∂E/∂A, those of the neighbour's element from {@code at} on
     * @param mixed scratch of the number of harmonics
     * @param out three numbers
     */
    void pullBack(int p, double ux, double uy, double uz, double[] adjoint, int at, double[] mixed, double[] out) {
        int atR = p * 2 * radialSize;
        int atY = p * 4 * harmonicSize;
        Arrays.fill(mixed, 0);
        double along = 0;
        int a = at;
        for (int n = 0; n < radialSize; n++) {
            double value = radial[atR + n];
            double sum = 0;
            int block = basis.blockSize(n);
            for (int k = 0; k < block; k++) {
                sum += adjoint[a + k] * harmonics[atY + k];
                mixed[k] += value * adjoint[a + k];
            }
            along += radial[atR + radialSize + n] * sum;
            a += block;
        }
        double x = 0;
        double y = 0;
        double z = 0;
        for (int k = 0; k < harmonicSize; k++) {
            x += mixed[k] * harmonics[atY + harmonicSize + k];
            y += mixed[k] * harmonics[atY + 2 * harmonicSize + k];
            z += mixed[k] * harmonics[atY + 3 * harmonicSize + k];
        }
        out[0] = along * ux + x;
        out[1] = along * uy + y;
        out[2] = along * uz + z;
    }
}
