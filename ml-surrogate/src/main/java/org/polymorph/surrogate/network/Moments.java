package org.polymorph.surrogate.network;

/** Mean and variance of rows of numbers, updated one row at a time (Welford 1962, doi 10.2307/1266577). Not thread-safe. */
final class Moments {
    private final double[] mean;
    private final double[] squares;
    private int count;

    Moments(int width) {
        mean = new double[width];
        squares = new double[width];
    }

    void add(double[] row) {
        count++;
        for (int k = 0; k < mean.length; k++) {
            double off = row[k] - mean[k];
            mean[k] += off / count;
            squares[k] += off * (row[k] - mean[k]);
        }
    }

    double[] means() {
        return mean.clone();
    }

    /** Returns the unbiased variances; zeros for fewer than two rows. */
    double[] variances() {
        double[] variances = new double[squares.length];
        for (int k = 0; k < variances.length; k++) {
            variances[k] = squares[k] / Math.max(1, count - 1);
        }
        return variances;
    }
}
