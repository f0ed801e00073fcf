package org.polymorph.surrogate.painn;

import java.util.Arrays;
import org.polymorph.surrogate.network.Graph;
import org.polymorph.surrogate.network.SingleTable;

/** {@link Messages} and their first derivatives in single precision. Not thread-safe. */
final class SingleMessages {
    private final int width;
    private final SingleTable[] tables;
    private final boolean vectors;
    private final float[] along;
    private final float[] first;
    private final float[] second;
    private final float[][] turns;
    private final double[] sums = new double[4];
    private float[][][] filters = new float[0][][];
    private float[][][] slopes = new float[0][][];
    private float[][][] sent = new float[0][][];
    private float[][][] received = new float[0][][];
    private float[][][] result = new float[0][][];

    SingleMessages(int width, SingleTable[] tables) {
        this.width = width;
        this.tables = tables;
        vectors = tables.length == Messages.tables(true);
        along = new float[width];
        first = new float[width];
        second = new float[width];
        turns = new float[3][width];
    }

    boolean vectors() {
        return vectors;
    }

    private float[][][] rows(float[][][] had, int count, int channels) {
        return had.length >= count ? had : new float[count][channels][width];
    }

    /** Adds what all atoms receive to their features. */
    void send(Messages.Pairs pairs, float[][] channels, float[][] features) {
        Graph graph = pairs.graph();
        filters = rows(filters, graph.pairs(), tables.length);
        slopes = rows(slopes, graph.pairs(), tables.length);
        sent = rows(sent, graph.atoms(), channels.length);
        received = rows(received, graph.atoms(), features.length);
        read(channels, sent);
        read(features, received);
        for (int p = 0; p < graph.pairs(); p++) {
            for (int k = 0; k < tables.length; k++) {
                tables[k].interpolate(pairs.places(), p, filters[p][k], slopes[p][k]);
            }
            deliver(graph.first(p), graph.second(p), p, pairs.vectors());
        }
        write(received, features);
    }

    private void deliver(int i, int j, int p, PairVectors u) {
        float[][] w = filters[p];
        float[][] sentI = sent[i];
        float[][] sentJ = sent[j];
        float[][] gotI = received[i];
        float[][] gotJ = received[j];
        float ux = (float) u.direction(p, 0);
        float uy = (float) u.direction(p, 1);
        float uz = (float) u.direction(p, 2);
        SingleLoops.addProducts(w[0], sentJ[0], sentI[0], gotI[0], gotJ[0]);
        SingleLoops.addAlong(w[1], sentJ[1], ux, uy, uz, gotI[1], gotI[2], gotI[3]);
        SingleLoops.addAlong(w[1], sentI[1], -ux, -uy, -uz, gotJ[1], gotJ[2], gotJ[3]);
        if (vectors) {
            SingleLoops.addProducts(w[2], sentJ[2], sentJ[3], sentJ[4], gotI[1], gotI[2], gotI[3]);
            SingleLoops.addProducts(w[2], sentI[2], sentI[3], sentI[4], gotJ[1], gotJ[2], gotJ[3]);
        }
    }

    /** As {@link Messages#pullBack}, after {@link #send}. */
    void pullBack(Messages.Pairs pairs, float[][] features, float[][] channels, double[] pairGradients) {
        Graph graph = pairs.graph();
        read(features, received);
        result = rows(result, graph.atoms(), channels.length);
        for (int i = 0; i < graph.atoms(); i++) {
            for (float[] row : result[i]) {
                Arrays.fill(row, 0);
            }
        }
        for (int p = 0; p < graph.pairs(); p++) {
            giveBack(graph.first(p), graph.second(p), p, pairs.vectors());
            if (vectors) {
                giveBackVectors(graph.first(p), graph.second(p), p);
            }
            SingleLoops.sum(turns[0], turns[1], turns[2], along, sums);
            pairs.vectors().addGradient(p, graph.distance(p), sums, pairGradients);
        }
        write(result, channels);
    }

    private void giveBack(int i, int j, int p, PairVectors u) {
        float[][] w = filters[p];
        float[][] s = slopes[p];
        float[][] sentI = sent[i];
        float[][] sentJ = sent[j];
        float[][] gotI = received[i];
        float[][] gotJ = received[j];
        float ux = (float) u.direction(p, 0);
        float uy = (float) u.direction(p, 1);
        float uz = (float) u.direction(p, 2);
        SingleLoops.project(ux, uy, uz, gotI[1], gotI[2], gotI[3], first);
        SingleLoops.project(-ux, -uy, -uz, gotJ[1], gotJ[2], gotJ[3], second);
        SingleLoops.multiplyBothTimes(s[0], sentJ[0], gotI[0], sentI[0], gotJ[0], along);
        SingleLoops.addBothTimes(s[1], sentJ[1], first, sentI[1], second, along);
        SingleLoops.multiplyDifference(w[1], sentJ[1], gotI[1], sentI[1], gotJ[1], turns[0]);
        SingleLoops.multiplyDifference(w[1], sentJ[1], gotI[2], sentI[1], gotJ[2], turns[1]);
        SingleLoops.multiplyDifference(w[1], sentJ[1], gotI[3], sentI[1], gotJ[3], turns[2]);
        if (vectors) { // what is sent in the first round does not move with the atoms
            SingleLoops.addProducts(w[0], gotI[0], gotJ[0], result[j][0], result[i][0]);
            SingleLoops.addProducts(w[1], first, second, result[j][1], result[i][1]);
        }
    }

    private void giveBackVectors(int i, int j, int p) {
        float[] w = filters[p][2];
        float[][] sentI = sent[i];
        float[][] sentJ = sent[j];
        float[][] gotI = received[i];
        float[][] gotJ = received[j];
        float[][] backI = result[i];
        float[][] backJ = result[j];
        SingleLoops.addProducts(w, gotI[1], gotI[2], gotI[3], backJ[2], backJ[3], backJ[4]);
        SingleLoops.addProducts(w, gotJ[1], gotJ[2], gotJ[3], backI[2], backI[3], backI[4]);
        SingleLoops.multiplyBoth(sentJ[2], gotI[1], sentI[2], gotJ[1], first);
        SingleLoops.addBoth(sentJ[3], gotI[2], sentI[3], gotJ[2], first);
        SingleLoops.addBoth(sentJ[4], gotI[3], sentI[4], gotJ[3], first);
        SingleLoops.addProduct(slopes[p][2], first, along);
    }

    private void read(float[][] flat, float[][][] rows) {
        for (int c = 0; c < flat.length; c++) {
            for (int from = 0, i = 0; from < flat[c].length; from += width, i++) {
                System.arraycopy(flat[c], from, rows[i][c], 0, width);
            }
        }
    }

    private void write(float[][][] rows, float[][] flat) {
        for (int c = 0; c < flat.length; c++) {
            for (int to = 0, i = 0; to < flat[c].length; to += width, i++) {
                System.arraycopy(rows[i][c], 0, flat[c], to, width);
            }
        }
    }
}
