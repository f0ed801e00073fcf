package org.polymorph.surrogate.relax;

import java.util.Optional;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;

/** Re-chooses the cell of a crystal whose cell has become too skewed; the crystal itself stays as it is. */
final class CellReduction {
    private static final double SKEWED = 2.5;

    private CellReduction() {}

    /** Returns the same crystal in a compact cell if its cell is skewed and a clearly more compact one exists. */
    static Optional<Structure> ofSkewed(Structure structure) {
        double before = skew(structure.lattice());
        if (before < SKEWED) {
            return Optional.empty();
        }
        Lattice reduced = reduce(structure.lattice());
        if (skew(reduced) > 0.9 * before) {
            return Optional.empty();
        }
        return Optional.of(Structure.ofCartesian(reduced, structure.species(), structure.cartesian())
                .wrapped());
    }

    private static double skew(Lattice lattice) {
        double worst = 0;
        for (int i = 0; i < 3; i++) {
            worst = Math.max(worst, lattice.length(i) / lattice.height(i));
        }
        return worst;
    }

    // Semaev's algorithm 2001 (doi 10.1007/3-540-44670-2_13): the longest vector minus the nearest combination of the
    // two
    // others, until none becomes shorter
    private static Lattice reduce(Lattice lattice) {
        double[][] v = new double[3][3];
        for (int i = 0; i < 3; i++) {
            for (int k = 0; k < 3; k++) {
                v[i][k] = lattice.get(i, k);
            }
        }
        boolean changed = true;
        for (int round = 0; changed && round < 1000; round++) {
            changed = false;
            for (int i = 0; i < 3; i++) {
                changed |= shorten(v, i, (i + 1) % 3, (i + 2) % 3);
            }
        }
        return Lattice.of(v[0][0], v[0][1], v[0][2], v[1][0], v[1][1], v[1][2], v[2][0], v[2][1], v[2][2]);
    }

    private static boolean shorten(double[][] v, int i, int j, int k) {
        double jj = Minimizer.dot(v[j], v[j]);
        double kk = Minimizer.dot(v[k], v[k]);
        double jk = Minimizer.dot(v[j], v[k]);
        double ij = Minimizer.dot(v[i], v[j]);
        double ik = Minimizer.dot(v[i], v[k]);
        double det = jj * kk - jk * jk;
        double p = Math.rint((ij * kk - ik * jk) / det);
        double q = Math.rint((ik * jj - ij * jk) / det);
        double best = Minimizer.dot(v[i], v[i]) * (1 - 1e-9);
        double[] found = v[i];
        for (int a = -1; a <= 1; a++) {
            for (int b = -1; b <= 1; b++) {
                double[] w = new double[3];
                for (int c = 0; c < 3; c++) {
                    w[c] = v[i][c] - (p + a) * v[j][c] - (q + b) * v[k][c];
                }
                double square = Minimizer.dot(w, w);
                if (square < best) {
                    best = square * (1 - 1e-9);
                    found = w;
                }
            }
        }
        boolean changed = found != v[i];
        v[i] = found;
        return changed;
    }
}
