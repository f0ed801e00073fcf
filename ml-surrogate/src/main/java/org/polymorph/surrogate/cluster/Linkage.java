package org.polymorph.surrogate.cluster;

/** How far two clusters are from each other, by the distances of their points. */
public enum Linkage {
    /** That of the two nearest points. */
    SINGLE {
        @Override
        double merged(double a, double b, int sizeA, int sizeB) {
            return Math.min(a, b);
        }
    },
    /** The mean over all pairs of points. */
    AVERAGE {
        @Override
        double merged(double a, double b, int sizeA, int sizeB) {
            return (sizeA * a + sizeB * b) / (sizeA + sizeB);
        }
    },
    /** That of the two points farthest apart. */
    COMPLETE {
        @Override
        double merged(double a, double b, int sizeA, int sizeB) {
            return Math.max(a, b);
        }
    };

    /** Returns the distance of a third cluster to two that become one: Lance and Williams 1967, doi 10.1093/comjnl/9.4.373. */
    abstract double merged(double a, double b, int sizeA, int sizeB);
}
