package org.polymorph.surrogate.ace;

import org.polymorph.model.crystal.NeighborList;
import org.polymorph.model.crystal.Structure;

/**
 * The linear map from coefficients to the observables of a structure: energy (eV), forces (eV/Å) and stress (eV/Å³).
 *
 * @param atoms number of atoms
 * @param values features × columns, row-major; columns are the energy, 3·atoms forces, six Voigt components of the stress
 */
record Design(int atoms, double[] values) {

    /** Returns the number of observables. */
    int columns() {
        return columns(atoms);
    }

    static int columns(int atoms) {
        return 1 + 3 * atoms + 6;
    }

    /** Computes designs with scratch space of its own; not thread-safe. */
    static final class Builder {
        private final AceBasis basis;
        private final Jacobian jacobian;
        private final Environment environment;
        private final TensorValues values;
        private final double[] slopes;
        private final DensityMoves moves;
        private double[] row = new double[0];

        Builder(AceBasis basis, Jacobian jacobian) {
            this.basis = basis;
            this.jacobian = jacobian;
            this.environment = new Environment(basis);
            this.values = new TensorValues(basis.tensors());
            this.slopes = new double[jacobian.entries()];
            this.moves = new DensityMoves(basis);
        }

        /** Computes the design of a structure. */
        Design of(Structure structure) {
            int atoms = structure.size();
            int columns = columns(atoms);
            double[] out = new double[basis.size() * columns];
            NeighborList neighbors = NeighborList.of(structure, basis.settings().cutoff());
            int[] species = new int[atoms];
            for (int i = 0; i < atoms; i++) {
                species[i] = basis.indexOf(structure.species(i));
            }
            for (int i = 0; i < atoms; i++) {
                environment.fill(neighbors, species, i);
                values.evaluate(environment.densities());
                jacobian.evaluate(values.components(), slopes);
                moves.fill(environment);
                spread(out, species[i] * basis.perCentre(), columns, i, structure.volume());
            }
            return new Design(atoms, out);
        }

        private void spread(double[] out, int firstFeature, int columns, int i, double volume) {
            int width = moves.width();
            if (row.length < width) {
                row = new double[width];
            }
            int distinct = moves.distinct();
            out[firstFeature * columns] += 1;
            for (int f = 0; f < jacobian.size(); f++) {
                jacobian.multiplyRow(f, slopes, moves.matrix(), width, row);
                int at = (firstFeature + 1 + f) * columns;
                out[at] += values.invariants()[f];
                for (int d = 0; d < distinct; d++) {
                    for (int k = 0; k < 3; k++) {
                        double slope = row[3 * d + k];
                        out[at + 1 + 3 * moves.atom(d) + k] -= slope;
                        out[at + 1 + 3 * i + k] += slope;
                    }
                }
                for (int v = 0; v < 6; v++) {
                    out[at + columns - 6 + v] += row[3 * distinct + v] / volume;
                }
            }
        }
    }
}
