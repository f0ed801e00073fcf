package org.polymorph.surrogate.network;

import java.util.List;

/**
 * A batch of structures with what the network is to say of them: labels without reference energies and repulsion. The
 * arrays are shared, not copied.
 *
 * @param energies one number a structure, eV
 * @param forces atoms × 3, eV/Å
 * @param stresses structures × 9, symmetric matrices, eV/Å³
 */
record Sample(Graph graph, double[] energies, double[] forces, double[] stresses) {

    /** Puts samples side by side. */
    static Sample join(List<Sample> parts) {
        Graph graph = Graph.join(parts.stream().map(Sample::graph).toList());
        double[] energies = new double[graph.structures()];
        double[] forces = new double[3 * graph.atoms()];
        double[] stresses = new double[9 * graph.structures()];
        int structure = 0;
        int atom = 0;
        for (Sample part : parts) {
            int count = part.graph.structures();
            System.arraycopy(part.energies, 0, energies, structure, count);
            System.arraycopy(part.forces, 0, forces, 3 * atom, part.forces.length);
            System.arraycopy(part.stresses, 0, stresses, 9 * structure, 9 * count);
            structure += count;
            atom += part.graph.atoms();
        }
        return new Sample(graph, energies, forces, stresses);
    }
}
