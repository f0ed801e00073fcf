package org.polymorph.surrogate.ace;

import java.util.Arrays;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.NeighborList;
import org.polymorph.model.crystal.NeighborSource;
import org.polymorph.model.crystal.Stress;
import org.polymorph.model.crystal.Structure;
import org.polymorph.surrogate.training.ScreenedRepulsion;

/**
 * Energy, forces and stress of one coefficient vector by one forward and one backward sweep, reference energies and
 * short-range repulsion included. Has scratch space of its own; not thread-safe.
 */
final class AceEvaluator {
    private final AceBasis basis;
    private final Potential potential;
    private final Environment environment;
    private final double[] adjoint;
    private final double[] mixed;
    private final double[] pull = new double[3];
    private final double[] pair = new double[2];
    private final double[] virial = new double[9];

    /** What is summed up: products of each centre element, energies of the elements and the repulsion. */
    record Potential(AceBasis basis, Products[] products, double[] references, ScreenedRepulsion repulsion) {
        /** Contracts a coefficient vector of {@code basis.size()}. */
        static Potential of(AceBasis basis, double[] coefficients, double[] references, ScreenedRepulsion repulsion) {
            Products[] products = new Products[basis.elements().size()];
            for (int z = 0; z < products.length; z++) {
                products[z] = new Products(basis, coefficients, z * basis.perCentre());
            }
            return new Potential(basis, products, references.clone(), repulsion);
        }
    }

    AceEvaluator(Potential potential) {
        this.basis = potential.basis();
        this.potential = potential;
        this.environment = new Environment(basis);
        this.adjoint = new double[basis.densities()];
        this.mixed = new double[basis.harmonics().size()];
    }

    Evaluation evaluate(Structure structure) {
        return evaluate(structure, NeighborSource.SEARCH);
    }

    Evaluation evaluate(Structure structure, NeighborSource source) {
        return evaluate(structure, source, Visitor.NONE);
    }

    /** Is shown the surroundings of each atom in turn while they are being evaluated. */
    @FunctionalInterface
    interface Visitor {
        Visitor NONE = (neighbors, species, atom, environment) -> {};

        void visit(NeighborList neighbors, int[] species, int atom, Environment environment);
    }

    /** Evaluates and shows every atom's surroundings on the way. */
    Evaluation evaluate(Structure structure, NeighborSource source, Visitor visitor) {
        NeighborList neighbors = source.of(structure, basis.settings().cutoff());
        int atoms = structure.size();
        int[] species = new int[atoms];
        for (int i = 0; i < atoms; i++) {
            species[i] = basis.indexOf(structure.species(i));
        }
        double[] forces = new double[3 * atoms];
        Arrays.fill(virial, 0);
        double energy = 0;
        for (int i = 0; i < atoms; i++) {
            environment.fill(neighbors, species, i);
            energy += potential.references()[species[i]];
            energy += potential.products()[species[i]].gradient(environment.densities(), adjoint);
            for (int p = 0; p < environment.count(); p++) {
                energy += addPair(neighbors, species, i, p, forces);
            }
            visitor.visit(neighbors, species, i, environment);
        }
        double volume = structure.volume();
        for (int k = 0; k < 9; k++) {
            virial[k] /= volume;
        }
        return new Evaluation(energy, forces, Stress.ofMatrix(virial));
    }

    private double addPair(NeighborList neighbors, int[] species, int i, int p, double[] forces) {
        int entry = environment.pair(p);
        int j = neighbors.neighbor(entry);
        double r = neighbors.distance(entry);
        double x = neighbors.dx(entry);
        double y = neighbors.dy(entry);
        double z = neighbors.dz(entry);
        environment.pullBack(p, x / r, y / r, z / r, adjoint, species[j] * basis.width(), mixed, pull);
        double energy = 0;
        if (r < potential.repulsion().outer(species[i], species[j])) {
            potential.repulsion().evaluate(species[i], species[j], r, pair);
            energy = pair[0] / 2;
            double along = pair[1] / (2 * r);
            pull[0] += along * x;
            pull[1] += along * y;
            pull[2] += along * z;
        }
        for (int k = 0; k < 3; k++) {
            forces[3 * i + k] += pull[k];
            forces[3 * j + k] -= pull[k];
            virial[3 * k] += pull[k] * x;
            virial[3 * k + 1] += pull[k] * y;
            virial[3 * k + 2] += pull[k] * z;
        }
        return energy;
    }
}
