package org.polymorph.surrogate.network;

import java.util.Arrays;

/** Forces and stresses from the gradient of the energy by the vectors of pairs. */
final class PairForces {
    private PairForces() {}

    /** Computes the forces of all atoms: ∂E/∂d pulls the first atom of a pair and pushes the second. */
    static void forces(Graph graph, double[] pairGradients, double[] forces) {
        Arrays.fill(forces, 0);
        for (int p = 0; p < graph.pairs(); p++) {
            int i = 3 * graph.first(p);
            int j = 3 * graph.second(p);
            for (int k = 0; k < 3; k++) {
                forces[i + k] += pairGradients[3 * p + k];
                forces[j + k] -= pairGradients[3 * p + k];
            }
        }
    }

    /** Computes the stress of each structure, Σ ∂E/∂d ⊗ d / V, as symmetric matrices. */
    static void stresses(Graph graph, double[] pairGradients, double[] stresses) {
        Arrays.fill(stresses, 0);
        for (int s = 0; s < graph.structures(); s++) {
            for (int p = graph.pairStart(s); p < graph.pairStart(s + 1); p++) {
                for (int k = 0; k < 9; k++) {
                    int a = k / 3;
                    int b = k % 3;
                    double both = pairGradients[3 * p + a] * graph.vector(p, b)
                            + pairGradients[3 * p + b] * graph.vector(p, a);
                    stresses[9 * s + k] += both / (2 * graph.volume(s));
                }
            }
        }
    }

    /**
     * Computes the tangents of pairs along which ∂E/∂d has the derivative Σ u·F + Σ w:σ.
     *
     * @param forceFactors u, atoms × 3
     * @param stressFactors w, structures × 9, symmetric
     * @param tangents pairs × 3, computed
     */
    static void tangents(Graph graph, double[] forceFactors, double[] stressFactors, double[] tangents) {
        for (int s = 0; s < graph.structures(); s++) {
            for (int p = graph.pairStart(s); p < graph.pairStart(s + 1); p++) {
                for (int a = 0; a < 3; a++) {
                    double sum = 0;
                    for (int b = 0; b < 3; b++) {
                        sum += stressFactors[9 * s + 3 * a + b] * graph.vector(p, b);
                    }
                    tangents[3 * p + a] = sum / graph.volume(s)
                            + forceFactors[3 * graph.first(p) + a]
                            - forceFactors[3 * graph.second(p) + a];
                }
            }
        }
    }
}
