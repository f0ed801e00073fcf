package org.polymorph.surrogate.schnet;

import org.polymorph.surrogate.network.DistanceGrid;
import org.polymorph.surrogate.network.FilterTable;
import org.polymorph.surrogate.network.Graph;
import org.polymorph.surrogate.network.Rows;

/**
 * The continuous-filter convolution of one interaction, m_i = Σ_j y_j ∘ W(r_ij), over the pairs of a graph, each once for
 * both its ends, with its derivatives. A dot marks a derivative along the tangents of the distances. Not thread-safe.
 */
final class Messages {
    private final Rows filters;
    private final Rows slopes;
    private final Rows sent;
    private final Rows sentDot;
    private final Rows received;
    private final Rows receivedDot;
    private final Rows result;
    private final double[] product;
    private final double[] slopeProduct;

    Messages(int width) {
        filters = new Rows(width);
        slopes = new Rows(width);
        sent = new Rows(width);
        sentDot = new Rows(width);
        received = new Rows(width);
        receivedDot = new Rows(width);
        result = new Rows(width);
        product = new double[width];
        slopeProduct = new double[width];
    }

    /** Computes the messages to all atoms; keeps the filters for the derivatives. */
    void send(Graph graph, DistanceGrid.Places places, FilterTable table, double[] y, double[] messages) {
        int atoms = graph.atoms();
        filters.reserve(graph.pairs());
        slopes.reserve(graph.pairs());
        sent.reserve(atoms);
        received.reserve(atoms);
        sent.read(atoms, y);
        received.clear(atoms);
        for (int p = 0; p < graph.pairs(); p++) {
            double[] w = filters.row(p);
            table.interpolate(places, p, w, slopes.row(p));
            int i = graph.first(p);
            int j = graph.second(p);
            addProduct(sent.row(j), w, received.row(i));
            addProduct(sent.row(i), w, received.row(j));
        }
        received.write(atoms, messages);
    }

    /**
     * Follows the energy back through the last {@link #send}.
     *
     * @param adjoint of the messages
     * @param sentAdjoint that of y, computed
     * @param distanceGradients those of the distances, added to
     */
    void pullBack(Graph graph, double[] adjoint, double[] sentAdjoint, double[] distanceGradients) {
        int atoms = graph.atoms();
        received.read(atoms, adjoint);
        sentDot.reserve(atoms);
        sentDot.clear(atoms);
        for (int p = 0; p < graph.pairs(); p++) {
            int i = graph.first(p);
            int j = graph.second(p);
            double[] w = filters.row(p);
            addProduct(received.row(i), w, sentDot.row(j));
            addProduct(received.row(j), w, sentDot.row(i));
            tripleProduct(received.row(i), sent.row(j), received.row(j), sent.row(i), slopes.row(p), product);
            distanceGradients[p] += sum(product);
        }
        sentDot.write(atoms, sentAdjoint);
    }

    /** Computes the derivative of the last {@link #send} along tangents of y and of the distances. */
    void sendDot(Graph graph, double[] yDot, double[] distanceDots, double[] messagesDot) {
        int atoms = graph.atoms();
        sentDot.reserve(atoms);
        receivedDot.reserve(atoms);
        sentDot.read(atoms, yDot);
        receivedDot.clear(atoms);
        for (int p = 0; p < graph.pairs(); p++) {
            int i = graph.first(p);
            int j = graph.second(p);
            double[] w = filters.row(p);
            double[] s = slopes.row(p);
            double dot = distanceDots[p];
            addBoth(sentDot.row(j), w, sent.row(j), s, dot, receivedDot.row(i));
            addBoth(sentDot.row(i), w, sent.row(i), s, dot, receivedDot.row(j));
        }
        receivedDot.write(atoms, messagesDot);
    }

    /** Where {@link #pullBackBoth} reads and writes. */
    record Adjoints(double[] message, double[] messageDot, double[] sent, FilterTable table) {}

    /**
     * Follows an objective of the messages and of their derivative back through {@link #send} and {@link #sendDot}.
     *
     * @param adjoints of the messages and of their derivative, given; of y, computed; of the table, added to
     */
    void pullBackBoth(Graph graph, DistanceGrid.Places places, double[] distanceDots, Adjoints adjoints) {
        int atoms = graph.atoms();
        Rows plain = received;
        Rows dotted = receivedDot;
        plain.read(atoms, adjoints.message());
        dotted.read(atoms, adjoints.messageDot());
        result.reserve(atoms);
        result.clear(atoms);
        for (int p = 0; p < graph.pairs(); p++) {
            int i = graph.first(p);
            int j = graph.second(p);
            double[] w = filters.row(p);
            double[] s = slopes.row(p);
            double dot = distanceDots[p];
            addBoth(plain.row(i), w, dotted.row(i), s, dot, result.row(j));
            addBoth(plain.row(j), w, dotted.row(j), s, dot, result.row(i));
            crossProduct(dotted.row(i), sent.row(j), dotted.row(j), sent.row(i), slopeProduct);
            crossProduct(plain.row(i), sent.row(j), plain.row(j), sent.row(i), product);
            addProduct(dotted.row(i), sentDot.row(j), product);
            addProduct(dotted.row(j), sentDot.row(i), product);
            adjoints.table().addAdjoint(places, p, product, slopeProduct, dot);
        }
        result.write(atoms, adjoints.sent());
    }

    private static void addProduct(double[] a, double[] b, double[] sum) {
        for (int f = 0; f < sum.length; f++) {
            sum[f] += a[f] * b[f];
        }
    }

    private static void addBoth(double[] a, double[] b, double[] c, double[] d, double factor, double[] sum) {
        for (int f = 0; f < sum.length; f++) {
            sum[f] += a[f] * b[f] + factor * c[f] * d[f];
        }
    }

    private static void crossProduct(double[] a, double[] b, double[] c, double[] d, double[] out) {
        for (int f = 0; f < out.length; f++) {
            out[f] = a[f] * b[f] + c[f] * d[f];
        }
    }

    private static void tripleProduct(double[] a, double[] b, double[] c, double[] d, double[] e, double[] out) {
        for (int f = 0; f < out.length; f++) {
            out[f] = (a[f] * b[f] + c[f] * d[f]) * e[f];
        }
    }

    // chains that do not wait for each other
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
        return s0 + s1 + (s2 + s3);
    }
}
