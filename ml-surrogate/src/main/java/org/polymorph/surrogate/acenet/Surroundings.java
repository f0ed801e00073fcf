package org.polymorph.surrogate.acenet;

import java.util.Arrays;
import org.polymorph.surrogate.ace.AtomScan;
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
        // three rows at once: of a neighbour, and at last twice of the strain
        for (int m = 0; m < moved[i].length + 2; m++) {
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
            if (m < moved[i].length) {
                add(observables, 1 + 3 * moved[i][m], -x, -y, -z);
                add(observables, own, x, y, z);
            } else {
                int strain = observables.length - 6 + 3 * (m - moved[i].length);
                add(observables, strain, x / volume(), y / volume(), z / volume());
            }
        }
    }

    private static void add(double[] to, int at, double x, double y, double z) {
        to[at] += x;
        to[at + 1] += y;
        to[at + 2] += z;
    }

    /** Computes the tangents of atom i's features along which its energy has the derivative Σ factor · observable. */
    void tangent(int i, double[] factors, double[] tangents, int at) {
        float[] d = derivatives[i];
        int width = width();
        int own = 1 + 3 * i;
        Arrays.fill(tangents, at, at + width, 0);
        for (int m = 0; m < moved[i].length + 2; m++) {
            int first = 3 * m * width;
            boolean strain = m >= moved[i].length;
            int from = strain ? factors.length - 6 + 3 * (m - moved[i].length) : 1 + 3 * moved[i][m];
            double x = strain ? factors[from] / volume() : factors[own] - factors[from];
            double y = strain ? factors[from + 1] / volume() : factors[own + 1] - factors[from + 1];
            double z = strain ? factors[from + 2] / volume() : factors[own + 2] - factors[from + 2];
            for (int k = 0; k < width; k++) {
                tangents[at + k] += x * d[first + k] + y * d[first + width + k] + z * d[first + 2 * width + k];
            }
        }
    }
}
