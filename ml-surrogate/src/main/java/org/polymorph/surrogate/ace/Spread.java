package org.polymorph.surrogate.ace;

import java.util.Arrays;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.NeighborList;
import org.polymorph.model.crystal.Stress;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Prediction;
import org.polymorph.surrogate.linear.OpenBlas;

/**
 * The deviations of a committee's energy, forces and stress from the mean, gathered atom by atom while the mean is being
 * evaluated: the members' derivatives with respect to the densities from the common sparse Jacobian, then one matrix
 * product with the moves of the densities. Scratch space of its own; not thread-safe.
 */
final class Spread implements AceEvaluator.Visitor {
    private final AceBasis basis;
    private final Jacobian jacobian;
    private final MemberAdjoints adjoints;
    private final int members;
    private final DensityMoves moves;
    private final double[] features;
    private final double[] slopes;
    private final double[] byMember;
    private double[] product = new double[0];
    private double[] total = new double[0];
    private int columns;
    private double volume;

    Spread(AceBasis basis, Jacobian jacobian, MemberAdjoints adjoints) {
        this.basis = basis;
        this.jacobian = jacobian;
        this.adjoints = adjoints;
        this.members = adjoints.members();
        this.moves = new DensityMoves(basis);
        this.features = new double[jacobian.size()];
        this.slopes = new double[jacobian.entries()];
        this.byMember = new double[adjoints.scratchSize()];
    }

    /** Starts on a structure. */
    void begin(Structure structure) {
        columns = Design.columns(structure.size());
        volume = structure.volume();
        if (total.length < members * columns) {
            total = new double[members * columns];
        }
        Arrays.fill(total, 0, members * columns, 0);
    }

    @Override
    public void visit(NeighborList neighbors, int[] species, int atom, Environment environment) {
        jacobian.evaluate(environment.densities(), features, slopes);
        adjoints.addEnergies(species[atom], features, total, columns);
        adjoints.multiply(species[atom], slopes, byMember);
        moves.fill(neighbors, species, environment);
        int height = moves.height();
        if (product.length < members * height) {
            product = new double[members * height];
        }
        OpenBlas.multiplyTransposed(members, height, basis.densities(), byMember, moves.rows(), product);
        for (int k = 0; k < members; k++) {
            scatter(k * columns, k * height, atom);
        }
    }

    private void scatter(int to, int from, int atom) {
        double x = 0;
        double y = 0;
        double z = 0;
        for (int d = 0; d < moves.distinct(); d++) {
            int at = to + 1 + 3 * moves.atom(d);
            total[at] -= product[from + 3 * d];
            total[at + 1] -= product[from + 3 * d + 1];
            total[at + 2] -= product[from + 3 * d + 2];
            x += product[from + 3 * d];
            y += product[from + 3 * d + 1];
            z += product[from + 3 * d + 2];
        }
        total[to + 1 + 3 * atom] += x;
        total[to + 2 + 3 * atom] += y;
        total[to + 3 + 3 * atom] += z;
        for (int v = 0; v < 6; v++) {
            total[to + columns - 6 + v] += product[from + 3 * moves.distinct() + v] / volume;
        }
    }

    /**
     * Returns the mean with standard deviations over the members as they are.
     */
    Prediction prediction(Evaluation mean) {
        double[] variance = new double[columns];
        for (int k = 0; k < members; k++) {
            for (int c = 0; c < columns; c++) {
                double x = total[k * columns + c];
                variance[c] += x * x / members;
            }
        }
        double[] forceStd = new double[mean.size()];
        for (int i = 0; i < forceStd.length; i++) {
            forceStd[i] = Math.sqrt(variance[1 + 3 * i] + variance[2 + 3 * i] + variance[3 + 3 * i]);
        }
        double[] stressStd = new double[6];
        for (int v = 0; v < 6; v++) {
            stressStd[v] = Math.sqrt(variance[columns - 6 + v]);
        }
        return new Prediction(mean, Math.sqrt(variance[0]), forceStd, Stress.ofVoigt(stressStd));
    }
}
