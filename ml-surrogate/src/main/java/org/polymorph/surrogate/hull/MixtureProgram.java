package org.polymorph.surrogate.hull;

import java.util.Arrays;

/**
 * The mixture of lowest energy that has a given composition: the linear programme min Σ w_j e_j with Σ w_j x_j = x, w ≥ 0,
 * by the simplex method with Bland's rule, which cannot cycle, on a dense inverse of the basis. Where an element has no entry
 * of its own, a first phase takes an artificial one out of the mixture. Not thread-safe.
 */
final class MixtureProgram {
    private static final double ZERO = 1e-11;
    private static final double FEASIBLE = 1e-9;

    private final int elements;
    private final double[][] columns;
    private final double[] costs;
    private final int[] start;
    private final int[] basis;
    private final double[][] inverse;

    /**
     * Prepares the programme.
     *
     * @param columns one composition an entry, as fractions of the elements
     * @param costs eV an atom
     * @param pure for each element an entry that is made of it alone, or −1: they are a mixture to begin with
     */
    MixtureProgram(double[][] columns, double[] costs, int[] pure) {
        this.elements = pure.length;
        this.columns = columns;
        this.costs = costs;
        this.start = pure.clone();
        this.basis = pure.clone();
        this.inverse = new double[elements][elements];
    }

    /**
     * Returns the part of each entry in the mixture of lowest energy.
     *
     * @throws IllegalArgumentException if no mixture of the entries has this composition
     */
    double[] solve(double[] target) {
        double[] amounts = target.clone();
        for (int e = 0; e < elements; e++) {
            basis[e] = start[e];
            Arrays.fill(inverse[e], 0);
            inverse[e][e] = 1;
        }
        if (Arrays.stream(basis).anyMatch(b -> b < 0)) {
            descend(true, amounts);
            for (int e = 0; e < elements; e++) {
                if (basis[e] < 0 && amounts[e] > FEASIBLE) {
                    throw new IllegalArgumentException("no mixture of the entries has the composition asked for");
                }
            }
        }
        descend(false, amounts);
        double[] parts = new double[columns.length];
        for (int e = 0; e < elements; e++) {
            if (basis[e] >= 0) {
                parts[basis[e]] = Math.max(0, amounts[e]);
            }
        }
        return parts;
    }

    /** Returns the energy an atom of a mixture, eV. */
    double energy(double[] parts) {
        double energy = 0;
        for (int j = 0; j < parts.length; j++) {
            energy += parts[j] * costs[j];
        }
        return energy;
    }

    // in the first phase artificial entries alone cost something, in the second they are free but never come back
    private void descend(boolean first, double[] amounts) {
        int entering = entering(first);
        while (entering >= 0) {
            pivot(entering, amounts, !first);
            entering = entering(first);
        }
    }

    private double cost(int entry, boolean first) {
        if (entry < 0) {
            return first ? 1 : 0;
        }
        return first ? 0 : costs[entry];
    }

    // the first entry that lies below the plane of the basis; −1 if none does
    private int entering(boolean first) {
        double[] potentials = new double[elements];
        for (int e = 0; e < elements; e++) {
            for (int k = 0; k < elements; k++) {
                potentials[k] += cost(basis[e], first) * inverse[e][k];
            }
        }
        for (int j = 0; j < columns.length; j++) {
            double reduced = cost(j, first);
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

    private void pivot(int entering, double[] amounts, boolean expelling) {
        double[] direction = new double[elements];
        for (int e = 0; e < elements; e++) {
            for (int k = 0; k < elements; k++) {
                direction[e] += inverse[e][k] * columns[entering][k];
            }
        }
        int leaving = -1;
        double least = Double.POSITIVE_INFINITY;
        for (int e = 0; e < elements; e++) {
            if (expelling && basis[e] < 0 && Math.abs(direction[e]) > FEASIBLE) {
                leaving = e; // an artificial entry stays at zero: it would be moved off it
                break;
            }
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
