package org.polymorph.surrogate.ace;

import java.util.Arrays;
import org.polymorph.model.crystal.NeighborList;
import org.polymorph.surrogate.linear.OpenBlas;

/** The invariants of one atom and their derivatives by positions and strain; filled anew for each atom. Not thread-safe. */
public final class AtomScan {
    private final AceBasis basis;
    private final Jacobian jacobian;
    private final Environment environment;
    private final DensityMoves moves;
    private final double[] values;
    private final double[] slopes;
    private final double[] adjoint;
    private final double[] mixed;
    private double[] projected = new double[0];

    AtomScan(AtomicInvariants invariants) {
        this.basis = invariants.basis();
        this.jacobian = invariants.jacobian();
        this.environment = new Environment(basis);
        this.moves = new DensityMoves(basis);
        this.values = new double[jacobian.size()];
        this.slopes = new double[jacobian.entries()];
        this.adjoint = new double[basis.densities()];
        this.mixed = new double[basis.harmonics().size()];
    }

    /** Looks at atom i: values only. */
    public void look(NeighborList neighbors, int[] species, int i) {
        environment.fill(neighbors, species, i);
        jacobian.values(environment.densities(), values);
    }

    /** Looks at atom i: values, and what derivatives need. */
    public void lookClosely(NeighborList neighbors, int[] species, int i) {
        environment.fill(neighbors, species, i);
        jacobian.evaluate(environment.densities(), values, slopes);
    }

    /** Returns the invariants; read only. */
    public double[] values() {
        return values;
    }

    /** Lists how positions and strain change the densities: before {@link #derivatives} and {@link #moved}. */
    public void listMoves(NeighborList neighbors, int[] species) {
        moves.fill(neighbors, species, environment);
    }

    /** Returns the number of distinct neighbours. */
    public int distinct() {
        return moves.distinct();
    }

    /** Returns distinct neighbour d, by the number of its atom in the cell. */
    public int moved(int d) {
        return moves.atom(d);
    }

    /** Returns the number of derivatives: three a distinct neighbour, then six of the strain in Voigt's order. */
    public int height() {
        return moves.height();
    }

    /**
     * Computes the derivatives of linear combinations of the invariants.
     *
     * @param weights invariants × width, row-major
     * @param out {@link #height()} × width, row-major
     */
    public void derivatives(double[] weights, int width, double[] out) {
        int densities = basis.densities();
        if (projected.length != densities * width) {
            projected = new double[densities * width];
        }
        Arrays.fill(projected, 0);
        for (int f = 0; f < jacobian.size(); f++) {
            for (int e = jacobian.rowStart(f); e < jacobian.rowStart(f + 1); e++) {
                add(slopes[e], weights, f * width, projected, jacobian.column(e) * width, width);
            }
        }
        OpenBlas.multiply(moves.height(), width, densities, moves.rows(), projected, 0, out);
    }

    private static void add(double factor, double[] from, int at, double[] to, int start, int width) {
        for (int k = 0; k < width; k++) {
            to[start + k] += factor * from[at + k];
        }
    }

    /** Takes the adjoints of the invariants, from {@code at} on, to those of the densities: before {@link #pull}. */
    public void pullBack(double[] featureAdjoint, int at) {
        Arrays.fill(adjoint, 0);
        for (int f = 0; f < jacobian.size(); f++) {
            double factor = featureAdjoint[at + f];
            for (int e = jacobian.rowStart(f); e < jacobian.rowStart(f + 1); e++) {
                adjoint[jacobian.column(e)] += factor * slopes[e];
            }
        }
    }

    /**
     * Computes the derivative by the vector to neighbour p of this atom.
     *
     * @param p counted from the first entry of this atom in the list
     * @param out three numbers
     */
    public void pull(NeighborList neighbors, int[] species, int p, double[] out) {
        int entry = environment.pair(p);
        double r = neighbors.distance(entry);
        environment.pullBack(
                p,
                neighbors.dx(entry) / r,
                neighbors.dy(entry) / r,
                neighbors.dz(entry) / r,
                adjoint,
                species[neighbors.neighbor(entry)] * basis.width(),
                mixed,
                out);
    }
}
