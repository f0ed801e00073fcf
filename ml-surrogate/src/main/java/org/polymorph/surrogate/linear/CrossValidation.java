package org.polymorph.surrogate.linear;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.polymorph.model.spi.Workers;

/**
 * What a {@link BayesianRidge} predicts of each fold when fitted to the others. The evidence takes all residuals for
 * independent noise; those of forces are largely errors of the basis, common to many atoms, and so many that single numbers
 * a structure such as its energy count for too little. Held-out errors show how much more they have to count.
 */
public final class CrossValidation {
    /** Weights of a kind are tried in steps of this factor. */
    private static final double STEP = 10;

    private static final int DOWN = 1;
    private static final int UP = 3;

    /** What one step must gain in the sum of the logarithms of the mean squares: less is chance. */
    private static final double GAIN = 0.1;

    private static final int ENOUGH = 20;

    private final FoldedSums sums;
    private final Function<List<NormalEquations>, BayesianRidge> ridge;
    private final Workers workers;

    /**
     * Makes a cross-validation.
     *
     * @param ridge the regression of given sums, one a kind
     */
    public CrossValidation(FoldedSums sums, Function<List<NormalEquations>, BayesianRidge> ridge, Workers workers) {
        this.sums = sums;
        this.ridge = ridge;
        this.workers = workers;
    }

    /**
     * Returns hyper-parameters whose precision of one kind of data is multiplied by that power of ten, from 1/10 to 1,000, for
     * which the held-out errors of all kinds are least; a tenth is asked of each step, in the logarithm, so that chance
     * changes nothing.
     *
     * @param importance of each kind, a factor on the logarithm of its mean square
     */
    public Hyperparameters weigh(Hyperparameters found, int kind, double[] importance) {
        if (sums.total().get(kind).rows() < ENOUGH) {
            return found;
        }
        int[] steps = IntStream.rangeClosed(-DOWN, UP).toArray();
        double[] scores = scores(found, kind, importance, steps);
        int best = DOWN;
        for (int c = 0; c < steps.length; c++) {
            if (scores[c] + GAIN * Math.abs(steps[c]) < scores[best] + GAIN * Math.abs(steps[best])) {
                best = c;
            }
        }
        return weighted(found, kind, steps[best]);
    }

    private static Hyperparameters weighted(Hyperparameters found, int kind, int step) {
        double[] noise = found.noise();
        noise[kind] *= Math.pow(STEP, step);
        return new Hyperparameters(noise, found.prior());
    }

    // Σ over the kinds of the logarithm of the held-out mean square, one sum a candidate.
    private double[] scores(Hyperparameters found, int kind, double[] importance, int[] steps) {
        List<Hyperparameters> tried = Arrays.stream(steps)
                .mapToObj(step -> weighted(found, kind, step))
                .toList();
        double[][] squares = new double[tried.size()][importance.length];
        workers.map(sums.size(), fold -> heldOut(fold, tried)).forEach(all -> {
            for (int c = 0; c < squares.length; c++) {
                for (int k = 0; k < importance.length; k++) {
                    squares[c][k] += all[c][k];
                }
            }
        });
        double[] scores = new double[squares.length];
        for (int c = 0; c < scores.length; c++) {
            for (int k = 0; k < importance.length; k++) {
                scores[c] += importance[k] * Math.log(Math.max(squares[c][k], 1e-300));
            }
        }
        return scores;
    }

    private double[][] heldOut(int fold, List<Hyperparameters> tried) {
        BayesianRidge regression = ridge.apply(sums.without(fold));
        return tried.stream()
                .map(at -> {
                    double[] mean = regression.posterior(at).mean();
                    return sums.fold(fold).stream()
                            .mapToDouble(kind -> kind.residual(mean))
                            .toArray();
                })
                .toArray(double[][]::new);
    }
}
