package org.polymorph.surrogate.painn;

import java.util.Arrays;
import org.polymorph.surrogate.network.DistanceGrid;
import org.polymorph.surrogate.network.FilterTable;
import org.polymorph.surrogate.network.Graph;
import org.polymorph.surrogate.network.Rows;

/**
 * The messages of one interaction over the pairs of a graph, each pair once for both its ends (Schütt, Unke and Gastegger
 * 2021, arXiv 2102.03150, eq. 7 and 8): an atom i adds to its scalars Σ_j W₁(r)∘x₁ⱼ and to its vectors
 * Σ_j W₂(r)∘x₂ⱼ u + W₃(r)∘yⱼ, with the distance r and the direction u from i to j, the scalars x₁, x₂ and the vectors y
 * that j sends. Keeps filters and what was sent for the derivatives. Not thread-safe.
 */
final class Messages {
    /** Channels that are sent: x₁, x₂ and the components of y. */
    static final int SENT = 5;

    /** What is sent without vectors: x₁ and x₂. */
    static final int SCALARS = 2;

    private final boolean vectors;
    private final Rows[] filters;
    private final Rows[] slopes;
    private final AtomRows sent;
    private final AtomRows received;
    private final AtomRows result;
    private final double[] radial;
    private final double[] x;
    private final double[] y;
    private final double[] z;

    /**
     * Makes messages.
     *
     * @param vectors whether atoms have vectors to send
     */
    Messages(int width, boolean vectors) {
        this.vectors = vectors;
        int tables = tables(vectors);
        filters = new Rows[tables];
        slopes = new Rows[tables];
        Arrays.setAll(filters, k -> new Rows(width));
        Arrays.setAll(slopes, k -> new Rows(width));
        sent = new AtomRows(channels(), width);
        received = new AtomRows(Channels.FEATURES, width);
        result = new AtomRows(channels(), width);
        radial = new double[width];
        x = new double[width];
        y = new double[width];
        z = new double[width];
    }

    /** Returns how many tables of filters messages with or without vectors need. */
    static int tables(boolean vectors) {
        return vectors ? 3 : 2;
    }

    /** Returns the number of channels that are sent. */
    int channels() {
        return vectors ? SENT : SCALARS;
    }

    boolean vectors() {
        return vectors;
    }

    double[] filter(int table, int pair) {
        return filters[table].row(pair);
    }

    double[] slope(int table, int pair) {
        return slopes[table].row(pair);
    }

    AtomRows sent() {
        return sent;
    }

    /** The pairs of a graph: their places on the grid of the tables, and their directions. */
    record Pairs(Graph graph, DistanceGrid.Places places, PairVectors vectors) {}

    /** Adds what all atoms receive to their features. */
    void send(Pairs pairs, FilterTable[] tables, Channels channels, Channels features) {
        Graph graph = pairs.graph();
        int atoms = graph.atoms();
        for (int k = 0; k < filters.length; k++) {
            filters[k].reserve(graph.pairs());
            slopes[k].reserve(graph.pairs());
        }
        sent.read(atoms, channels);
        received.read(atoms, features);
        for (int p = 0; p < graph.pairs(); p++) {
            for (int k = 0; k < filters.length; k++) {
                tables[k].interpolate(pairs.places(), p, filter(k, p), slope(k, p));
            }
            deliver(graph.first(p), graph.second(p), p, 1, pairs.vectors());
            deliver(graph.second(p), graph.first(p), p, -1, pairs.vectors());
        }
        received.write(atoms, features);
    }

    private void deliver(int i, int j, int p, int sign, PairVectors u) {
        double[] a = received.row(1, i);
        double[] b = received.row(2, i);
        double[] c = received.row(3, i);
        double ux = sign * u.direction(p, 0);
        double uy = sign * u.direction(p, 1);
        double uz = sign * u.direction(p, 2);
        Elementwise.addProduct(filter(0, p), sent.row(0, j), received.row(0, i));
        addAlong(filter(1, p), sent.row(1, j), ux, uy, uz, a, b, c);
        if (vectors) {
            addProducts(filter(2, p), sent.row(2, j), sent.row(3, j), sent.row(4, j), a, b, c);
        }
    }

    /**
     * Follows the energy back through the last {@link #send}.
     *
     * @param features adjoint of the features after it
     * @param channels that of what was sent, computed
     * @param pairGradients that of the vectors of pairs, added to
     */
    void pullBack(Pairs pairs, Channels features, Channels channels, double[] pairGradients) {
        Graph graph = pairs.graph();
        int atoms = graph.atoms();
        received.read(atoms, features);
        result.clear(atoms);
        for (int p = 0; p < graph.pairs(); p++) {
            int i = graph.first(p);
            int j = graph.second(p);
            giveBack(i, j, p, 1, pairs.vectors());
            giveBack(j, i, p, -1, pairs.vectors());
            differ(i, j, p, pairs.vectors());
            addGradient(p, graph.distance(p), pairs.vectors(), pairGradients);
        }
        result.write(atoms, channels);
    }

