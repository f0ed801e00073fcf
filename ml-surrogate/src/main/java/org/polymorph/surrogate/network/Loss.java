package org.polymorph.surrogate.network;

/**
 * The weighted mean of squared errors of energies, force components and stress components, and its exact gradient by the
 * weights of a network. Has scratch space; not thread-safe.
 */
final class Loss {
    private final Network.Pass pass;
    private final LossWeights weights;
    private double[] energies = new double[0];
    private double[] forces = new double[0];
    private double[] stresses = new double[0];
    private double[] pairs = new double[0];

    Loss(Network network, LossWeights weights) {
        this.pass = network.pass();
        this.weights = weights;
    }

    /** Computes the loss of a batch. */
    double value(Sample sample, double[][] blocks) {
        Graph graph = sample.graph();
        resize(graph);
        pass.evaluate(graph, blocks, energies, pairs);
        PairForces.forces(graph, pairs, forces);
        PairForces.stresses(graph, pairs, stresses);
        return weights.energy() * replaceByErrors(energies, sample.energies(), graph.structures())
                + weights.force() * replaceByErrors(forces, sample.forces(), 3 * graph.atoms())
                + weights.stress() * replaceByErrors(stresses, sample.stresses(), 9 * graph.structures());
    }

    /** Computes the loss of a batch and adds its gradient by the weights. */
    double addGradient(Sample sample, double[][] blocks, double[][] gradient) {
        double value = value(sample, blocks);
        Graph graph = sample.graph();
        scale(energies, 2 * weights.energy() / graph.structures());
        scale(forces, 2 * weights.force() / (3 * graph.atoms()));
        scale(stresses, 2 * weights.stress() / (9 * graph.structures()));
        PairForces.tangents(graph, forces, stresses, pairs);
        pass.addGradient(energies, pairs, gradient);
        return value;
    }

    /** Returns what the network's energies lack of those of a batch, eV. */
    double[] missingEnergies(Sample sample, double[][] blocks) {
        value(sample, blocks);
        double[] missing = new double[sample.graph().structures()];
        for (int s = 0; s < missing.length; s++) {
            missing[s] = -energies[s];
        }
        return missing;
    }

    // Returns the mean square.
    private static double replaceByErrors(double[] found, double[] wanted, int count) {
        double sum = 0;
        for (int k = 0; k < count; k++) {
            found[k] -= wanted[k];
            sum += found[k] * found[k];
        }
        return sum / count;
    }

    private static void scale(double[] values, double factor) {
        for (int k = 0; k < values.length; k++) {
            values[k] *= factor;
        }
    }

    private void resize(Graph graph) {
        if (energies.length != graph.structures()) {
            energies = new double[graph.structures()];
            stresses = new double[9 * graph.structures()];
        }
        if (forces.length != 3 * graph.atoms()) {
            forces = new double[3 * graph.atoms()];
        }
        if (pairs.length < 3 * graph.pairs()) {
            pairs = new double[3 * graph.pairs()];
        }
    }
}
