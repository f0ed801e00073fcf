package org.polymorph.surrogate.network;

/**
 * Gaussians of the distance, centred evenly from 0 to the cutoff and as wide as their spacing, and the cosine cutoff, both
 * with their slopes, at the distances of a grid. Immutable.
 */
final class RadialBasis {
    private final int size;
    private final double[] gaussians;
    private final double[] gaussianSlopes;
    private final double[] cut;
    private final double[] cutSlopes;

    RadialBasis(DistanceGrid grid, int radial) {
        size = grid.size();
        gaussians = new double[size * radial];
        gaussianSlopes = new double[size * radial];
        cut = new double[size];
        cutSlopes = new double[size];
        double spacing = grid.cutoff() / (radial - 1);
        for (int k = 0; k < size; k++) {
            double r = grid.distance(k);
            for (int b = 0; b < radial; b++) {
                double x = (r - b * spacing) / spacing;
                gaussians[k * radial + b] = Math.exp(-x * x / 2);
                gaussianSlopes[k * radial + b] = -x / spacing * gaussians[k * radial + b];
            }
            double phase = Math.PI * r / grid.cutoff();
            boolean last = k == size - 1;
            cut[k] = last ? 0 : (Math.cos(phase) + 1) / 2;
            cutSlopes[k] = last ? 0 : -Math.PI / (2 * grid.cutoff()) * Math.sin(phase);
        }
    }

    /** Returns the number of distances. */
    int size() {
        return size;
    }

    /** Returns the Gaussians, distances × radial; shared, not to be changed. */
    double[] gaussians() {
        return gaussians;
    }

    /** Returns their slopes; shared, not to be changed. */
    double[] gaussianSlopes() {
        return gaussianSlopes;
    }

    double cut(int knot) {
        return cut[knot];
    }

    double cutSlope(int knot) {
        return cutSlopes[knot];
    }
}
