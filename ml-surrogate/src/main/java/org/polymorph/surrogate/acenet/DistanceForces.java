package org.polymorph.surrogate.acenet;

import org.polymorph.surrogate.network.Graph;

/** Forces and stress from the derivatives of the energy by the distances of pairs, and the way back. */
final class DistanceForces {
    /** Voigt's order. */
    private static final int[][] COMPONENTS = {{0, 0}, {1, 1}, {2, 2}, {1, 2}, {0, 2}, {0, 1}};

    private DistanceForces() {}

    /** Adds to energy, forces and stress of structure s, its first atom's force at 1, what derivatives by distances stand for. */
    static void push(Graph graph, int s, double[] distanceGradients, double[] observables) {
        double volume = graph.volume(s);
        for (int p = graph.pairStart(s); p < graph.pairStart(s + 1); p++) {
            double along = distanceGradients[p] / graph.distance(p);
            int i = 1 + 3 * (graph.first(p) - graph.atomStart(s));
            int j = 1 + 3 * (graph.second(p) - graph.atomStart(s));
            for (int k = 0; k < 3; k++) {
                double pull = along * graph.vector(p, k);
                observables[i + k] += pull;
                observables[j + k] -= pull;
            }
            for (int v = 0; v < 6; v++) {
                observables[observables.length - 6 + v] += along / volume * square(graph, p, v);
            }
        }
    }

    private static double square(Graph graph, int p, int v) {
        return graph.vector(p, COMPONENTS[v][0]) * graph.vector(p, COMPONENTS[v][1]);
    }

    /** Computes the tangents of structure s's distances along which its energy has the derivative Σ factor · observable. */
    static void tangents(Graph graph, int s, double[] factors, double[] distanceDots) {
        double volume = graph.volume(s);
        for (int p = graph.pairStart(s); p < graph.pairStart(s + 1); p++) {
            int i = 1 + 3 * (graph.first(p) - graph.atomStart(s));
            int j = 1 + 3 * (graph.second(p) - graph.atomStart(s));
            double sum = 0;
            for (int k = 0; k < 3; k++) {
                sum += (factors[i + k] - factors[j + k]) * graph.vector(p, k);
            }
            for (int v = 0; v < 6; v++) {
                sum += factors[factors.length - 6 + v] / volume * square(graph, p, v);
            }
            distanceDots[p] = sum / graph.distance(p);
        }
    }
}
