package org.polymorph.surrogate.network;

/** Evenly spaced distances from 0 to the cutoff, at which filters are tabulated. Immutable and thread-safe. */
public final class DistanceGrid {
    private final double cutoff;
    private final int size;
    private final double step;

    /**
     * Makes a grid.
     *
     * @param cutoff in Å
     * @param size number of distances, both ends included, at least 2
     */
    public DistanceGrid(double cutoff, int size) {
        this.cutoff = cutoff;
        this.size = size;
        this.step = cutoff / (size - 1);
    }

    public double cutoff() {
        return cutoff;
    }

    public int size() {
        return size;
    }

    public double step() {
        return step;
    }

    /** Returns distance number k, in Å. */
    public double distance(int k) {
        return k == size - 1 ? cutoff : k * step;
    }

    /** Finds the places of a graph's distances on this grid. */
    public Places places(Graph graph) {
        Places places = new Places(graph.pairs());
        for (int p = 0; p < graph.pairs(); p++) {
            int knot = Math.min(size - 2, (int) (graph.distance(p) / step));
            places.knots[p] = knot;
            places.fractions[p] = graph.distance(p) / step - knot;
            weigh(places.fractions[p], places.weights, Places.WIDTH * p);
        }
        return places;
    }

    // Cubic Hermite polynomials of the value and the slope at both ends, and their derivatives by the distance.
    private void weigh(double t, double[] out, int at) {
        double s = 1 - t;
        out[at] = (1 + 2 * t) * s * s;
        out[at + 1] = step * t * s * s;
        out[at + 2] = t * t * (3 - 2 * t);
        out[at + 3] = -step * t * t * s;
        out[at + 4] = -6 * t * s / step;
        out[at + 5] = s * (1 - 3 * t);
        out[at + 6] = 6 * t * s / step;
        out[at + 7] = t * (3 * t - 2);
    }

    /** Where the pairs of a graph lie on a grid; the same for all filters and members that use this grid. Immutable. */
    public static final class Places {
        static final int WIDTH = 8;

        private final int[] knots;
        private final double[] fractions;
        private final double[] weights;

        private Places(int pairs) {
            knots = new int[pairs];
            fractions = new double[pairs];
            weights = new double[WIDTH * pairs];
        }

        int knot(int pair) {
            return knots[pair];
        }

        /** Returns how far a pair's distance is from its knot to the next, from 0 to 1. */
        double fraction(int pair) {
            return fractions[pair];
        }

        double weight(int pair, int k) {
            return weights[WIDTH * pair + k];
        }
    }
}
