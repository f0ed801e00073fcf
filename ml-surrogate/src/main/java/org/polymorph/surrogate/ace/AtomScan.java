package org.polymorph.surrogate.ace;

import java.util.Arrays;
import org.polymorph.model.crystal.NeighborList;
import org.polymorph.surrogate.linear.OpenBlas;

/**
 * The invariants of one atom and their derivatives by positions and strain; filled anew for each atom. Not thread-safe.
 *
 * <p>Rows of derivatives are three for each distinct neighbour of the atom, of its components, the images of one neighbour
 * together; then six for the strain in Voigt's order. The atom itself moves by the negative sum of all.
 */
public final class AtomScan {
    private final AceBasis basis;
    private final Jacobian jacobian;
    private final MemberAdjoints adjoints;
    private final Environment environment;
    private final DensityMoves moves;
    private final TensorValues values;
    private final double[] slopes;
    private final double[] byMember;
    private final double[] adjoint;
    private double[] row = new double[0];

    AtomScan(AtomicInvariants invariants) {
        this.basis = invariants.basis();
        this.jacobian = invariants.jacobian();
        this.adjoints = invariants.adjoints();
        this.environment = Environment.ofOne(basis);
        this.moves = new DensityMoves(basis);
        this.values = new TensorValues(basis.tensors());
        this.slopes = new double[jacobian.entries()];
        this.byMember = new double[adjoints.scratchSize()];
        this.adjoint = new double[basis.densities()];
    }

    /** Looks at atom i: its invariants only. */
    public void values(NeighborList neighbors, int[] species, int i) {
        environment.fill(neighbors, species, i);
        values.evaluate(environment.densities());
    }

    /** Looks at atom i: its invariants, and their derivatives by the densities. */
    public void look(NeighborList neighbors, int[] species, int i) {
        values(neighbors, species, i);
        jacobian.evaluate(values.components(), slopes);
    }

    /** Finds the rows of the atom last looked at: before {@link #derivatives} and {@link #pullBackMembers}. */
    public void move() {
        moves.fill(environment);
    }

    /** Returns the invariants; read only. */
    public double[] values() {
        return values.invariants();
    }

    /** Returns the number of distinct neighbours. */
    public int distinct() {
        return moves.distinct();
    }

    /** Returns distinct neighbour d, by the number of its atom in the cell. */
    public int moved(int d) {
        return moves.atom(d);
    }

    /** Returns the number of rows of derivatives. */
    public int height() {
        return moves.width();
    }

    /**
     * Computes the derivatives of all invariants.
     *
     * @param out rows × invariants, row-major, {@link #height()} rows of which are written from {@code first} on
     */
    public void derivatives(float[] out, int first) {
        int height = moves.width();
        if (row.length < height) {
            row = new double[height];
        }
        for (int f = 0; f < jacobian.size(); f++) {
            jacobian.multiplyRow(f, slopes, moves.matrix(), height, row);
            for (int h = 0; h < height; h++) {
                out[(first + h) * jacobian.size() + f] = (float) row[h];
            }
        }
    }

    /** Returns the length of the rows of {@link #pullBackMembers}'s factors: the number of members rounded up. */
    public int padded() {
        return adjoints.padded();
    }

    /**
     * Computes the derivatives of several functions of the invariants.
     *
     * @param factors their derivatives by the invariants: invariants × {@link #padded}, row-major
     * @param out members × {@link #height()}, row-major
     */
    public void pullBackMembers(double[] factors, double[] out) {
        adjoints.multiply(factors, slopes, byMember);
        OpenBlas.multiply(adjoints.members(), moves.width(), basis.densities(), byMember, moves.matrix(), 0, out);
    }

    /**
     * Computes the derivatives of one function of the invariants by the vectors to all neighbours: before {@link #pull}.
     *
     * @param factors its derivatives by the invariants, from {@code at} on
     */
    public void pullBack(double[] factors, int at) {
        Arrays.fill(adjoint, 0);
        for (int f = 0; f < jacobian.size(); f++) {
            double factor = factors[at + f];
            for (int e = jacobian.rowStart(f); e < jacobian.rowStart(f + 1); e++) {
                adjoint[jacobian.column(e)] += factor * slopes[e];
            }
        }
        environment.pullBack(environment.atom(), adjoint);
    }

    /** Returns the number of neighbours, images counted. */
    public int pairs() {
        return environment.end() - environment.start();
    }

    /** Returns the entry of the neighbour list that neighbour p is. */
    public int entry(int p) {
        return environment.pairs().entry(environment.start() + p);
    }

    /** Puts the derivative by the vector to neighbour p into {@code out}. */
    public void pull(int p, double[] out) {
        out[0] = environment.pullX(environment.start() + p);
        out[1] = environment.pullY(environment.start() + p);
        out[2] = environment.pullZ(environment.start() + p);
    }
}
