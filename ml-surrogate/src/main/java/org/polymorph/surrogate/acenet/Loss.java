package org.polymorph.surrogate.acenet;

import java.util.Arrays;
import java.util.List;

/**
 * Half the sum of squared errors over their expected variances, the mean over the structures of a batch: the negative
 * logarithm of the likelihood under Gaussian noise; and its exact gradient by the weights. Each element has a network, one
 * block of weights after the other. Has scratch space; not thread-safe.
 */
final class Loss {
    private final int width;
    private final AtomicNetwork.Pass[] passes;
    private final int[] rows;
    private final double[][] features;
    private final double[][] energies;
    private final double[][] gradients;
    private final double[][] tangents;

    Loss(AtomicNetwork network, int elements) {
        this.width = network.features();
        this.passes = new AtomicNetwork.Pass[elements];
        Arrays.setAll(passes, z -> network.pass());
        this.rows = new int[elements];
        this.features = new double[elements][0];
        this.energies = new double[elements][0];
        this.gradients = new double[elements][0];
        this.tangents = new double[elements][0];
    }

    /** Returns what the networks say of each structure: energy, forces and stress. */
    double[][] predict(List<Sample> batch, double[][] weights) {
        gather(batch);
        for (int z = 0; z < rows.length; z++) {
            if (rows[z] > 0) {
                passes[z].evaluate(rows[z], features[z], AtomicNetwork.part(weights, z), energies[z], gradients[z]);
            }
        }
        int[] next = new int[rows.length];
        double[][] observables = new double[batch.size()][];
        for (int b = 0; b < observables.length; b++) {
            Surroundings surroundings = batch.get(b).surroundings();
            observables[b] = new double[surroundings.columns()];
            for (int i = 0; i < surroundings.atoms(); i++) {
                int z = surroundings.species()[i];
                int row = next[z]++;
                observables[b][0] += energies[z][row];
                surroundings.push(i, gradients[z], row * width, observables[b]);
            }
        }
        return observables;
    }

    // The features of all atoms of an element side by side.
    private void gather(List<Sample> batch) {
        Arrays.fill(rows, 0);
        for (Sample sample : batch) {
            for (int z : sample.surroundings().species()) {
                rows[z]++;
            }
        }
        for (int z = 0; z < rows.length; z++) {
            if (energies[z].length < rows[z]) {
                energies[z] = new double[rows[z]];
                features[z] = new double[rows[z] * width];
                gradients[z] = new double[rows[z] * width];
                tangents[z] = new double[rows[z] * width];
            }
        }
        int[] next = new int[rows.length];
        for (Sample sample : batch) {
            Surroundings surroundings = sample.surroundings();
            for (int i = 0; i < surroundings.atoms(); i++) {
                int z = surroundings.species()[i];
                System.arraycopy(surroundings.features(), i * width, features[z], next[z]++ * width, width);
            }
        }
    }

    // Errors over their expected standard deviations.
    private double[][] errors(List<Sample> batch, double[][] weights) {
        double[][] errors = predict(batch, weights);
        for (int b = 0; b < errors.length; b++) {
            Sample sample = batch.get(b);
            for (int c = 0; c < errors[b].length; c++) {
                errors[b][c] = (errors[b][c] - sample.target()[c]) * sample.precisions()[c];
            }
        }
        return errors;
    }

    /** Computes the loss of a batch. */
    double value(List<Sample> batch, double[][] weights) {
        return mean(errors(batch, weights));
    }

    private static double mean(double[][] errors) {
        double sum = 0;
        for (double[] row : errors) {
            for (double error : row) {
                sum += error * error / 2;
            }
        }
        return sum / errors.length;
    }

    /** Computes the loss of a batch and adds its gradient by the weights. */
    double addGradient(List<Sample> batch, double[][] weights, double[][] gradient) {
        double[][] errors = errors(batch, weights);
        double value = mean(errors);
        int[] next = new int[rows.length];
        for (int b = 0; b < errors.length; b++) {
            Sample sample = batch.get(b);
            double[] factors = errors[b];
            for (int c = 0; c < factors.length; c++) {
                factors[c] *= sample.precisions()[c] / batch.size();
            }
            for (int i = 0; i < sample.atoms(); i++) {
                int z = sample.surroundings().species()[i];
                int row = next[z]++;
                energies[z][row] = factors[0];
                sample.surroundings().tangent(i, factors, tangents[z], row * width);
            }
        }
        for (int z = 0; z < rows.length; z++) {
            if (rows[z] > 0) {
                passes[z].addGradient(
                        features[z],
                        AtomicNetwork.part(weights, z),
                        energies[z],
                        tangents[z],
                        AtomicNetwork.part(gradient, z));
            }
        }
        return value;
    }
}
