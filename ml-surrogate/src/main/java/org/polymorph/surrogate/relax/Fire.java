package org.polymorph.surrogate.relax;

/**
 * Fast inertial relaxation engine: Bitzek, Koskinen, Gähler, Moseler, Gumbsch 2006, doi 10.1103/PhysRevLett.97.170201, with
 * the constants of the paper, unit masses, semi-implicit Euler steps and a cap on the length of a step.
 */
final class Fire implements Minimizer {
    private static final double FIRST_TIME_STEP = 0.1;
    private static final double LONGEST_TIME_STEP = 1.0;
    private static final int DELAY = 5;
    private static final double FASTER = 1.1;
    private static final double SLOWER = 0.5;
    private static final double FIRST_MIXING = 0.1;
    private static final double LESS_MIXING = 0.99;

    private final double maxStep;
    private double[] x = {};
    private double[] gradient = {};
    private double[] velocity = {};
    private double[] trial = {};
    private double timeStep;
    private double mixing;
    private int downhill;

    Fire(double maxStep) {
        this.maxStep = maxStep;
    }

    @Override
    public void start(double[] newX, double value, double[] newGradient) {
        x = newX.clone();
        gradient = newGradient.clone();
        velocity = new double[x.length];
        timeStep = FIRST_TIME_STEP;
        mixing = FIRST_MIXING;
        downhill = 0;
    }

    @Override
    public double[] propose() {
        double power = -Minimizer.dot(gradient, velocity);
        if (power > 0) {
            double ratio = Math.sqrt(Minimizer.dot(velocity, velocity) / Minimizer.dot(gradient, gradient));
            for (int i = 0; i < x.length; i++) {
                velocity[i] = (1 - mixing) * velocity[i] - mixing * ratio * gradient[i];
            }
            downhill++;
            if (downhill > DELAY) {
                timeStep = Math.min(timeStep * FASTER, LONGEST_TIME_STEP);
                mixing *= LESS_MIXING;
            }
        } else {
            java.util.Arrays.fill(velocity, 0);
            if (power < 0) {
                timeStep *= SLOWER;
            }
            mixing = FIRST_MIXING;
            downhill = 0;
        }
        double[] step = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            velocity[i] -= timeStep * gradient[i];
            step[i] = timeStep * velocity[i];
        }
        Minimizer.cap(step, maxStep);
        trial = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            trial[i] = x[i] + step[i];
        }
        return trial;
    }

    @Override
    public boolean tell(double value, double[] newGradient) {
        x = trial;
        gradient = newGradient.clone();
        return true;
    }
}
