package org.polymorph.surrogate.ace;

import org.polymorph.model.crystal.NeighborList;
import org.polymorph.model.crystal.Structure;

/** The mean over the atoms of each feature: one vector for a whole crystal, whatever its cell. */
final class PooledInvariants {
    private PooledInvariants() {}

    static double[] of(Structure structure, AceBasis basis) {
        Environment environment = new Environment(basis);
        NeighborList neighbors = NeighborList.of(structure, basis.settings().cutoff());
        int atoms = structure.size();
        int[] species = new int[atoms];
        for (int i = 0; i < atoms; i++) {
            species[i] = basis.indexOf(structure.species(i));
        }
        TensorValues values = new TensorValues(basis.tensors());
        double[] pooled = new double[basis.size()];
        for (int i = 0; i < atoms; i++) {
            environment.fill(neighbors, species, i);
            values.evaluate(environment.densities());
            double[] invariants = values.invariants();
            int at = species[i] * basis.perCentre();
            pooled[at] += 1.0 / atoms;
            for (int f = 0; f < invariants.length; f++) {
                pooled[at + 1 + f] += invariants[f] / atoms;
            }
        }
        return pooled;
    }
}
