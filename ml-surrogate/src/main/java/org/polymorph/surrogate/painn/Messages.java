package org.polymorph.surrogate.painn;

import org.polymorph.surrogate.network.DistanceGrid;
import org.polymorph.surrogate.network.FilterTable;
import org.polymorph.surrogate.network.Graph;

/**
 * The messages of one interaction over the pairs of a graph, each pair once for both its ends (Schütt, Unke and Gastegger
 * 2021, arXiv 2102.03150, eq. 7 and 8): an atom i adds to its scalars Σ_j W₁(r)∘x₁ⱼ and to its vectors
 * Σ_j W₂(r)∘x₂ⱼ u + W₃(r)∘yⱼ, with the distance r and the direction u from i to j, the scalars x₁, x₂ and the vectors y
 * that j sends. Keeps what was sent for the derivatives. Not thread-safe.
 */
final class Messages {
    /** Channels that are sent: x₁, x₂ and the components of y. */
    static final int SENT = 5;

    /** What is sent without vectors: x₁ and x₂. */
    static final int SCALARS = 2;

    private final boolean vectors;
    private final double[][] filters;
    private final double[][] slopes;
    private final AtomRows sent;
    private final AtomRows received;
    private final AtomRows result;
    private final double[] along;
    private final double[] first;
    private final double[] second;
    private final double[][] turns;
    private final double[] sums = new double[4];
    private FilterTable[] tables = new FilterTable[0];

