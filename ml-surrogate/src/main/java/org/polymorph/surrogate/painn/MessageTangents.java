package org.polymorph.surrogate.painn;

import java.util.Arrays;
import org.polymorph.surrogate.network.FilterTable;
import org.polymorph.surrogate.network.Graph;

/**
 * The derivatives of {@link Messages} along tangents of what is sent and of the vectors of pairs (a dot marks them), and the
 * way back through both. Not thread-safe.
 */
final class MessageTangents {
    private final Messages messages;
    private final AtomRows sentDot;
    private final AtomRows receivedDot;
    private final AtomRows adjoint;
    private final AtomRows both;
    private final AtomRows result;
    private final double[] projected;
    private final double[] projectedBoth;
    private final double[][] value;
    private final double[][] slope;

    MessageTangents(int width, Messages messages) {
        this.messages = messages;
        sentDot = new AtomRows(messages.channels(), width);
        receivedDot = new AtomRows(Channels.FEATURES, width);
        adjoint = new AtomRows(Channels.FEATURES, width);
        both = new AtomRows(Channels.FEATURES, width);
        result = new AtomRows(messages.channels(), width);
        projected = new double[width];
        projectedBoth = new double[width];
        value = new double[Messages.tables(messages.vectors())][width];
        slope = new double[Messages.tables(messages.vectors())][width];
    }

    /** Adds the derivative of the last {@link Messages#send} to that of the features. */
    void send(Messages.Pairs pairs, Channels channelDots, Channels featureDots) {
        Graph graph = pairs.graph();
        int atoms = graph.atoms();
        sentDot.read(atoms, channelDots);
        receivedDot.read(atoms, featureDots);
        for (int p = 0; p < graph.pairs(); p++) {
            messages.interpolate(pairs, p);
            deliver(graph.first(p), graph.second(p), p, 1, pairs.vectors());
            deliver(graph.second(p), graph.first(p), p, -1, pairs.vectors());
        }
        receivedDot.write(atoms, featureDots);
    }

    // What j sends i.
    private void deliver(int i, int j, int p, int sign, PairVectors u) {
        AtomRows sent = messages.sent();
        double dot = u.distanceDot(p);
        double[] w = messages.filter(0);
        double[] s = messages.slope(0);
        PairLoops.addDerived(
                w, sentDot.of(j)[0], s, sent.of(j)[0], dot, receivedDot.of(i)[0]);
        w = messages.filter(1);
        PairLoops.derive(w, sentDot.of(j)[1], messages.slope(1), sent.of(j)[1], dot, projectedBoth);
        PairLoops.multiply(w, sent.of(j)[1], projected);
        for (int k = 0; k < 3; k++) {
            double direction = sign * u.direction(p, k);
            double directionDot = sign * u.directionDot(p, k);
            PairLoops.addTwo(
                    direction,
                    projectedBoth,
                    directionDot,
                    projected,
                    receivedDot.of(i)[1 + k]);
        }
        if (messages.vectors()) {
            w = messages.filter(2);
            s = messages.slope(2);
            for (int k = 0; k < 3; k++) {
                PairLoops.addDerived(
                        w,
                        sentDot.of(j)[2 + k],
                        s,
                        sent.of(j)[2 + k],
                        dot,
                        receivedDot.of(i)[1 + k]);
            }
        }
    }

    /** Adjoints of the derivative of the features and of the features, given, and of what was sent, computed. */
    record Adjoints(Channels featureDots, Channels features, Channels channels) {}

    /**
     * Follows an objective of the features after {@link Messages#send} and of their derivative back.
     *
     * @param tables adjoints of the tables, added to
     */
    void pullBackBoth(Messages.Pairs pairs, Adjoints adjoints, FilterTable[] tables) {
        Graph graph = pairs.graph();
        int atoms = graph.atoms();
        adjoint.read(atoms, adjoints.featureDots());
        both.read(atoms, adjoints.features());
        result.clear(atoms);
        for (int p = 0; p < graph.pairs(); p++) {
            messages.interpolate(pairs, p);
            for (int k = 0; k < tables.length; k++) {
                Arrays.fill(value[k], 0);
                Arrays.fill(slope[k], 0);
            }
            giveBack(graph.first(p), graph.second(p), p, 1, pairs.vectors());
            giveBack(graph.second(p), graph.first(p), p, -1, pairs.vectors());
            for (int k = 0; k < tables.length; k++) {
                double dot = pairs.vectors().distanceDot(p);
                tables[k].addAdjoint(pairs.places(), p, value[k], slope[k], dot);
            }
        }
        result.write(atoms, adjoints.channels());
    }

    // To what j sent i.
    private void giveBack(int i, int j, int p, int sign, PairVectors u) {
        AtomRows sent = messages.sent();
        double dot = u.distanceDot(p);
        double[] w = messages.filter(0);
        double[] s = messages.slope(0);
        PairLoops.addDerived(w, both.of(i)[0], s, adjoint.of(i)[0], dot, result.of(j)[0]);
        PairLoops.addAdjoints(sent.of(j)[0], both.of(i)[0], sentDot.of(j)[0], adjoint.of(i)[0], value[0], slope[0]);
        project(i, p, sign, u);
        w = messages.filter(1);
        s = messages.slope(1);
        PairLoops.addDerived(w, projectedBoth, s, projected, dot, result.of(j)[1]);
        PairLoops.addAdjoints(sent.of(j)[1], projectedBoth, sentDot.of(j)[1], projected, value[1], slope[1]);
        if (messages.vectors()) {
            w = messages.filter(2);
            s = messages.slope(2);
            for (int k = 0; k < 3; k++) {
                double[] m = both.of(i)[1 + k];
                double[] n = adjoint.of(i)[1 + k];
                PairLoops.addDerived(w, m, s, n, dot, result.of(j)[2 + k]);
                PairLoops.addAdjoints(sent.of(j)[2 + k], m, sentDot.of(j)[2 + k], n, value[2], slope[2]);
            }
        }
    }

    // Adjoints of what i received along the direction to j.
    private void project(int i, int p, int sign, PairVectors u) {
        double[] a = adjoint.of(i)[1];
        double[] b = adjoint.of(i)[2];
        double[] c = adjoint.of(i)[3];
        double ux = sign * u.direction(p, 0);
        double uy = sign * u.direction(p, 1);
        double uz = sign * u.direction(p, 2);
        PairLoops.project(ux, uy, uz, a, b, c, projected);
        PairLoops.project(ux, uy, uz, both.of(i)[1], both.of(i)[2], both.of(i)[3], projectedBoth);
        ux = sign * u.directionDot(p, 0);
        uy = sign * u.directionDot(p, 1);
        uz = sign * u.directionDot(p, 2);
        PairLoops.addProjected(ux, uy, uz, a, b, c, projectedBoth);
    }
}
