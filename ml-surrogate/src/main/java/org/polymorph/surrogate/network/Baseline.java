package org.polymorph.surrogate.network;

import org.polymorph.surrogate.training.ScreenedRepulsion;

/**
 * What a model knows without its network: an energy for each element and the short-range repulsion. Immutable and
 * thread-safe.
 *
 * @param references one energy an element, eV
 */
record Baseline(double[] references, ScreenedRepulsion repulsion) {

    /** Adds energies and gradients by the vectors of pairs. */
    void add(Graph graph, double[] energies, double[] pairGradients) {
        double[] pair = new double[2];
        for (int s = 0; s < graph.structures(); s++) {
            for (int i = graph.atomStart(s); i < graph.atomStart(s + 1); i++) {
                energies[s] += references[graph.species(i)];
            }
            for (int p = graph.pairStart(s); p < graph.pairStart(s + 1); p++) {
                int a = graph.species(graph.first(p));
                int b = graph.species(graph.second(p));
                double r = graph.distance(p);
                if (r < repulsion.outer(a, b)) {
                    repulsion.evaluate(a, b, r, pair);
                    energies[s] += pair[0];
                    for (int k = 0; k < 3; k++) {
                        pairGradients[3 * p + k] += pair[1] / r * graph.vector(p, k);
                    }
                }
            }
        }
    }
}