    /**
     * Makes messages.
     *
     * @param vectors whether atoms have vectors to send
     */
    Messages(int width, boolean vectors) {
        this.vectors = vectors;
        filters = new double[tables(vectors)][width];
        slopes = new double[tables(vectors)][width];
        sent = new AtomRows(channels(), width);
        received = new AtomRows(Channels.FEATURES, width);
        result = new AtomRows(channels(), width);
        along = new double[width];
        first = new double[width];
        second = new double[width];
        turns = new double[3][width];
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

    AtomRows sent() {
        return sent;
    }

    /** The pairs of a graph: their places on the grid of the tables, and their directions. */
    record Pairs(Graph graph, DistanceGrid.Places places, PairVectors vectors) {}

    /**
     * Finds the filters of a pair, in {@link #filter} and {@link #slope}. Kept for all pairs they would not fit the caches.
     */
    void interpolate(Pairs pairs, int p) {
        tables[0].interpolate(pairs.places(), p, filters[0], slopes[0]);
        tables[1].interpolate(pairs.places(), p, filters[1], slopes[1]);
        if (vectors) {
            tables[2].interpolate(pairs.places(), p, filters[2], slopes[2]);
        }
    }

    double[] filter(int table) {
        return filters[table];
    }

    double[] slope(int table) {
        return slopes[table];
    }

    /** Adds what all atoms receive to their features. */
    void send(Pairs pairs, FilterTable[] tables, Channels channels, Channels features) {
        Graph graph = pairs.graph();
        int atoms = graph.atoms();
        this.tables = tables;
        sent.read(atoms, channels);
        received.read(atoms, features);
        for (int p = 0; p < graph.pairs(); p++) {
            interpolate(pairs, p);
            double[][] sentI = sent.of(graph.first(p));
            double[][] sentJ = sent.of(graph.second(p));
            double[][] gotI = received.of(graph.first(p));
            double[][] gotJ = received.of(graph.second(p));
            double ux = pairs.vectors().direction(p, 0);
            double uy = pairs.vectors().direction(p, 1);
            double uz = pairs.vectors().direction(p, 2);
            PairLoops.addProducts(filters[0], sentJ[0], sentI[0], gotI[0], gotJ[0]);
            PairLoops.addAlong(filters[1], sentJ[1], ux, uy, uz, gotI[1], gotI[2], gotI[3]);
            PairLoops.addAlong(filters[1], sentI[1], -ux, -uy, -uz, gotJ[1], gotJ[2], gotJ[3]);
            if (vectors) {
                PairLoops.addProducts(filters[2], sentJ[2], sentJ[3], sentJ[4], gotI[1], gotI[2], gotI[3]);
                PairLoops.addProducts(filters[2], sentI[2], sentI[3], sentI[4], gotJ[1], gotJ[2], gotJ[3]);
            }
        }
        received.write(atoms, features);
    }

    /**
     * Follows the energy back through the last {@link #send}.
     *
     * @param features adjoint of the features after it
     * @param channels that of what was sent, computed if atoms have vectors
     * @param pairGradients that of the vectors of pairs, added to
     */
    void pullBack(Pairs pairs, Channels features, Channels channels, double[] pairGradients) {
        Graph graph = pairs.graph();
        int atoms = graph.atoms();
        received.read(atoms, features);
        result.clear(atoms);
        for (int p = 0; p < graph.pairs(); p++) {
            interpolate(pairs, p);
            giveBack(graph.first(p), graph.second(p), p, pairs.vectors());
            if (vectors) {
                giveBackVectors(graph.first(p), graph.second(p));
            }
            PairLoops.sum(turns[0], turns[1], turns[2], along, sums);
            pairs.vectors().addGradient(p, graph.distance(p), sums, pairGradients);
        }
        result.write(atoms, channels);
    }

    // To the scalars that were sent both ways; leaves summands of the derivatives by distance and direction.
    private void giveBack(int i, int j, int p, PairVectors u) {
        double[][] sentI = sent.of(i);
        double[][] sentJ = sent.of(j);
        double[][] gotI = received.of(i);
        double[][] gotJ = received.of(j);
        double[][] backI = result.of(i);
        double[][] backJ = result.of(j);
        double ux = u.direction(p, 0);
        double uy = u.direction(p, 1);
        double uz = u.direction(p, 2);
        PairLoops.project(ux, uy, uz, gotI[1], gotI[2], gotI[3], first);
        PairLoops.project(-ux, -uy, -uz, gotJ[1], gotJ[2], gotJ[3], second);
        if (vectors) { // what is sent in the first round does not move with the atoms
            PairLoops.addProducts(filters[0], gotI[0], gotJ[0], backJ[0], backI[0]);
            PairLoops.addProducts(filters[1], first, second, backJ[1], backI[1]);
        }
        PairLoops.multiplyBothTimes(slopes[0], sentJ[0], gotI[0], sentI[0], gotJ[0], along);
        PairLoops.addBothTimes(slopes[1], sentJ[1], first, sentI[1], second, along);
        PairLoops.multiplyDifference(filters[1], sentJ[1], gotI[1], sentI[1], gotJ[1], turns[0]);
        PairLoops.multiplyDifference(filters[1], sentJ[1], gotI[2], sentI[1], gotJ[2], turns[1]);
        PairLoops.multiplyDifference(filters[1], sentJ[1], gotI[3], sentI[1], gotJ[3], turns[2]);
    }

    private void giveBackVectors(int i, int j) {
        double[][] sentI = sent.of(i);
        double[][] sentJ = sent.of(j);
        double[][] gotI = received.of(i);
        double[][] gotJ = received.of(j);
        double[][] backI = result.of(i);
        double[][] backJ = result.of(j);
        PairLoops.addProducts(filters[2], gotI[1], gotI[2], gotI[3], backJ[2], backJ[3], backJ[4]);
        PairLoops.addProducts(filters[2], gotJ[1], gotJ[2], gotJ[3], backI[2], backI[3], backI[4]);
        PairLoops.multiplyBoth(sentJ[2], gotI[1], sentI[2], gotJ[1], first);
        PairLoops.addBoth(sentJ[3], gotI[2], sentI[3], gotJ[2], first);
        PairLoops.addBoth(sentJ[4], gotI[3], sentI[4], gotJ[3], first);
        Elementwise.addProduct(slopes[2], first, along);
    }
}
