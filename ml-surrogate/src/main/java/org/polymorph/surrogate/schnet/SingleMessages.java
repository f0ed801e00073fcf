package org.polymorph.surrogate.schnet;

import java.util.Arrays;
import org.polymorph.surrogate.network.DistanceGrid;
import org.polymorph.surrogate.network.Graph;
import org.polymorph.surrogate.network.SingleTable;

/**
 * The convolution of one interaction and its derivatives as {@link Messages} has them, in single precision. Not thread-safe.
 */
final class SingleMessages {
    private final int width;
    private final float[] product;
    private float[][] filters = new float[0][];
    private float[][] slopes = new float[0][];
    private float[][] sent = new float[0][];
    private float[][] received = new float[0][];

    SingleMessages(int width) {
        this.width = width;
        this.product = new float[width];
    }

    private float[][] rows(float[][] had, int count) {
        return had.length >= count ? had : new float[count][width];
    }

    /** Computes the messages to all atoms; keeps the filters for the derivatives. */
    void send(Graph graph, DistanceGrid.Places places, SingleTable table, float[] y, float[] messages) {
        filters = rows(filters, graph.pairs());
        slopes = rows(slopes, graph.pairs());
        sent = rows(sent, graph.atoms());
        received = rows(received, graph.atoms());
        read(y, sent, graph.atoms());
        clear(received, graph.atoms());
        for (int p = 0; p < graph.pairs(); p++) {
            float[] w = filters[p];
            table.interpolate(places, p, w, slopes[p]);
            int i = graph.first(p);
            int j = graph.second(p);
            addProduct(sent[j], w, received[i]);
            addProduct(sent[i], w, received[j]);
        }
        write(received, messages, graph.atoms());
    }

    /**
     * Follows the energy back through the last {@link #send} to the distances.
     *
     * @param adjoint of the messages
     * @param distanceGradients added to
     */
    void pullBackToDistances(Graph graph, float[] adjoint, double[] distanceGradients) {
        read(adjoint, received, graph.atoms());
        for (int p = 0; p < graph.pairs(); p++) {
            int i = graph.first(p);
            int j = graph.second(p);
            tripleProduct(received[i], sent[j], received[j], sent[i], slopes[p], product);
            distanceGradients[p] += sum(product);
        }
    }

    /** Goes on to the adjoint of y, after {@link #pullBackToDistances}; what was sent is overwritten. */
    void pullBackToSent(Graph graph, float[] sentAdjoint) {
        clear(sent, graph.atoms());
        for (int p = 0; p < graph.pairs(); p++) {
            int i = graph.first(p);
            int j = graph.second(p);
            addProduct(received[i], filters[p], sent[j]);
            addProduct(received[j], filters[p], sent[i]);
        }
        write(sent, sentAdjoint, graph.atoms());
    }

    private void read(float[] flat, float[][] rows, int count) {
        for (int r = 0; r < count; r++) {
            System.arraycopy(flat, r * width, rows[r], 0, width);
        }
    }

    private void write(float[][] rows, float[] flat, int count) {
        for (int r = 0; r < count; r++) {
            System.arraycopy(rows[r], 0, flat, r * width, width);
        }
    }

    private static void clear(float[][] rows, int count) {
        for (int r = 0; r < count; r++) {
            Arrays.fill(rows[r], 0);
        }
    }

    private static void addProduct(float[] a, float[] b, float[] sum) {
        for (int f = 0; f < sum.length; f++) {
            sum[f] += a[f] * b[f];
        }
    }

    private static void tripleProduct(float[] a, float[] b, float[] c, float[] d, float[] e, float[] out) {
        for (int f = 0; f < out.length; f++) {
            out[f] = (a[f] * b[f] + c[f] * d[f]) * e[f];
        }
    }

    // chains that do not wait for each other
    private static double sum(float[] a) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
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
        return (double) (s0 + s1) + (s2 + s3);
    }
}
