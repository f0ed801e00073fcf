package org.polymorph.surrogate.ace;

import java.util.function.Function;
import org.polymorph.model.crystal.NeighborList;
import org.polymorph.model.crystal.Structure;

/**
 * The mean over the atoms of each feature: one vector for a whole crystal, whatever its cell. Has scratch space; not
 * thread-safe.
 */
final class PooledInvariants {
    private final AceBasis basis;
    private final Environment environment;
    private final TensorValues values;

    private PooledInvariants(AceBasis basis) {
        this.basis = basis;
        this.environment = new Environment(basis);
        this.values = new TensorValues(basis.tensors());
    }

    /** Makes a function that any thread may call: each has scratch space of its own, made at its first call. */
    static Function<Structure, double[]> shared(AceBasis basis) {
        ThreadLocal<PooledInvariants> scratch = ThreadLocal.withInitial(() -> new PooledInvariants(basis));
        return structure -> scratch.get().of(structure);
    }

    private double[] of(Structure structure) {
        NeighborList neighbors = NeighborList.of(structure, basis.settings().cutoff());
        int atoms = structure.size();
        int[] species = new int[atoms];
        for (int i = 0; i < atoms; i++) {
            species[i] = basis.indexOf(structure.species(i));
        }
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
