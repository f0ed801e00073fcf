package org.polymorph.surrogate.network;

/**
 * The filters of a {@link FilterTable} in single precision, as a cubic polynomial for each interval of the grid: differences
 * of nearly equal values are taken in double precision, once. Immutable and thread-safe.
 */
public final class SingleTable {
    private static final int TERMS = 4;

    private final float inverseStep;
    /** For each interval, the factors of the powers 0 to 3 of the place in it, between 0 and 1. */
    private final float[][][] intervals;

    /** Converts a table. */
    public SingleTable(FilterTable table) {
        double step = table.grid().step();
        int count = table.grid().size() - 1;
        inverseStep = (float) (1 / step);
        intervals = new float[count][TERMS][table.values(0).length];
        for (int k = 0; k < count; k++) {
            double[] left = table.values(k);
            double[] right = table.values(k + 1);
            for (int f = 0; f < left.length; f++) {
                double begin = step * table.slopes(k)[f];
                double end = step * table.slopes(k + 1)[f];
                double rise = right[f] - left[f];
                intervals[k][0][f] = (float) left[f];
                intervals[k][1][f] = (float) begin;
                intervals[k][2][f] = (float) (3 * rise - 2 * begin - end);
                intervals[k][3][f] = (float) (begin + end - 2 * rise);
            }
        }
    }

    /** Interpolates the filter of a pair and its derivative by the distance. */
    public void interpolate(DistanceGrid.Places places, int pair, float[] value, float[] slope) {
        float[][] terms = intervals[places.knot(pair)];
        float[] a = terms[0];
        float[] b = terms[1];
        float[] c = terms[2];
        float[] d = terms[3];
        float t = (float) places.fraction(pair);
        float once = inverseStep;
        float twice = 2 * t * inverseStep;
        float thrice = 3 * t * t * inverseStep;
        for (int f = 0; f < value.length; f++) {
            // all is read before anything is written: only then does Java 17 vectorise
            float bf = b[f];
            float cf = c[f];
            float df = d[f];
            value[f] = a[f] + t * (bf + t * (cf + t * df));
            slope[f] = once * bf + twice * cf + thrice * df;
        }
    }
}
