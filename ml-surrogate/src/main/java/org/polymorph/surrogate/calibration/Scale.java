package org.polymorph.surrogate.calibration;

/**
 * Turns the spread s of a committee into the standard deviation of an error: σ² = (factor·s)² + floor². The floor is what
 * errors have where the members agree: noise of the labels, and what no member can express. Immutable.
 *
 * @param factor on the spread
 * @param floor in the unit of the error
 */
public record Scale(double factor, double floor) {
    /** The spread as it is. */
    public static final Scale NONE = new Scale(1, 0);

    /** So many errors as large as the spread are believed in beforehand: one lucky error must not make a model certain. */
    private static final double PRIOR = 2;

    /** Fewer errors than these do not tell a floor from a factor. */
    private static final int ENOUGH = 8;

    private static final int GRID = 40;
    private static final double WIDEST = 1e4;

    public Scale {
        if (!(factor >= 0 && floor >= 0 && Double.isFinite(factor) && Double.isFinite(floor))) {
            throw new IllegalArgumentException(
                    "factor and floor of a deviation must be finite and at least 0, found " + factor + " and " + floor);
        }
    }

    /** Returns the standard deviation of the error where the committee has a spread. */
    public double of(double spread) {
        return Math.sqrt(factor * factor * spread * spread + floor * floor);
    }

    /**
     * Fits by maximum likelihood of normal distributions. A floor is taken only where it raises the likelihood by more than
     * one parameter may by chance (Schwarz 1978, doi 10.1214/aos/1176344136). For a given ratio of floor and factor the best
     * factor has a closed form, so that one number is searched for, first on a grid, then by golden section.
     *
     * @param spreads held-out errors with the spreads of the committee
     */
    public static Scale fit(PredictedErrors spreads) {
        int n = spreads.count();
        double mean = spreads.rootMeanVariance();
        if (n == 0 || spreads.rootMeanSquare() == 0) {
            return NONE;
        }
        if (mean == 0) {
            return new Scale(1, spreads.rootMeanSquare());
        }
        double[] squares = new double[n];
        double[] errors = new double[n];
        for (int i = 0; i < n; i++) {
            double relative = spreads.deviation(i) / mean;
            squares[i] = Math.max(relative * relative, 1 / (WIDEST * WIDEST));
            errors[i] = spreads.error(i) * spreads.error(i) / (mean * mean);
        }
        double without = loss(errors, squares, 0);
        double ratio = n < ENOUGH ? 0 : best(errors, squares);
        if (ratio > 0 && without - loss(errors, squares, ratio) < Math.log(n) / 2) {
            ratio = 0;
        }
        double factor = factor(errors, squares, ratio);
        return new Scale(Math.sqrt(factor), mean * Math.sqrt(factor * ratio));
    }

    // the square of the factor that fits best where floor² = ratio·factor²
    private static double factor(double[] errors, double[] squares, double ratio) {
        double sum = PRIOR / (1 + ratio);
        for (int i = 0; i < errors.length; i++) {
            sum += errors[i] / (squares[i] + ratio);
        }
        return sum / (errors.length + PRIOR);
    }

    // negative logarithm of the likelihood but for a constant
    private static double loss(double[] errors, double[] squares, double ratio) {
        double sum = (errors.length + PRIOR) * Math.log(factor(errors, squares, ratio)) + PRIOR * Math.log(1 + ratio);
        for (double square : squares) {
            sum += Math.log(square + ratio);
        }
        return sum / 2;
    }

    private static double best(double[] errors, double[] squares) {
        double step = 2 * Math.log(WIDEST) / GRID;
        int lowest = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int g = 0; g <= GRID; g++) {
            double loss = loss(errors, squares, Math.exp(g * step - Math.log(WIDEST)));
            if (loss < least) {
                least = loss;
                lowest = g;
            }
        }
        double from = (lowest - 1) * step - Math.log(WIDEST);
        double to = from + 2 * step;
        double golden = (Math.sqrt(5) - 1) / 2;
        for (int k = 0; k < 24; k++) {
            double left = to - golden * (to - from);
            double right = from + golden * (to - from);
            if (loss(errors, squares, Math.exp(left)) < loss(errors, squares, Math.exp(right))) {
                to = right;
            } else {
                from = left;
            }
        }
        return Math.exp((from + to) / 2);
    }
}
