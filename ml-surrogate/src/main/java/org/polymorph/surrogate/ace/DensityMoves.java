package org.polymorph.surrogate.ace;

import java.util.Arrays;
import org.polymorph.model.crystal.NeighborList;

/**
 * How the densities of one atom change when its neighbours move or the cell is strained: one column for each Cartesian component
 * of each distinct neighbour, then one for each Voigt component of the strain. The images of a neighbour share its columns; the
 * atom itself moves by the negative sum of all. Scratch space that is filled anew for each atom; not thread-safe.
 */
final class DensityMoves {
    private final AceBasis basis;
    private double[] matrix = new double[0];
    private int[] slotOf = new int[0];
    private int[] atomOf = new int[0];
    private int[] slots = new int[0]; // of each pair
    private double[][] vectors = new double[3][0];
    private double[][] gradient = new double[3][0];
    private int distinct;

    DensityMoves(AceBasis basis) {
        this.basis = basis;
    }

    /** Returns the number of distinct neighbours. */
    int distinct() {
        return distinct;
    }

    /** Returns the number of columns, 3·distinct + 6. */
    int width() {
        return 3 * distinct + 6;
    }

    /** Returns the atom that columns 3d … 3d + 2 move. */
    int atom(int d) {
        return atomOf[d];
    }

    /** Returns densities × width, row-major; what follows is left over. Read only. */
    double[] matrix() {
        return matrix;
    }

    /** Looks at the atom that an environment holds. */
    void fill(Environment environment) {
        PairRows pairs = environment.pairs();
        int atom = environment.atom();
        findNeighbors(pairs, atom);
        int size = basis.densities() * width();
        if (matrix.length < size) {
            matrix = new double[size];
        } else {
            Arrays.fill(matrix, 0, size, 0);
        }
        for (int z = 0; z < basis.elements().size(); z++) {
            int from = pairs.start(atom, z);
            int to = pairs.start(atom, z + 1);
            for (int n = 0; n < basis.radial().size(); n++) {
                for (int k = 0; k < basis.blockSize(n); k++) {
                    pairs.gradient(n, k, from, to, gradient);
                    scatter(from, to, (z * basis.width() + basis.blockStart(n) + k) * width());
                }
            }
        }
    }

    private void findNeighbors(PairRows pairs, int atom) {
        NeighborList neighbors = pairs.neighbors();
        if (slotOf.length < neighbors.size()) {
            slotOf = new int[neighbors.size()];
            atomOf = new int[neighbors.size()];
        }
        if (slots.length < pairs.count()) {
            int room = pairs.count() * 5 / 4;
            slots = new int[room];
            vectors = new double[3][room];
            gradient = new double[3][room];
        }
        Arrays.fill(slotOf, 0, neighbors.size(), -1);
        distinct = 0;
        for (int p = pairs.start(atom, 0); p < pairs.end(atom); p++) {
            int entry = pairs.entry(p);
            int j = neighbors.neighbor(entry);
            if (slotOf[j] < 0) {
                slotOf[j] = distinct;
                atomOf[distinct++] = j;
            }
            slots[p] = slotOf[j];
            vectors[0][p] = neighbors.dx(entry);
            vectors[1][p] = neighbors.dy(entry);
            vectors[2][p] = neighbors.dz(entry);
        }
    }

    private void scatter(int from, int to, int at) {
        double[] gx = gradient[0];
        double[] gy = gradient[1];
        double[] gz = gradient[2];
        double xx = 0;
        double yy = 0;
        double zz = 0;
        double yz = 0;
        double xz = 0;
        double xy = 0;
        for (int p = from; p < to; p++) {
            int slot = at + 3 * slots[p];
            matrix[slot] += gx[p];
            matrix[slot + 1] += gy[p];
            matrix[slot + 2] += gz[p];
            xx += gx[p] * vectors[0][p];
            yy += gy[p] * vectors[1][p];
            zz += gz[p] * vectors[2][p];
            yz += gz[p] * vectors[1][p];
            xz += gz[p] * vectors[0][p];
            xy += gy[p] * vectors[0][p];
        }
        int strain = at + 3 * distinct;
        matrix[strain] = xx;
        matrix[strain + 1] = yy;
        matrix[strain + 2] = zz;
        matrix[strain + 3] = yz;
        matrix[strain + 4] = xz;
        matrix[strain + 5] = xy;
    }
}
