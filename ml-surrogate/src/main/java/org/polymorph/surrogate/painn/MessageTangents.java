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
            deliver(graph.first(p), graph.second(p), p, 1, pairs.vectors());
            deliver(graph.second(p), graph.first(p), p, -1, pairs.vectors());
        }
        receivedDot.write(atoms, featureDots);
    }

    private void deliver(int i, int j, int p, int sign, PairVectors u) {
        AtomRows sent = messages.sent();
        double dot = u.distanceDot(p);
        double[] w = messages.filter(0, p);
        double[] s = messages.slope(0, p);
        addBoth(w, sentDot.row(0, j), s, sent.row(0, j), dot, receivedDot.row(0, i));
        w = messages.filter(1, p);
        s = messages.slope(1, p);
        for (int f = 0; f < projected.length; f++) {
            projected[f] = 0;
        }
        addBoth(w, sentDot.row(1, j), s, sent.row(1, j), dot, projected);
        for (int k = 0; k < 3; k++) {
            double direction = sign * u.direction(p, k);
            double directionDot = sign * u.directionDot(p, k);
            addMoved(projected, direction, w, sent.row(1, j), directionDot, receivedDot.row(1 + k, i));
        }
        if (messages.vectors()) {
            w = messages.filter(2, p);
            s = messages.slope(2, p);
            for (int k = 0; k < 3; k++) {
                addBoth(w, sentDot.row(2 + k, j), s, sent.row(2 + k, j), dot, receivedDot.row(1 + k, i));
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

    // What i received of j.
    private void giveBack(int i, int j, int p, int sign, PairVectors u) {
        AtomRows sent = messages.sent();
        double dot = u.distanceDot(p);
        double[] w = messages.filter(0, p);
        double[] s = messages.slope(0, p);
        addBoth(w, both.row(0, i), s, adjoint.row(0, i), dot, result.row(0, j));
        addProducts(sent.row(0, j), both.row(0, i), sentDot.row(0, j), adjoint.row(0, i), value[0], slope[0]);
        double[] a = adjoint.row(1, i);
        double[] b = adjoint.row(2, i);
        double[] c = adjoint.row(3, i);
        project(a, b, c, u.direction(p, 0), u.direction(p, 1), u.direction(p, 2), sign, projected);
        project(a, b, c, u.directionDot(p, 0), u.directionDot(p, 1), u.directionDot(p, 2), sign, projectedBoth);
        addProjected(
                both.row(1, i),
                both.row(2, i),
                both.row(3, i),
                sign * u.direction(p, 0),
                sign * u.direction(p, 1),
                sign * u.direction(p, 2),
                projectedBoth);
        addBoth(messages.filter(1, p), projectedBoth, messages.slope(1, p), projected, dot, result.row(1, j));
        addProducts(sent.row(1, j), projectedBoth, sentDot.row(1, j), projected, value[1], slope[1]);
        if (messages.vectors()) {
            w = messages.filter(2, p);
            s = messages.slope(2, p);
            for (int k = 0; k < 3; k++) {
                double[] m = both.row(1 + k, i);
                double[] n = adjoint.row(1 + k, i);
                addBoth(w, m, s, n, dot, result.row(2 + k, j));
                addProducts(sent.row(2 + k, j), m, sentDot.row(2 + k, j), n, value[2], slope[2]);
            }
        }
    }

    private static void addBoth(double[] a, double[] b, double[] c, double[] d, double factor, double[] sum) {
        for (int f = 0; f < sum.length; f++) {
            sum[f] += a[f] * b[f] + factor * c[f] * d[f];
        }
    }

    private static void addMoved(double[] a, double by, double[] b, double[] c, double times, double[] sum) {
        for (int f = 0; f < sum.length; f++) {
            sum[f] += by * a[f] + times * b[f] * c[f];
        }
    }

    // Adjoints of a filter and of its slope, of what was sent and received through it.
    private static void addProducts(double[] x, double[] both, double[] xDot, double[] adjoint, double[] v, double[] s) {
        for (int f = 0; f < v.length; f++) {
            v[f] += x[f] * both[f] + xDot[f] * adjoint[f];
            s[f] += x[f] * adjoint[f];
        }
    }

    private static void project(
            double[] a, double[] b, double[] c, double ux, double uy, double uz, int sign, double[] out) {
        double vx = sign * ux;
        double vy = sign * uy;
        double vz = sign * uz;
        for (int f = 0; f < out.length; f++) {
            out[f] = vx * a[f] + vy * b[f] + vz * c[f];
        }
    }

    private static void addProjected(
            double[] a, double[] b, double[] c, double ux, double uy, double uz, double[] out) {
        for (int f = 0; f < out.length; f++) {
            out[f] += ux * a[f] + uy * b[f] + uz * c[f];
        }
    }
}
