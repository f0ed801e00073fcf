package org.polymorph.surrogate.ace;

import java.util.Arrays;
import org.polymorph.model.crystal.NeighborList;

/**
 * How the densities of one atom change when its neighbours move or the cell is strained: one row of densities for each
 * Cartesian component of each distinct neighbour, then one for each Voigt component of the strain. The images of a
 * neighbour share its rows; the atom itself moves by the negative sum of all. Scratch space that is filled anew for each
 * atom; not thread-safe.
 */
final class DensityMoves {
    private static final int[] ROW = {0, 1, 2, 1, 0, 0};
    private static final int[] COLUMN = {0, 1, 2, 2, 2, 1};

    private final AceBasis basis;
    private final double[] gradient;
    private double[] rows = new double[0];
    private int[] slotOf = new int[0];
    private int[] atomOf = new int[0];
    private int distinct;

    DensityMoves(AceBasis basis) {
        this.basis = basis;
        this.gradient = new double[3 * basis.width()];
    }

    /** Returns the number of distinct neighbours. */
    int distinct() {
        return distinct;
    }

    /** Returns the number of rows, 3·distinct + 6. */
    int height() {
        return 3 * distinct + 6;
    }

    /** Returns the atom that rows 3d … 3d + 2 move. */
    int atom(int d) {
        return atomOf[d];
    }

    /** Returns height × densities, row-major; what follows is left over. Read only. */
    double[] rows() {
        return rows;
    }

    /** Looks at the atom that an environment holds. */
    void fill(NeighborList neighbors, int[] species, Environment environment) {
        findNeighbors(neighbors, environment, species.length);
        int densities = basis.densities();
        int size = height() * densities;
        if (rows.length < size) {
            rows = new double[size];
        } else {
            Arrays.fill(rows, 0, size, 0);
        }
        for (int p = 0; p < environment.count(); p++) {
            int pair = environment.pair(p);
            int j = neighbors.neighbor(pair);
            double inverse = 1 / neighbors.distance(pair);
            double x = neighbors.dx(pair);
            double y = neighbors.dy(pair);
            double z = neighbors.dz(pair);
            environment.gradients(p, x * inverse, y * inverse, z * inverse, gradient);
            int at = species[j] * basis.width();
            for (int k = 0; k < 3; k++) {
                add(k, 1, (3 * slotOf[j] + k) * densities + at);
            }
            for (int v = 0; v < 6; v++) {
                double along = ROW[v] == 0 ? x : ROW[v] == 1 ? y : z;
                add(COLUMN[v], along, (3 * distinct + v) * densities + at);
            }
        }
    }

    private void findNeighbors(NeighborList neighbors, Environment environment, int atoms) {
        if (slotOf.length < atoms) {
            slotOf = new int[atoms];
            atomOf = new int[atoms];
        }
        Arrays.fill(slotOf, 0, atoms, -1);
        distinct = 0;
        for (int p = 0; p < environment.count(); p++) {
            int j = neighbors.neighbor(environment.pair(p));
            if (slotOf[j] < 0) {
                slotOf[j] = distinct;
                atomOf[distinct++] = j;
            }
        }
    }

    private void add(int component, double factor, int to) {
        double[] source = gradient;
        double[] target = rows;
        int width = basis.width();
        int from = component * width;
        for (int a = 0; a < width; a++) {
            target[to + a] += factor * source[from + a];
        }
    }
}
