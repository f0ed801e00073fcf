package org.polymorph.surrogate.ace;

/**
 * Smooth radial functions R_0, R_1, … on (0, cutoff): Chebyshev polynomials of an exponentially transformed distance times
 * (1 − (r/rc)²)³, which vanishes at the cutoff with its first two derivatives; made orthonormal on a grid. R_n has the
 * polynomial degree n, so that n measures roughness. Immutable and thread-safe.
 */
final class RadialBasis {
    private static final int GRID = 400;

    /** Intervals of the splines: so many that the roughest function is off by 1e-7 at a quarter of the cutoff, its size being 2. */
    private static final int NODES = 2000;

    private final int size;
    private final double cutoff;
    private final double decay;
    private final double floor;
    private final double[] mix;
    private final double[] table; // nodes × 2 · size: values, then slopes times the distance of nodes

    /**
     * Makes a basis.
     *
     * @param decay λ of the transform exp(−λ r/rc): how much finer short distances are resolved than long ones
     */
    RadialBasis(int size, double cutoff, double decay) {
        this.size = size;
        this.cutoff = cutoff;
        this.decay = decay;
        this.floor = Math.exp(-decay);
        this.mix = orthonormal();
        this.table = table();
    }

    int size() {
        return size;
    }

    /** Makes room for as many distances. */
    Rows rows(int capacity) {
        return new Rows(this, capacity);
    }

    /**
     * Distances, all functions of each and their derivatives: one row a number. Cubic Hermite splines through the functions, whose
     * derivatives are those of the splines. Scratch space; not thread-safe.
     */
    static final class Rows {
        /** Distances, to be filled in. */
        final double[] distance;

        /** Of each function. */
        final double[][] values;

        final double[][] slopes;

        private final RadialBasis basis;
        private final int[] from; // where in the table the node before it begins
        private final double[] place; // from that node on, in intervals

        private Rows(RadialBasis basis, int capacity) {
            this.basis = basis;
            distance = new double[capacity];
            values = new double[basis.size][capacity];
            slopes = new double[basis.size][capacity];
            from = new int[capacity];
            place = new double[capacity];
        }

        /** Evaluates the first distances. */
        void evaluate(int count) {
            double scale = NODES / basis.cutoff;
            int width = 2 * basis.size;
            for (int q = 0; q < count; q++) {
                double at = distance[q] * scale;
                int node = Math.min(NODES - 1, (int) at);
                from[q] = node * width;
                place[q] = Math.min(1, at - node);
            }
            for (int n = 0; n < basis.size; n++) {
                interpolate(n, scale, count);
            }
        }

        private void interpolate(int n, double scale, int count) {
            double[] table = basis.table;
            double[] value = values[n];
            double[] slope = slopes[n];
            int size = basis.size;
            for (int q = 0; q < count; q++) {
                double t = place[q];
                int at = from[q] + n;
                double y0 = table[at];
                double m0 = table[at + size];
                double rise = table[at + 2 * size] - y0;
                double cubic = m0 + table[at + 3 * size] - 2 * rise;
                double square = rise - m0 - cubic;
                value[q] = y0 + t * (m0 + t * (square + t * cubic));
                slope[q] = (m0 + t * (2 * square + 3 * t * cubic)) * scale;
            }
        }
    }

    private double[] table() {
        double[] nodes = new double[(NODES + 1) * 2 * size];
        double[] raw = new double[2 * size];
        for (int node = 0; node <= NODES; node++) {
            exact(node * cutoff / NODES, raw, nodes, node * 2 * size);
            for (int n = 0; n < size; n++) {
                nodes[node * 2 * size + size + n] *= cutoff / NODES;
            }
        }
        return nodes;
    }

    /** Evaluates all functions and then their derivatives, without splines; {@code raw} is scratch of 2·size. */
    void exact(double r, double[] raw, double[] out, int at) {
        raw(r, raw);
        for (int n = 0; n < size; n++) {
            double value = 0;
            double slope = 0;
            for (int k = 0; k <= n; k++) {
                double c = mix[n * size + k];
                value += c * raw[k];
                slope += c * raw[size + k];
            }
            out[at + n] = value;
            out[at + size + n] = slope;
        }
    }

    // Chebyshev polynomial times cutoff function, and the derivative.
    private void raw(double r, double[] out) {
        double e = Math.exp(-decay * r / cutoff);
        double x = 2 * (e - floor) / (1 - floor) - 1;
        double dx = -2 * decay / cutoff * e / (1 - floor);
        double s = r / cutoff;
        double q = Math.max(0, 1 - s * s);
        double f = q * q * q;
        double df = -6 * s / cutoff * q * q;
        double t0 = 1;
        double t1 = x;
        double d0 = 0;
        double d1 = 1;
        for (int k = 0; k < size; k++) {
            out[k] = t0 * f;
            out[size + k] = d0 * dx * f + t0 * df;
            double t2 = 2 * x * t1 - t0;
            double d2 = 2 * t1 + 2 * x * d1 - d0;
            t0 = t1;
            t1 = t2;
            d0 = d1;
            d1 = d2;
        }
    }

    // Gram–Schmidt, twice for accuracy, on ∫ g h r² dr from a quarter of the cutoff on: nearer pairs are rare.
    private double[] orthonormal() {
        double[] values = new double[size * GRID];
        double[] weights = new double[GRID];
        double[] raw = new double[2 * size];
        for (int g = 0; g < GRID; g++) {
            double r = cutoff * (0.25 + 0.75 * (g + 0.5) / GRID);
            weights[g] = r * r * 0.75 * cutoff / GRID;
            raw(r, raw);
            for (int k = 0; k < size; k++) {
                values[k * GRID + g] = raw[k];
            }
        }
        double[] c = new double[size * size];
        for (int n = 0; n < size; n++) {
            c[n * size + n] = 1;
            for (int pass = 0; pass < 2; pass++) {
                for (int k = 0; k < n; k++) {
                    subtract(values, c, n, k, inner(values, weights, n, k));
                }
            }
            double norm = 1 / Math.sqrt(inner(values, weights, n, n));
            subtract(values, c, n, n, 1 - norm);
        }
        return c;
    }

    private static double inner(double[] values, double[] weights, int a, int b) {
        double sum = 0;
        for (int g = 0; g < GRID; g++) {
            sum += weights[g] * values[a * GRID + g] * values[b * GRID + g];
        }
        return sum;
    }

    private void subtract(double[] values, double[] c, int n, int k, double factor) {
        for (int g = 0; g < GRID; g++) {
            values[n * GRID + g] -= factor * values[k * GRID + g];
        }
        for (int j = 0; j < size; j++) {
            c[n * size + j] -= factor * c[k * size + j];
        }
    }
}
