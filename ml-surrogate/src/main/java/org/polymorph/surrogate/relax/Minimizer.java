package org.polymorph.surrogate.relax;

/**
 * A way down a smooth function, asked for points and told their values, so that whoever evaluates decides what happens
 * between. Triples of coordinates count as one point when a step is capped. Not thread-safe.
 */
interface Minimizer {

    /** Forgets everything and begins at a point. */
    void start(double[] x, double value, double[] gradient);

    /** Returns the next point to evaluate. */
    double[] propose();

    /** Takes value and gradient of the point proposed; returns whether it becomes the current one. */
    boolean tell(double value, double[] gradient);

    /** Scales a step so that no triple of it is longer than a limit. */
    static void cap(double[] step, double limit) {
        double longest = 0;
        for (int i = 0; i < step.length; i += 3) {
            longest = Math.max(longest, step[i] * step[i] + step[i + 1] * step[i + 1] + step[i + 2] * step[i + 2]);
        }
        if (longest > limit * limit) {
            double factor = limit / Math.sqrt(longest);
            for (int i = 0; i < step.length; i++) {
                step[i] *= factor;
            }
        }
    }

    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
