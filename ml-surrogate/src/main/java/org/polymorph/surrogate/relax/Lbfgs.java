package org.polymorph.surrogate.relax;

/**
 * Limited-memory BFGS (Liu, Nocedal 1989, doi 10.1007/BF01589116) with a step radius in place of a line search: the full
 * quasi-Newton step is tried, one evaluation a step; a step that raises the value is refused, but what it says about the
 * curvature is learned, and the next one is shorter.
 */
final class Lbfgs implements Minimizer {
    private static final int MEMORY = 30;
    private static final double CAUTIOUS = 1.0 / 70;

    private final double maxStep;
    private final double[][] steps = new double[MEMORY][];
    private final double[][] changes = new double[MEMORY][];
    private final double[] rho = new double[MEMORY];
    private final double[] alpha = new double[MEMORY];
    private int stored;
    private int newest;
    private double inverseCurvature;
    private double radius;
    private double[] x = {};
    private double[] gradient = {};
    private double value;
    private double[] step = {};

    Lbfgs(double maxStep) {
        this.maxStep = maxStep;
    }

    @Override
    public void start(double[] newX, double newValue, double[] newGradient) {
        x = newX.clone();
        value = newValue;
        gradient = newGradient.clone();
        radius = maxStep;
        forget();
    }

    private void forget() {
        stored = 0;
        newest = -1;
        inverseCurvature = CAUTIOUS;
    }

    @Override
    public double[] propose() {
        step = direction();
        if (!(Minimizer.dot(step, gradient) < 0)) {
            forget();
            step = direction();
        }
        Minimizer.cap(step, radius);
        double[] trial = new double[x.length];
        for (int i = 0; i < trial.length; i++) {
            trial[i] = x[i] + step[i];
        }
        return trial;
    }

    @Override
    public boolean tell(double newValue, double[] newGradient) {
        double slope = Minimizer.dot(step, gradient);
        double noise = 1e-13 * (1 + Math.abs(value));
        boolean accepted = newValue <= value + 1e-4 * slope + noise;
        learn(newGradient);
        if (accepted) {
            for (int i = 0; i < x.length; i++) {
                x[i] += step[i];
            }
            value = newValue;
            gradient = newGradient.clone();
            radius = Math.min(maxStep, 2 * radius);
        } else {
            radius = shorter(newValue, slope);
        }
        return accepted;
    }

    // the minimum of the parabola through both values and the slope, kept between a tenth and a half of the step tried
    private double shorter(double newValue, double slope) {
        double factor = -slope / (2 * (newValue - value - slope));
        double tried = 0;
        for (int i = 0; i < step.length; i += 3) {
            tried = Math.max(tried, step[i] * step[i] + step[i + 1] * step[i + 1] + step[i + 2] * step[i + 2]);
        }
        return Math.sqrt(tried) * (factor >= 0.1 ? Math.min(factor, 0.5) : 0.1);
    }

    private void learn(double[] newGradient) {
        double[] change = new double[x.length];
        for (int i = 0; i < change.length; i++) {
            change[i] = newGradient[i] - gradient[i];
        }
        double curvature = Minimizer.dot(step, change);
        double changeSquared = Minimizer.dot(change, change);
        if (!(curvature > 1e-6 * Math.sqrt(changeSquared * Minimizer.dot(step, step)))) {
            return;
        }
        newest = (newest + 1) % MEMORY;
        steps[newest] = step.clone();
        changes[newest] = change;
        rho[newest] = 1 / curvature;
        stored = Math.min(MEMORY, stored + 1);
        inverseCurvature = curvature / changeSquared;
    }

    private double[] direction() {
        double[] d = new double[gradient.length];
        for (int i = 0; i < d.length; i++) {
            d[i] = -gradient[i];
        }
        for (int k = 0; k < stored; k++) {
            int at = Math.floorMod(newest - k, MEMORY);
            alpha[at] = rho[at] * Minimizer.dot(steps[at], d);
            add(d, changes[at], -alpha[at]);
        }
        for (int i = 0; i < d.length; i++) {
            d[i] *= inverseCurvature;
        }
        for (int k = stored - 1; k >= 0; k--) {
            int at = Math.floorMod(newest - k, MEMORY);
            add(d, steps[at], alpha[at] - rho[at] * Minimizer.dot(changes[at], d));
        }
        return d;
    }

    private static void add(double[] target, double[] what, double factor) {
        for (int i = 0; i < target.length; i++) {
            target[i] += factor * what[i];
        }
    }
}
