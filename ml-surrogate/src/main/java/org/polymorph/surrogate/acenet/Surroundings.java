package org.polymorph.surrogate.acenet;

import org.polymorph.model.crystal.NeighborList;
import org.polymorph.model.crystal.Structure;
import org.polymorph.surrogate.ace.AtomScan;
import org.polymorph.surrogate.ace.AtomicInvariants;
import org.polymorph.surrogate.network.Graph;

/**
 * The atoms of a structure as the features that networks see, and how these change when atoms move or the cell is strained.
 * They do not depend on any weight, so that they are computed once a training. The arrays are shared, not copied.
 *
 * @param graph the atoms and their pairs, which networks with messages look at
 * @param features atoms × width
 * @param moved of each atom, its distinct neighbours
 * @param derivatives of each atom, (3 · distinct + 6) × width, rows as {@link AtomScan} has them; in single precision
 *     because they are most of what a training holds in memory
 */
record Surroundings(Graph graph, double[] features, int[][] moved, float[][] derivatives) {

    /** Looks at a structure through one projection an element. */
    static Surroundings of(Structure structure, AtomicInvariants invariants, Projection[] projections) {
        NeighborList neighbors = NeighborList.of(structure, invariants.cutoff());
        int[] species = invariants.species(structure);
        int width = projections[0].width();
        double[] features = new double[species.length * width];
        int[][] moved = new int[species.length][];
        float[][] derivatives = new float[species.length][];
        AtomScan scan = invariants.scan();
        double[] out = new double[0];
        for (int i = 0; i < species.length; i++) {
            Projection projection = projections[species[i]];
            scan.look(neighbors, species, i);
            scan.move();
            System.arraycopy(projection.features(scan.values(), 1), 0, features, i * width, width);
            int length = scan.height() * width;
            if (out.length < length) {
                out = new double[length];
            }
            scan.derivatives(projection.weights(), width, out);
            derivatives[i] = single(out, length);
            moved[i] = new int[scan.distinct()];
            for (int d = 0; d < moved[i].length; d++) {
                moved[i][d] = scan.moved(d);
            }
        }
        return new Surroundings(Graph.of(neighbors, species, structure.volume()), features, moved, derivatives);
    }

    private static float[] single(double[] values, int length) {
        float[] out = new float[length];
        for (int k = 0; k < length; k++) {
            out[k] = (float) values[k];
        }
        return out;
    }

    int atoms() {
        return graph.atoms();
    }

    double volume() {
        return graph.volume(0);
    }

    /** Returns the element number of an atom. */
    int species(int i) {
        return graph.species(i);
    }

    int width() {
        return features.length / graph.atoms();
    }

    /** Returns the number of observables: energy, forces, six components of the stress. */
    int columns() {
        return 1 + 3 * atoms() + 6;
    }

    /** Adds forces and stress that the gradient of atom i's energy by its features, from {@code at} on, stands for. */
    void push(int i, double[] gradient, int at, double[] observables) {
        float[] d = derivatives[i];
        int width = width();
        int own = 1 + 3 * i;
        for (int m = 0; m < moved[i].length; m++) {
            int first = 3 * m * width;
            double x = 0;
            double y = 0;
            double z = 0;
            for (int k = 0; k < width; k++) {
                double g = gradient[at + k];
                x += g * d[first + k];
                y += g * d[first + width + k];
                z += g * d[first + 2 * width + k];
            }
            int to = 1 + 3 * moved[i][m];
            observables[to] -= x;
            observables[to + 1] -= y;
            observables[to + 2] -= z;
            observables[own] += x;
            observables[own + 1] += y;
            observables[own + 2] += z;
        }
        int strain = 3 * moved[i].length * width;
        for (int v = 0; v < 6; v++) {
            double sum = 0;
            for (int k = 0; k < width; k++) {
                sum += gradient[at + k] * d[strain + v * width + k];
            }
            observables[observables.length - 6 + v] += sum / volume();
        }
    }

    /** Computes the tangents of atom i's features along which its energy has the derivative Σ factor · observable. */
    void tangent(int i, double[] factors, double[] tangents, int at) {
        float[] d = derivatives[i];
        int width = width();
        int own = 1 + 3 * i;
        java.util.Arrays.fill(tangents, at, at + width, 0);
        for (int m = 0; m < moved[i].length; m++) {
            int to = 1 + 3 * moved[i][m];
            int first = 3 * m * width;
            double x = factors[own] - factors[to];
            double y = factors[own + 1] - factors[to + 1];
            double z = factors[own + 2] - factors[to + 2];
            for (int k = 0; k < width; k++) {
                tangents[at + k] += x * d[first + k] + y * d[first + width + k] + z * d[first + 2 * width + k];
            }
        }
        for (int v = 0; v < 6; v++) {
            double factor = factors[factors.length - 6 + v] / volume();
            int first = (3 * moved[i].length + v) * width;
            for (int k = 0; k < width; k++) {
                tangents[at + k] += factor * d[first + k];
            }
        }
    }
}
