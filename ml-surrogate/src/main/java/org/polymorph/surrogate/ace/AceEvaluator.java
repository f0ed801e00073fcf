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
    private final TensorRows tensors;
    private final double[][] adjoints;
    private final double[] pair = new double[2];
    private final double[] virial = new double[9];

    /** What is summed up: the invariants of each centre element, energies of the elements and the repulsion. */
    record Potential(AceBasis basis, Contraction[] contractions, double[] references, ScreenedRepulsion repulsion) {
        /** Contracts a coefficient vector of {@code basis.size()}. */
        static Potential of(AceBasis basis, double[] coefficients, double[] references, ScreenedRepulsion repulsion) {
            Contraction[] contractions = new Contraction[basis.elements().size()];
            for (int z = 0; z < contractions.length; z++) {
                contractions[z] = new Contraction(basis, coefficients, z * basis.perCentre());
            }
            return new Potential(basis, contractions, references.clone(), repulsion);
        }
    }

    AceEvaluator(Potential potential) {
        this.basis = potential.basis();
        this.potential = potential;
        this.environment = new Environment(basis);
        this.adjoint = new double[basis.densities()];
        this.tensors = new TensorRows(basis.tensors());
        this.adjoints = new double[basis.densities()][0];
    }

    Evaluation evaluate(Structure structure) {
        return evaluate(structure, NeighborSource.SEARCH);
    }

    Evaluation evaluate(Structure structure, NeighborSource source) {
        return evaluate(structure, source, Visitor.NONE);
    }

    /** Is shown the pairs and tensors of some atoms after the other while they are being evaluated. */
    @FunctionalInterface
    interface Visitor {
        Visitor NONE = (pairs, tensors) -> {};

        void visit(PairRows pairs, TensorRows tensors);
    }

    /** Evaluates and shows all atoms on the way. */
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
        PairRows pairs = environment.pairs();
        for (int first = 0; first < atoms; first = pairs.end()) {
            differentiate(neighbors, species, first);
            for (int i = first; i < pairs.end(); i++) {
                energy += potential.references()[species[i]];
                energy += potential.contractions()[species[i]].value(tensors.invariants(), pairs.place(i));
                for (int a = 0; a < adjoint.length; a++) {
                    adjoint[a] = adjoints[a][pairs.place(i)];
                }
                environment.pullBack(i, adjoint);
                for (int p = pairs.start(i, 0); p < pairs.end(i); p++) {
                    energy += addPair(neighbors, species, i, p, forces);
                }
            }
            visitor.visit(pairs, tensors);
        }
        double volume = structure.volume();
        for (int k = 0; k < 9; k++) {
            virial[k] /= volume;
        }
        return new Evaluation(energy, forces, Stress.ofMatrix(virial));
    }

    // Invariants and derivatives by the densities of the first atom and those that are looked at with it.
    private void differentiate(NeighborList neighbors, int[] species, int first) {
        environment.fill(neighbors, species, first);
        PairRows pairs = environment.pairs();
        int count = pairs.end() - first;
        tensors.begin(count);
        for (int i = first; i < pairs.end(); i++) {
            environment.fill(neighbors, species, i);
            tensors.put(pairs.place(i), environment.densities());
        }
        tensors.evaluate();
        if (adjoints[0].length < count) {
            for (int a = 0; a < adjoints.length; a++) {
                adjoints[a] = new double[count * 5 / 4];
            }
        }
        for (int z = 0; z < potential.contractions().length; z++) {
            Contraction contraction = potential.contractions()[z];
            contraction.gradient(tensors.components(), pairs.firstPlace(z), pairs.firstPlace(z + 1), adjoints);
        }
    }

    private double addPair(NeighborList neighbors, int[] species, int i, int p, double[] forces) {
        int entry = environment.pairs().entry(p);
        int j = neighbors.neighbor(entry);
        double r = neighbors.distance(entry);
        double x = neighbors.dx(entry);
        double y = neighbors.dy(entry);
        double z = neighbors.dz(entry);
        double pullX = environment.pullX(p);
        double pullY = environment.pullY(p);
        double pullZ = environment.pullZ(p);
        double energy = 0;
        if (r < potential.repulsion().outer(species[i], species[j])) {
            potential.repulsion().evaluate(species[i], species[j], r, pair);
            energy = pair[0] / 2;
            double along = pair[1] / (2 * r);
            pullX += along * x;
            pullY += along * y;
            pullZ += along * z;
        }
        add(forces, 3 * i, pullX, pullY, pullZ);
        add(forces, 3 * j, -pullX, -pullY, -pullZ);
        add(virial, 0, pullX * x, pullX * y, pullX * z);
        add(virial, 3, pullY * x, pullY * y, pullY * z);
        add(virial, 6, pullZ * x, pullZ * y, pullZ * z);
        return energy;
    }

    private static void add(double[] to, int at, double x, double y, double z) {
        to[at] += x;
        to[at + 1] += y;
        to[at + 2] += z;
    }
}
