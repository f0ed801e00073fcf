package org.polymorph.surrogate.property.amd;

import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * Minimises a smooth function of a few numbers by BFGS (Nocedal and Wright 2006, Numerical Optimization, eq. 6.17) with
 * steps halved until the value falls.
 */
final class Descent {
    private static final double ENOUGH = 1e-4;
    private static final double LONGEST = 1.5;
    private static final int HALVINGS = 20;

    private Descent() {}

    /** A function with its gradient. */
    @FunctionalInterface
    interface Objective {
        /** Returns the value and writes the gradient; infinity where there is none. */
        double value(double[] at, double[] gradient);
    }

    /** Where it ended, and the value there. */
    record Minimum(double[] at, double value) {}

    /**
     * Goes down from a start.
     *
     * @param evaluations at most
     * @param tolerance ends it once a step lowers the value by less
     * @param evaluated told how many evaluations there were
     */
    static Minimum from(double[] start, Objective objective, int evaluations, double tolerance, IntConsumer evaluated) {
        int n = start.length;
        double[] at = start.clone();
        double[] gradient = new double[n];
        double value = objective.value(at, gradient);
        int count = 1;
        evaluated.accept(count);
        double[] inverse = identity(n);
        while (count < evaluations) {
            double[] step = step(inverse, gradient);
            if (dot(step, gradient) >= 0) {
                inverse = identity(n);
                step = step(inverse, gradient);
            }
            shorten(step);
            double slope = dot(step, gradient);
            double[] next = new double[n];
            double[] nextGradient = new double[n];
            double nextValue = Double.POSITIVE_INFINITY;
            double share = 1;
            for (int halving = 0; halving < HALVINGS && count < evaluations; halving++, share /= 2) {
                for (int p = 0; p < n; p++) {
                    next[p] = at[p] + share * step[p];
                }
                nextValue = objective.value(next, nextGradient);
                evaluated.accept(++count);
                if (nextValue <= value + ENOUGH * share * slope) {
                    break;
                }
            }
            if (!(nextValue < value)) {
                break;
            }
            update(inverse, difference(next, at), difference(nextGradient, gradient));
            double gain = value - nextValue;
            at = next;
            gradient = nextGradient;
            value = nextValue;
            if (gain < tolerance) {
                break;
            }
        }
        return new Minimum(at, value);
    }

    private static void shorten(double[] step) {
        double length = Math.sqrt(dot(step, step));
        if (length > LONGEST) {
            for (int p = 0; p < step.length; p++) {
                step[p] *= LONGEST / length;
            }
        }
    }

    private static double[] identity(int n) {
        double[] matrix = new double[n * n];
        for (int p = 0; p < n; p++) {
            matrix[p * n + p] = 1;
        }
        return matrix;
    }

    private static double[] step(double[] inverse, double[] gradient) {
        double[] step = product(inverse, gradient);
        for (int p = 0; p < step.length; p++) {
            step[p] = -step[p];
        }
        return step;
    }

    // H ← (I − ρ s yᵀ) H (I − ρ y sᵀ) + ρ s sᵀ with ρ = 1 / yᵀs
    private static void update(double[] h, double[] s, double[] y) {
        double curvature = dot(s, y);
        if (curvature <= 1e-12) {
            return;
        }
        int n = s.length;
        double[] hy = product(h, y);
        double factor = (1 + dot(y, hy) / curvature) / curvature;
        for (int p = 0; p < n; p++) {
            for (int q = 0; q < n; q++) {
                h[p * n + q] += factor * s[p] * s[q] - (hy[p] * s[q] + s[p] * hy[q]) / curvature;
            }
        }
    }

    private static double[] product(double[] matrix, double[] x) {
        double[] y = new double[x.length];
        for (int p = 0; p < y.length; p++) {
            y[p] = dot(Arrays.copyOfRange(matrix, p * x.length, (p + 1) * x.length), x);
        }
        return y;
    }

    private static double[] difference(double[] a, double[] b) {
        double[] d = new double[a.length];
        for (int p = 0; p < d.length; p++) {
            d[p] = a[p] - b[p];
        }
        return d;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int p = 0; p < a.length; p++) {
            sum += a[p] * b[p];
        }
        return sum;
    }
}
