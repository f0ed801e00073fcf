package org.polymorph.surrogate.painn;

import org.polymorph.surrogate.network.Graph;

/** The directions of a graph's pairs, and the derivatives of distances and directions along tangents. Not thread-safe. */
final class PairVectors {
    private double[] directions = new double[0];
    private double[] directionDots = new double[0];
    private double[] distanceDots = new double[0];

    /** Computes the unit vectors from the first atoms to the second. */
    void point(Graph graph) {
        if (directions.length < 3 * graph.pairs()) {
            directions = new double[3 * graph.pairs()];
        }
        for (int p = 0; p < graph.pairs(); p++) {
            double inverse = 1 / graph.distance(p);
            for (int k = 0; k < 3; k++) {
                directions[3 * p + k] = inverse * graph.vector(p, k);
            }
        }
    }

    /** Computes the derivatives along tangents of the vectors, pairs × 3, after {@link #point}. */
    void move(Graph graph, double[] tangents) {
        if (distanceDots.length < graph.pairs()) {
            distanceDots = new double[graph.pairs()];
            directionDots = new double[3 * graph.pairs()];
        }
        for (int p = 0; p < graph.pairs(); p++) {
            double along = 0;
            for (int k = 0; k < 3; k++) {
                along += tangents[3 * p + k] * directions[3 * p + k];
            }
            distanceDots[p] = along;
            for (int k = 3 * p; k < 3 * p + 3; k++) {
                directionDots[k] = (tangents[k] - along * directions[k]) / graph.distance(p);
            }
        }
    }

    /**
     * Adds the gradient by the vector of a pair.
     *
     * @param sums those by the three components of its direction and by its distance
     */
    void addGradient(int pair, double distance, double[] sums, double[] gradients) {
        double along = 0;
        for (int k = 0; k < 3; k++) {
            along += sums[k] * directions[3 * pair + k];
        }
        for (int k = 0; k < 3; k++) {
            gradients[3 * pair + k] +=
                    (sums[k] - along * directions[3 * pair + k]) / distance + sums[3] * directions[3 * pair + k];
        }
    }

    double direction(int pair, int component) {
        return directions[3 * pair + component];
    }

    double directionDot(int pair, int component) {
        return directionDots[3 * pair + component];
    }

    double distanceDot(int pair) {
        return distanceDots[pair];
    }
}
