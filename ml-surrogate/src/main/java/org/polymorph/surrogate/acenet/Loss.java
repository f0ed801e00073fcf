package org.polymorph.surrogate.acenet;

import java.util.Arrays;
import java.util.List;
import org.polymorph.surrogate.network.DistanceGrid;
import org.polymorph.surrogate.network.FilterNetwork;
import org.polymorph.surrogate.network.FilterTable;
import org.polymorph.surrogate.network.Graph;
import org.polymorph.surrogate.schnet.Interaction;

/**
 * Half the sum of squared errors over their expected variances, the mean over the structures of a batch: the negative
 * logarithm of the likelihood under Gaussian noise; and its exact gradient by the weights. Each element has a network, one
 * block of weights after the other. Has scratch space; not thread-safe.
 */
final class Loss {
    private static final Graph NOTHING = Graph.join(List.of());

    private final Networks networks;
    private final int width;
    private final NetworksPass pass;
    private final DistanceGrid grid;
    private final FilterNetwork filters;
    private final FilterTable table;
    private final FilterTable tableAdjoint;
    private final int[] rows;
    private final double[][] features;
    private final double[][] energies;
    private final double[][] gradients;
    private final double[][] tangents;
    private Interaction.Pairs pairs;
    private double[] byDistances = new double[0];

    Loss(Networks networks) {
        int elements = networks.elements();
        this.networks = networks;
        this.width = networks.atomic().features();
        this.pass = new NetworksPass(networks);
        this.grid = networks.trainingGrid();
        this.filters = networks.filters(grid);
        this.table = networks.table(grid);
        this.tableAdjoint = networks.table(grid);
        this.rows = new int[elements];
        this.features = new double[elements][0];
        this.energies = new double[elements][0];
        this.gradients = new double[elements][0];
        this.tangents = new double[elements][0];
        this.pairs = pairs(NOTHING);
    }

    private Interaction.Pairs pairs(Graph graph) {
        return new Interaction.Pairs(graph, grid.places(graph));
    }

    /** Returns what the networks say of each structure: energy, forces and stress. */
    double[][] predict(List<Sample> batch, double[][] weights) {
        evaluate(batch, weights);
        int[] next = new int[rows.length];
        double[][] observables = new double[batch.size()][];
        for (int b = 0; b < observables.length; b++) {
            Surroundings surroundings = batch.get(b).surroundings();
            observables[b] = new double[surroundings.columns()];
            for (int i = 0; i < surroundings.atoms(); i++) {
                int z = surroundings.species(i);
                int row = next[z]++;
                observables[b][0] += energies[z][row];
                surroundings.push(i, gradients[z], row * width, observables[b]);
            }
            if (networks.talk()) {
                DistanceForces.push(pairs.graph(), b, byDistances, observables[b]);
            }
        }
        return observables;
    }

    private void evaluate(List<Sample> batch, double[][] weights) {
        gather(batch);
        if (networks.talk()) {
            pairs = pairs(
                    Graph.join(batch.stream().map(s -> s.surroundings().graph()).toList()));
            filters.tabulate(weights, networks.filterBlock(), table);
            if (byDistances.length < pairs.graph().pairs()) {
                byDistances = new double[pairs.graph().pairs()];
            }
        }
        pass.evaluate(atoms(), weights, table, new NetworksPass.Answers(energies, gradients, byDistances));
    }

    private NetworksPass.Atoms atoms() {
        return new NetworksPass.Atoms(rows, features, pairs);
    }

    /** Rescales the messages of initial weights by what they are in some structures. */
    void standardize(List<Sample> some, double[][] weights) {
        if (networks.talk()) {
            evaluate(some, weights);
            pass.standardize(weights);
        }
    }

    // The features of all atoms of an element side by side.
    private void gather(List<Sample> batch) {
        Arrays.fill(rows, 0);
        for (Sample sample : batch) {
            for (int i = 0; i < sample.atoms(); i++) {
                rows[sample.surroundings().species(i)]++;
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
                int z = surroundings.species(i);
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
                int z = sample.surroundings().species(i);
                int row = next[z]++;
                energies[z][row] = factors[0];
                sample.surroundings().tangent(i, factors, tangents[z], row * width);
            }
            if (networks.talk()) {
                DistanceForces.tangents(pairs.graph(), b, factors, byDistances);
            }
        }
        NetworksPass.Objective objective = new NetworksPass.Objective(energies, tangents, byDistances);
        pass.addGradient(atoms(), weights, objective, tableAdjoint, gradient);
        if (networks.talk()) {
            filters.addGradient(weights, networks.filterBlock(), tableAdjoint, gradient);
        }
        return value;
    }
}
