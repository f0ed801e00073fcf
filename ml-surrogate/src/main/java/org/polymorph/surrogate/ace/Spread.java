package org.polymorph.surrogate.ace;

import java.util.Arrays;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.NeighborList;
import org.polymorph.model.crystal.Stress;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Prediction;

/**
 * The deviations of a committee's energy, forces and stress from the mean, gathered atom by atom while the mean is being
 * evaluated: the members' derivatives with respect to the densities from the common sparse Jacobian, then one matrix
 * product with the gradients of the densities. Scratch space of its own; not thread-safe.
 */
final class Spread implements AceEvaluator.Visitor {
    private final AceBasis basis;
    private final Jacobian jacobian;
    private final MemberAdjoints adjoints;
    private final int members;
    private final PairPulls pairs;
    private final double[] features;
    private final double[] sums;
    private final double[] slopes;
    private final double[] byMember;
    private double[] total = new double[0];
    private int columns;
    private double volume;

    Spread(AceBasis basis, Jacobian jacobian, MemberAdjoints adjoints) {
        this.basis = basis;
        this.jacobian = jacobian;
        this.adjoints = adjoints;
        this.members = adjoints.members();
        this.pairs = new PairPulls(basis, members);
        this.features = new double[jacobian.size()];
        this.sums = new double[basis.size()];
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
        Arrays.fill(sums, 0);
    }

    @Override
    public void visit(NeighborList neighbors, int[] species, int atom, Environment environment) {
        jacobian.evaluate(environment.densities(), features, slopes);
        int at = species[atom] * basis.perCentre();
        sums[at]++;
        for (int f = 0; f < features.length; f++) {
            sums[at + 1 + f] += features[f];
        }
        adjoints.multiply(species[atom], slopes, byMember);
        for (int z = 0; z < basis.elements().size(); z++) {
            int count = pairs.fill(neighbors, species, z, environment, byMember);
            for (int k = 0; k < members; k++) {
                scatter(neighbors, k, atom, count);
            }
        }
    }

    private void scatter(NeighborList neighbors, int member, int atom, int count) {
        float[] pulls = pairs.pulls();
        int to = member * columns;
        int from = member * 3 * count;
        double fx = 0;
        double fy = 0;
        double fz = 0;
        double xx = 0;
        double yy = 0;
        double zz = 0;
        double yz = 0;
        double xz = 0;
        double xy = 0;
        for (int q = 0; q < count; q++) {
            int pair = pairs.pair(q);
            double x = pulls[from + 3 * q];
            double y = pulls[from + 3 * q + 1];
            double z = pulls[from + 3 * q + 2];
            int j = to + 1 + 3 * neighbors.neighbor(pair);
            total[j] -= x;
            total[j + 1] -= y;
            total[j + 2] -= z;
            fx += x;
            fy += y;
            fz += z;
            double dx = neighbors.dx(pair);
            double dy = neighbors.dy(pair);
            xx += x * dx;
            xy += y * dx;
            xz += z * dx;
            yy += y * dy;
            yz += z * dy;
            zz += z * neighbors.dz(pair);
        }
        int i = to + 1 + 3 * atom;
        total[i] += fx;
        total[i + 1] += fy;
        total[i + 2] += fz;
        int s = to + columns - 6;
        total[s] += xx / volume;
        total[s + 1] += yy / volume;
        total[s + 2] += zz / volume;
        total[s + 3] += yz / volume;
        total[s + 4] += xz / volume;
        total[s + 5] += xy / volume;
    }

    /**
     * Returns the mean with standard deviations over the members as they are.
     */
    Prediction prediction(Evaluation mean) {
        for (int z = 0; z < basis.elements().size(); z++) {
            adjoints.addEnergies(z, sums, z * basis.perCentre(), total, columns);
        }
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
