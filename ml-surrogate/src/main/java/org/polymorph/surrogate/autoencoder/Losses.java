package org.polymorph.surrogate.autoencoder;

import org.polymorph.surrogate.convolution.Field;
import org.polymorph.surrogate.convolution.Tape;

/**
 * The parts of the loss of a crystal, each with its weight. The functions add the slopes to the fields.
 *
 * @param density squared error of the density over its square
 * @param divergence of the code from a standard normal one
 * @param species cross entropy of the species, by the voxels of atoms
 * @param lattice mean squared error
 */
record Losses(double density, double divergence, double species, double lattice) {
    static final Losses NONE = new Losses(0, 0, 0, 0);

    double total() {
        return density + divergence + species + lattice;
    }

    Losses plus(Losses other) {
        return new Losses(
                density + other.density,
                divergence + other.divergence,
                species + other.species,
                lattice + other.lattice);
    }

    static double density(double[] expected, Field found) {
        double square = 0;
        for (double value : expected) {
            square += value * value;
        }
        double sum = 0;
        for (int v = 0; v < expected.length; v++) {
            double error = found.values()[v] - expected[v];
            sum += error * error;
            found.slopes()[v] += 2 * error / square;
        }
        return sum / square;
    }

    // D = ½ Σ (μ² + σ² − 1 − ln σ²): Kingma and Welling 2014, arXiv 1312.6114, appendix B
    static double divergence(DensityCoder.Code code, double weight) {
        double sum = 0;
        for (int k = 0; k < code.mean().values().length; k++) {
            double mean = code.mean().values()[k];
            double log = code.logVariance().values()[k];
            sum += (mean * mean + Math.exp(log) - 1 - log) / 2;
            code.mean().slopes()[k] += weight * mean;
            code.logVariance().slopes()[k] += weight * (Math.exp(log) - 1) / 2;
        }
        return weight * sum;
    }

    static double species(int[] expected, Field scores, double weight) {
        int elements = scores.values().length / expected.length;
        int atoms = 1;
        for (int species : expected) {
            atoms += species > 0 ? 1 : 0;
        }
        double factor = weight / atoms;
        double sum = 0;
        for (int v = 0; v < expected.length; v++) {
            for (int e = 0; e < elements; e++) {
                double score = scores.values()[v * elements + e];
                double label = expected[v] == e + 1 ? 1 : 0;
                // −ln of the probability of the label, without overflow
                sum += Math.max(score, 0) - score * label + Math.log1p(Math.exp(-Math.abs(score)));
                scores.slopes()[v * elements + e] += factor * (Tape.logistic(score) - label);
            }
        }
        return factor * sum;
    }

    static double lattice(double[] expected, Field found, double weight) {
        double factor = weight / expected.length;
        double sum = 0;
        for (int k = 0; k < expected.length; k++) {
            double error = found.values()[k] - expected[k];
            sum += error * error;
            found.slopes()[k] += 2 * factor * error;
        }
        return factor * sum;
    }
}
