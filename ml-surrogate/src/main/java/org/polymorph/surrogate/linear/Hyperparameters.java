package org.polymorph.surrogate.linear;

/**
 * The precisions (1/variance) of a {@link BayesianRidge}.
 *
 * @param noise one a kind of data
 * @param prior one a group of features
 */
public record Hyperparameters(double[] noise, double[] prior) {
    public Hyperparameters {
        noise = noise.clone();
        prior = prior.clone();
    }

    @Override
    public double[] noise() {
        return noise.clone();
    }

    @Override
    public double[] prior() {
        return prior.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Hyperparameters that
                && java.util.Arrays.equals(noise, that.noise)
                && java.util.Arrays.equals(prior, that.prior);
    }

    @Override
    public int hashCode() {
        return 31 * java.util.Arrays.hashCode(noise) + java.util.Arrays.hashCode(prior);
    }
}
