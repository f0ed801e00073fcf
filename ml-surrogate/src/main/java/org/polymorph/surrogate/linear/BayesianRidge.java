package org.polymorph.surrogate.linear;

import java.util.Arrays;
import java.util.List;

/**
 * Bayesian linear regression with several kinds of data, each with its own noise, and groups of features, each with its
 * own prior width: y_k = X_k w + ε, ε ~ N(0, 1/β_k), w_f ~ N(0, 1/α_group(f)). The hyper-parameters maximise the evidence
 * by MacKay's fixed point (MacKay 1992, doi 10.1162/neco.1992.4.3.415, eqs. 4.6–4.8; for groups Tipping 2001,
 * jmlr.org/papers/v1/tipping01a). Immutable.
 */
public final class BayesianRidge {
    private static final double PRIOR_MIN = 1e-8;
    private static final double PRIOR_MAX = 1e12;
    private static final int STEPS = 200;

    private final List<NormalEquations> kinds;
    private final int[] groups;
    private final int groupCount;
    private final double[] noiseMax;
    private final double[] weights;
    private final int size;

    /**
     * Makes a regression.
     *
     * @param groups the group of each feature, 0 … groupCount − 1
     * @param noiseFloor smallest standard deviation of the noise, one a kind
     * @param weights factors on the precision of each kind beyond what the evidence finds
     */
    public BayesianRidge(List<NormalEquations> kinds, int[] groups, double[] noiseFloor, double[] weights) {
        this.kinds = List.copyOf(kinds);
        this.groups = groups.clone();
        this.groupCount = Arrays.stream(groups).max().orElse(0) + 1;
        this.noiseMax = Arrays.stream(noiseFloor).map(s -> 1 / (s * s)).toArray();
        this.weights = weights.clone();
        this.size = groups.length;
    }

    /** Returns a starting point: noise a tenth of the data's spread, all priors one. */
    public Hyperparameters start() {
        double[] noise = new double[kinds.size()];
        for (int k = 0; k < noise.length; k++) {
            NormalEquations kind = kinds.get(k);
            double variance = kind.rows() == 0 ? 1 : kind.square() / kind.rows() / 100;
            noise[k] = Math.min(noiseMax[k], 1 / Math.max(variance, 1e-300));
        }
        double[] prior = new double[groupCount];
        Arrays.fill(prior, 1);
        return new Hyperparameters(noise, prior);
    }

    /**
     * Returns the hyper-parameters of largest evidence that the fixed point reaches from a start. It is the evidence that says
     * when to stop: priors of groups that the data say nothing of go on towards infinity for long, and change nothing.
     *
     * @param tolerance change of the logarithm of the evidence in one step below which it stops
     */
    public Hyperparameters maximiseEvidence(Hyperparameters start, double tolerance) {
        Hyperparameters now = start;
        Posterior posterior = posterior(now);
        double change = Double.POSITIVE_INFINITY;
        for (int step = 0; step < STEPS && change >= tolerance; step++) {
            now = improve(now, posterior);
            Posterior next = posterior(now);
            change = Math.abs(next.logEvidence() - posterior.logEvidence());
            posterior = next;
        }
        return now;
    }

    private Hyperparameters improve(Hyperparameters now, Posterior posterior) {
        double[] noise = now.noise();
        double[] prior = now.prior();
        double[] mean = posterior.mean();
        double[] covariance = posterior.covariance();
        double[] determined = new double[groupCount];
        double[] squares = new double[groupCount];
        for (int f = 0; f < size; f++) {
            determined[groups[f]] += 1 - prior[groups[f]] * covariance[f * size + f];
            squares[groups[f]] += mean[f] * mean[f];
        }
        for (int g = 0; g < groupCount; g++) {
            prior[g] = bound(Math.max(determined[g], 1e-9) / Math.max(squares[g], 1e-300), PRIOR_MIN, PRIOR_MAX);
        }
        for (int k = 0; k < noise.length; k++) {
            NormalEquations kind = kinds.get(k);
            if (kind.rows() > 0) {
                double spent = noise[k] * weights[k] * kind.traceWith(covariance);
                double free = Math.max(kind.rows() - spent, 0.1);
                noise[k] = bound(free / Math.max(kind.residual(mean), 1e-300), 1e-12, noiseMax[k]);
            }
        }
        return new Hyperparameters(noise, prior);
    }

    private static double bound(double x, double min, double max) {
        return Math.max(min, Math.min(max, x));
    }

    /**
     * Returns the posterior for given hyper-parameters, and the evidence (MacKay 1992, eq. 4.3; Bishop 2006, eq. 3.86).
     *
     * @throws ArithmeticException if the precision matrix is not positive definite
     */
    public Posterior posterior(Hyperparameters at) {
        double[] noise = at.noise();
        double[] prior = at.prior();
        double[] precision = new double[size * size];
        double[] mean = new double[size];
        double log = 0;
        double penalty = 0;
        for (int k = 0; k < noise.length; k++) {
            NormalEquations kind = kinds.get(k);
            double beta = noise[k] * weights[k];
            double[] gram = kind.gram();
            for (int i = 0; i < precision.length; i++) {
                precision[i] += beta * gram[i];
            }
            for (int i = 0; i < size; i++) {
                mean[i] += beta * kind.moment()[i];
            }
            log += kind.rows() * Math.log(beta / (2 * Math.PI));
            penalty += beta * kind.square();
        }
        for (int f = 0; f < size; f++) {
            precision[f * size + f] += prior[groups[f]];
            log += Math.log(prior[groups[f]]);
        }
        precision = factored(precision);
        for (int f = 0; f < size; f++) {
            log -= 2 * Math.log(precision[f * size + f]);
        }
        OpenBlas.solveTransposed(size, 1, precision, mean);
        for (int f = 0; f < size; f++) {
            penalty -= mean[f] * mean[f];
        }
        OpenBlas.solve(size, 1, precision, mean);
        return new Posterior(mean, precision, (log - penalty) / 2);
    }

    // Rounding can make a nearly singular matrix indefinite: then the least addition to the diagonal that helps.
    private double[] factored(double[] precision) {
        double largest = 0;
        for (int f = 0; f < size; f++) {
            largest = Math.max(largest, precision[f * size + f]);
        }
        for (double jitter = 0; jitter < 1e-5; jitter = jitter == 0 ? 1e-14 : 10 * jitter) {
            double[] factor = precision.clone();
            for (int f = 0; f < size; f++) {
                factor[f * size + f] += jitter * largest;
            }
            if (OpenBlas.cholesky(size, factor)) {
                return factor;
            }
        }
        throw new ArithmeticException("the precision matrix of the regression is not positive definite");
    }
}
