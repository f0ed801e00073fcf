package org.polymorph.model.crystal;

/** The steps A1 to A8 of Grosse-Kunstleve, Sauter and Adams 2004, doi 10.1107/S010876730302186X. */
final class NiggliReduction {
    private static final double TOLERANCE = 1e-5;
    /** Ten thousandfold the rounding of a metric. */
    private static final double LEAST_TOLERANCE = 1e-12;

    private static final int MOST_STEPS = 10_000;
    /** What a cell takes whose vectors were shortened, many times over. */
    private static final int STEPS_AT_ONE_TOLERANCE = 200;

    private final Lattice given;
    private final double[] rows;
    private double epsilon;
    private final long[] transformation = {1, 0, 0, 0, 1, 0, 0, 0, 1};
    // the metric of the cell so far: a², b², c², 2bc, 2ac, 2ab
    private double a;
    private double b;
    private double c;
    private double xi;
    private double eta;
    private double zeta;

    NiggliReduction(Lattice given) {
        this.given = given;
        this.rows = given.toArray();
    }

    NiggliCell reduce() {
        shorten();
        measure();
        // Where a cell misses a symmetry by about the tolerance, comparisons contradict each other and the steps may go
        // round in
        // circles; without a tolerance they always end.
        for (double tolerance = TOLERANCE; tolerance > LEAST_TOLERANCE; tolerance /= 10) {
            epsilon = tolerance * Math.cbrt(given.volume() * given.volume());
            for (int step = 0; step < STEPS_AT_ONE_TOLERANCE; step++) {
                if (sortVectors()) {
                    fixSigns();
                    if (!makeLessOblique()) {
                        return result();
                    }
                }
            }
        }
        throw new IllegalStateException("the Niggli reduction of " + given + " does not end");
    }

    private NiggliCell result() {
        int[] t = new int[9];
        for (int i = 0; i < 9; i++) {
            if (Math.abs(transformation[i]) > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("the cell " + given + " is too oblique to be reduced");
            }
            t[i] = (int) transformation[i];
        }
        return new NiggliCell(Lattice.of(rows), t);
    }

    // a very oblique cell takes thousands of steps of one vector each: first take off whole multiples at once
    private void shorten() {
        boolean changed = true;
        for (int round = 0; changed && round < MOST_STEPS; round++) {
            changed = false;
            for (int i = 0; i < 3; i++) {
                for (int j = 0; j < 3; j++) {
                    double times = i == j ? 0 : Math.rint(dot(i, j) / dot(j, j));
                    // ties at one half must not be taken to and fro for ever
                    if (times != 0 && Math.abs(dot(i, j)) > (0.5 + 1e-9) * dot(j, j)) {
                        combine(i, j, -(long) times);
                        changed = true;
                    }
                }
            }
        }
    }

    // one pass over the pairs; returns whether they were in order at its end
    private boolean sortVectors() {
        if (above(a, b) || (same(a, b) && above(Math.abs(xi), Math.abs(eta)))) {
            swap(0, 1);
        }
        boolean sorted = !(above(b, c) || (same(b, c) && above(Math.abs(eta), Math.abs(zeta))));
        if (!sorted) {
            swap(1, 2);
        }
        return sorted;
    }

    // all three products positive, or none (steps A3 and A4)
    private void fixSigns() {
        int[] signs = {sign(xi), sign(eta), sign(zeta)};
        int product = signs[0] * signs[1] * signs[2];
        int[] flips = {1, 1, 1};
        if (product > 0) {
            for (int k = 0; k < 3; k++) {
                flips[k] = signs[k] < 0 ? -1 : 1;
            }
        } else {
            int free = -1;
            for (int k = 0; k < 3; k++) {
                if (signs[k] > 0) {
                    flips[k] = -1;
                } else if (signs[k] == 0) {
                    free = k;
                }
            }
            if (flips[0] * flips[1] * flips[2] < 0 && free >= 0) {
                flips[free] = -1;
            }
        }
        for (int k = 0; k < 3; k++) {
            if (flips[k] < 0) {
                negate(k);
            }
        }
        measure();
    }

    private boolean makeLessOblique() {
        if (above(Math.abs(xi), b) || (same(xi, b) && above(zeta, 2 * eta)) || (same(xi, -b) && sign(zeta) < 0)) {
            combine(2, 1, xi > 0 ? -1 : 1);
        } else if (above(Math.abs(eta), a)
                || (same(eta, a) && above(zeta, 2 * xi))
                || (same(eta, -a) && sign(zeta) < 0)) {
            combine(2, 0, eta > 0 ? -1 : 1);
        } else if (above(Math.abs(zeta), a)
                || (same(zeta, a) && above(eta, 2 * xi))
                || (same(zeta, -a) && sign(eta) < 0)) {
            combine(1, 0, zeta > 0 ? -1 : 1);
        } else if (sign(xi + eta + zeta + a + b) < 0
                || (sign(xi + eta + zeta + a + b) == 0 && sign(2 * (a + eta) + zeta) > 0)) {
            combine(2, 0, 1);
            combine(2, 1, 1);
        } else {
            return false;
        }
        measure();
        return true;
    }

    private boolean above(double x, double y) {
        return x > y + epsilon;
    }

    private boolean same(double x, double y) {
        return Math.abs(x - y) <= epsilon;
    }

    private int sign(double x) {
        return x > epsilon ? 1 : x < -epsilon ? -1 : 0;
    }

    // all three are turned round too, which keeps the hand of the cell
    private void swap(int i, int j) {
        for (int k = 0; k < 3; k++) {
            long held = transformation[3 * i + k];
            transformation[3 * i + k] = transformation[3 * j + k];
            transformation[3 * j + k] = held;
        }
        for (int k = 0; k < 3; k++) {
            negate(k);
        }
        measure();
    }

    private void negate(int i) {
        for (int k = 0; k < 3; k++) {
            transformation[3 * i + k] *= -1;
        }
        refresh(i);
    }

    private void combine(int i, int j, long times) {
        for (int k = 0; k < 3; k++) {
            transformation[3 * i + k] += times * transformation[3 * j + k];
        }
        refresh(i);
    }

    // always from the given vectors, so that rounding does not pile up
    private void refresh(int i) {
        for (int column = 0; column < 3; column++) {
            double sum = 0;
            for (int k = 0; k < 3; k++) {
                sum += transformation[3 * i + k] * given.get(k, column);
            }
            rows[3 * i + column] = sum;
        }
    }

    private double dot(int i, int j) {
        return rows[3 * i] * rows[3 * j] + rows[3 * i + 1] * rows[3 * j + 1] + rows[3 * i + 2] * rows[3 * j + 2];
    }

    private void measure() {
        a = dot(0, 0);
        b = dot(1, 1);
        c = dot(2, 2);
        xi = 2 * dot(1, 2);
        eta = 2 * dot(0, 2);
        zeta = 2 * dot(0, 1);
    }
}
