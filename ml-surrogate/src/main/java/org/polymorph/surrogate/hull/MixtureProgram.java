package org.polymorph.surrogate.hull;

import java.util.Arrays;

/**
 * The mixture of lowest energy that has a given composition: the linear programme min Σ w_j e_j with Σ w_j x_j = x, w ≥ 0,
 * by the simplex method with Bland's rule, which cannot cycle, on a dense inverse of the basis. Not thread-safe.
 */
final class MixtureProgram {
    private static final double ZERO = 1e-11;

    private final int elements;
    private final double[][] columns;
    private final double[] costs;
    private final int[] basis;
    private final double[][] inverse;

    /**
     * Prepares the programme.
     *
     * @param columns one composition an entry, as fractions of the elements
     * @param costs eV an atom
     * @param pure for each element an entry that is made of it alone: they are a mixture to begin with
     */
    MixtureProgram(double[][] columns, double[] costs, int[] pure) {
        this.elements = pure.length;
        this.columns = columns;
        this.costs = costs;
        this.basis = pure.clone();
        this.inverse = new double[elements][elements];
        for (int e = 0; e < elements; e++) {
            inverse[e][e] = 1;
        }
    }

    /** Returns the part of each entry in the mixture of lowest energy. */
    double[] solve(double[] target) {
        double[] amounts = target.clone();
        int entering = entering();
        while (entering >= 0) {
            pivot(entering, amounts);
            entering = entering();
        }
        double[] parts = new double[columns.length];
        for (int e = 0; e < elements; e++) {
            parts[basis[e]] = Math.max(0, amounts[e]);
        }
        return parts;
    }

    // the first entry that lies below the plane of the basis; −1 if none does
    private int entering() {
        double[] potentials = new double[elements];
        for (int e = 0; e < elements; e++) {
            for (int k = 0; k < elements; k++) {
                potentials[k] += costs[basis[e]] * inverse[e][k];
            }
        }
        for (int j = 0; j < columns.length; j++) {
            double reduced = costs[j];
            for (int k = 0; k < elements; k++) {
                reduced -= potentials[k] * columns[j][k];
            }
            int candidate = j;
            if (reduced < -ZERO && Arrays.stream(basis).noneMatch(b -> b == candidate)) {
                return j;
            }
        }
        return -1;
    }

    private void pivot(int entering, double[] amounts) {
        double[] direction = new double[elements];
        for (int e = 0; e < elements; e++) {
            for (int k = 0; k < elements; k++) {
                direction[e] += inverse[e][k] * columns[entering][k];
            }
        }
        int leaving = -1;
        double least = Double.POSITIVE_INFINITY;
        for (int e = 0; e < elements; e++) {
            if (direction[e] > ZERO) {
                double ratio = Math.max(0, amounts[e]) / direction[e];
                boolean tie = leaving >= 0 && Math.abs(ratio - least) <= ZERO;
                if ((!tie && ratio < least) || (tie && basis[e] < basis[leaving])) {
                    least = ratio;
                    leaving = e;
                }
            }
        }
        for (int e = 0; e < elements; e++) {
            if (e != leaving) {
                double factor = direction[e] / direction[leaving];
                amounts[e] -= factor * amounts[leaving];
                for (int k = 0; k < elements; k++) {
                    inverse[e][k] -= factor * inverse[leaving][k];
                }
            }
        }
        amounts[leaving] /= direction[leaving];
        for (int k = 0; k < elements; k++) {
            inverse[leaving][k] /= direction[leaving];
        }
        basis[leaving] = entering;
    }
}