    // What i received of j.
    private void giveBack(int i, int j, int p, int sign, PairVectors u) {
        double[] a = received.row(1, i);
        double[] b = received.row(2, i);
        double[] c = received.row(3, i);
        double ux = sign * u.direction(p, 0);
        double uy = sign * u.direction(p, 1);
        double uz = sign * u.direction(p, 2);
        Elementwise.addProduct(filter(0, p), received.row(0, i), result.row(0, j));
        addProjected(filter(1, p), a, b, c, ux, uy, uz, result.row(1, j));
        if (vectors) {
            addProducts(filter(2, p), a, b, c, result.row(2, j), result.row(3, j), result.row(4, j));
        }
    }

    // Summands of the derivatives by distance and by direction, both ways of the pair.
    private void differ(int i, int j, int p, PairVectors u) {
        double ux = u.direction(p, 0);
        double uy = u.direction(p, 1);
        double uz = u.direction(p, 2);
        for (int k = 0; k < 3; k++) {
            crossDifference(sent.row(1, j), received.row(1 + k, i), sent.row(1, i), received.row(1 + k, j), part(k));
        }
        project(slope(1, p), x, y, z, ux, uy, uz, radial);
        for (int k = 0; k < 3; k++) {
            Elementwise.multiply(filter(1, p), part(k), part(k));
        }
        addCross(slope(0, p), sent.row(0, j), received.row(0, i), sent.row(0, i), received.row(0, j), radial);
        if (vectors) {
            for (int k = 0; k < 3; k++) {
                double[] s = slope(2, p);
                addCross(s, sent.row(2 + k, j), received.row(1 + k, i), sent.row(2 + k, i), received.row(1 + k, j), radial);
            }
        }
    }

    private double[] part(int k) {
        return k == 0 ? x : k == 1 ? y : z;
    }

    private void addGradient(int p, double distance, PairVectors u, double[] pairGradients) {
        double along = sum(radial);
        double gx = sum(x) / distance;
        double gy = sum(y) / distance;
        double gz = sum(z) / distance;
        along -= gx * u.direction(p, 0) + gy * u.direction(p, 1) + gz * u.direction(p, 2);
        pairGradients[3 * p] += gx + along * u.direction(p, 0);
        pairGradients[3 * p + 1] += gy + along * u.direction(p, 1);
        pairGradients[3 * p + 2] += gz + along * u.direction(p, 2);
    }

    private static void addAlong(
            double[] w, double[] x, double ux, double uy, double uz, double[] a, double[] b, double[] c) {
        for (int f = 0; f < a.length; f++) {
            double t = w[f] * x[f];
            a[f] += ux * t;
            b[f] += uy * t;
            c[f] += uz * t;
        }
    }

    private static void addProducts(double[] w, double[] x, double[] y, double[] z, double[] a, double[] b, double[] c) {
        for (int f = 0; f < a.length; f++) {
            a[f] += w[f] * x[f];
            b[f] += w[f] * y[f];
            c[f] += w[f] * z[f];
        }
    }

    private static void addProjected(
            double[] w, double[] a, double[] b, double[] c, double ux, double uy, double uz, double[] out) {
        for (int f = 0; f < out.length; f++) {
            out[f] += w[f] * (ux * a[f] + uy * b[f] + uz * c[f]);
        }
    }

    private static void project(
            double[] w, double[] a, double[] b, double[] c, double ux, double uy, double uz, double[] out) {
        for (int f = 0; f < out.length; f++) {
            out[f] = w[f] * (ux * a[f] + uy * b[f] + uz * c[f]);
        }
    }

    private static void crossDifference(double[] a, double[] b, double[] c, double[] d, double[] out) {
        for (int f = 0; f < out.length; f++) {
            out[f] = a[f] * b[f] - c[f] * d[f];
        }
    }

    private static void addCross(double[] w, double[] a, double[] b, double[] c, double[] d, double[] out) {
        for (int f = 0; f < out.length; f++) {
            out[f] += w[f] * (a[f] * b[f] + c[f] * d[f]);
        }
    }

    private static double sum(double[] a) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int f = 0;
        for (; f + 3 < a.length; f += 4) {
            s0 += a[f];
            s1 += a[f + 1];
            s2 += a[f + 2];
            s3 += a[f + 3];
        }
        for (; f < a.length; f++) {
            s0 += a[f];
        }
        return (s0 + s1) + (s2 + s3);
    }
}
