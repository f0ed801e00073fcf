package org.polymorph.surrogate.ace;

import java.util.Arrays;
import org.polymorph.model.crystal.NeighborList;

/**
 * The surroundings of one atom after the other: the densities A_znlm = Σ_j R_n(r_ij) Y_lm(r̂_ij) δ(z_j, z), and what
 * derivatives by them are by the neighbours' positions. Scratch space that is filled anew for each atom; not thread-safe.
 */
final class Environment {
    /** Pairs that are looked at together: enough for long loops, few enough to stay in the cache. */
    private static final int PAIRS = 512;

    private final AceBasis basis;
    private final PairRows pairs;
    private final double[] densities;
    private double[] mixed = new double[0];
    private double[] bent = new double[0];
    private double[] along = new double[0];
    private double[] pullX = new double[0];
    private double[] pullY = new double[0];
    private double[] pullZ = new double[0];
    private int atom;

    /** Makes scratch space for all atoms of a structure in their order. */
    Environment(AceBasis basis) {
        this(basis, PAIRS);
    }

    private Environment(AceBasis basis, int limit) {
        this.basis = basis;
        this.pairs = new PairRows(basis, limit);
        this.densities = new double[basis.densities()];
    }

    /** Makes scratch space for atoms that are looked at one by one. */
    static Environment ofOne(AceBasis basis) {
        return new Environment(basis, 0);
    }

    /** Returns the densities of the atom last looked at; read only. */
    double[] densities() {
        return densities;
    }

    /** Returns the pairs of this atom and of some that follow; read only. */
    PairRows pairs() {
        return pairs;
    }

    /** Returns the atom last looked at. */
    int atom() {
        return atom;
    }

    /** Returns where among {@link #pairs} those of this atom begin. */
    int start() {
        return pairs.start(atom, 0);
    }

    /** Returns where they end. */
    int end() {
        return pairs.end(atom);
    }

    /**
     * Looks at the surroundings of atom i.
     *
     * @param species element index of each atom
     */
    void fill(NeighborList neighbors, int[] species, int i) {
        pairs.look(neighbors, species, i);
        atom = i;
        double[][] radial = pairs.radial().values;
        double[][] harmonics = pairs.harmonics().values;
        for (int z = 0; z < basis.elements().size(); z++) {
            int from = pairs.start(i, z);
            int to = pairs.start(i, z + 1);
            int at = z * basis.width();
            for (int k = 0; k < harmonics.length; k++) {
                int[] with = basis.radialWith(k);
                for (int g = 0; g < with.length; g += 4) {
                    addFour(radial, harmonics[k], with, g, from, to, at + k);
                }
            }
        }
    }

    // Four sums at once, each a chain of additions that has to wait for itself.
    private void addFour(double[][] radial, double[] y, int[] with, int g, int from, int to, int at) {
        int last = with.length - 1;
        int na = with[g];
        int nb = with[Math.min(last, g + 1)];
        int nc = with[Math.min(last, g + 2)];
        int nd = with[Math.min(last, g + 3)];
        double[] ra = radial[na];
        double[] rb = radial[nb];
        double[] rc = radial[nc];
        double[] rd = radial[nd];
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        for (int p = from; p < to; p++) {
            double value = y[p];
            a += ra[p] * value;
            b += rb[p] * value;
            c += rc[p] * value;
            d += rd[p] * value;
        }
        densities[at + basis.blockStart(na)] = a;
        densities[at + basis.blockStart(nb)] = b;
        densities[at + basis.blockStart(nc)] = c;
        densities[at + basis.blockStart(nd)] = d;
    }

    /**
     * Computes the derivatives of a function of the densities by the positions of all neighbours of an atom.
     *
     * @param atom one of those that {@link #pairs} has
     * @param adjoint its derivatives by the densities
     */
    void pullBack(int atom, double[] adjoint) {
        if (pullX.length < pairs.count()) {
            int room = pairs.count() * 5 / 4;
            mixed = new double[room];
            bent = new double[room];
            along = new double[room];
            pullX = new double[room];
            pullY = new double[room];
            pullZ = new double[room];
        }
        SphericalHarmonics.Rows unit = pairs.harmonics();
        int start = pairs.start(atom, 0);
        int end = pairs.end(atom);
        Arrays.fill(along, start, end, 0);
        Arrays.fill(pullX, start, end, 0);
        Arrays.fill(pullY, start, end, 0);
        Arrays.fill(pullZ, start, end, 0);
        for (int z = 0; z < basis.elements().size(); z++) {
            int from = pairs.start(atom, z);
            int to = pairs.start(atom, z + 1);
            for (int k = 0; k < basis.harmonics().size(); k++) {
                mix(pairs.radial().values, adjoint, z * basis.width(), k, from, to, mixed);
                mix(pairs.radial().slopes, adjoint, z * basis.width(), k, from, to, bent);
                add(bent, unit.values[k], along, from, to);
                add(mixed, unit.alongX[k], pullX, from, to);
                add(mixed, unit.alongY[k], pullY, from, to);
                add(mixed, unit.alongZ[k], pullZ, from, to);
            }
        }
        add(along, unit.x, pullX, start, end);
        add(along, unit.y, pullY, start, end);
        add(along, unit.z, pullZ, start, end);
    }

    // Σ_n adjoint_nk · R_n of all pairs, or of their slopes.
    private void mix(double[][] rows, double[] adjoint, int at, int k, int from, int to, double[] out) {
        int[] with = basis.radialWith(k);
        Arrays.fill(out, from, to, 0);
        for (int g = 0; g < with.length; g += 4) {
            addFour(rows, adjoint, at + k, with, g, from, to, out);
        }
    }

    private void addFour(double[][] rows, double[] w, int at, int[] with, int g, int from, int to, double[] out) {
        int left = with.length - g;
        double[] a = rows[with[g]];
        double[] b = rows[with[left > 1 ? g + 1 : g]];
        double[] c = rows[with[left > 2 ? g + 2 : g]];
        double[] d = rows[with[left > 3 ? g + 3 : g]];
        double wa = w[at + basis.blockStart(with[g])];
        double wb = left > 1 ? w[at + basis.blockStart(with[g + 1])] : 0;
        double wc = left > 2 ? w[at + basis.blockStart(with[g + 2])] : 0;
        double wd = left > 3 ? w[at + basis.blockStart(with[g + 3])] : 0;
        for (int p = from; p < to; p++) {
            out[p] += wa * a[p] + wb * b[p] + (wc * c[p] + wd * d[p]);
        }
    }

    private static void add(double[] a, double[] b, double[] out, int from, int to) {
        for (int p = from; p < to; p++) {
            out[p] += a[p] * b[p];
        }
    }

    /** Returns the x component of what {@link #pullBack} found for a pair of this atom. */
    double pullX(int p) {
        return pullX[p];
    }

    double pullY(int p) {
        return pullY[p];
    }

    double pullZ(int p) {
        return pullZ[p];
    }
}
