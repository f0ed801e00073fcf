package org.polymorph.surrogate.invariant;

/** How far two vectors of the same length are from each other, in the unit of their entries. */
public enum Metric {
    /** The largest difference of two entries. */
    CHEBYSHEV {
        @Override
        double between(double[] a, int aAt, double[] b, int bAt, int length) {
            double largest = 0;
            for (int p = 0; p < length; p++) {
                largest = Math.max(largest, Math.abs(a[aAt + p] - b[bAt + p]));
            }
            return largest;
        }

        @Override
        public void accumulate(double x, double[] ys, double[] sums) {
            for (int j = 0; j < sums.length; j++) {
                sums[j] = Math.max(sums[j], Math.abs(x - ys[j]));
            }
        }

        @Override
        public void finish(double[] sums) {
            // the maximum is the distance
        }
    },

    /** The square root of the sum of the squared differences. */
    EUCLIDEAN {
        @Override
        double between(double[] a, int aAt, double[] b, int bAt, int length) {
            double sum = 0;
            for (int p = 0; p < length; p++) {
                double d = a[aAt + p] - b[bAt + p];
                sum += d * d;
            }
            return Math.sqrt(sum);
        }

        @Override
        public void accumulate(double x, double[] ys, double[] sums) {
            for (int j = 0; j < sums.length; j++) {
                double d = x - ys[j];
                sums[j] += d * d;
            }
        }

        @Override
        public void finish(double[] sums) {
            for (int j = 0; j < sums.length; j++) {
                sums[j] = Math.sqrt(sums[j]);
            }
        }
    };

    /**
     * Returns the distance of two vectors.
     *
     * @throws IllegalArgumentException if they differ in length
     */
    public double between(double[] a, double[] b) {
        if (a.length != b.length) {
            throw new IllegalArgumentException(
                    "expected two vectors of the same length, found " + a.length + " and " + b.length + " entries");
        }
        return between(a, 0, b, 0, a.length);
    }

    abstract double between(double[] a, int aAt, double[] b, int bAt, int length);

    /**
     * Takes one entry of a vector, and the same entry of as many others as there are sums, into their unfinished distances.
     * Arrays from end to end, as only these run on vector units.
     */
    public abstract void accumulate(double x, double[] ys, double[] sums);

    /** Turns unfinished distances into distances. */
    public abstract void finish(double[] sums);
}
