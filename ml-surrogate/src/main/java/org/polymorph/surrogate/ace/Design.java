package org.polymorph.surrogate.ace;

import java.util.Arrays;
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
        private static final int[] ROW = {0, 1, 2, 1, 0, 0};
        private static final int[] COLUMN = {0, 1, 2, 2, 2, 1};

        private final AceBasis basis;
        private final Jacobian jacobian;
        private final Environment environment;
        private final double[] features;
        private final double[] slopes;
        private final double[] gradient;
        private double[] moves = new double[0];
        private double[] transposed = new double[0];
        private double[] row = new double[0];
        private int[] slotOf = new int[0];
        private int[] atomOf = new int[0];

        Builder(AceBasis basis, Jacobian jacobian) {
            this.basis = basis;
            this.jacobian = jacobian;
            this.environment = new Environment(basis);
            this.features = new double[jacobian.size()];
            this.slopes = new double[jacobian.entries()];
            this.gradient = new double[3 * basis.width()];
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
                jacobian.evaluate(environment.densities(), features, slopes);
                int distinct = collectMoves(neighbors, species, atoms);
                spread(out, species[i] * basis.perCentre(), columns, i, distinct, structure.volume());
            }
            return new Design(atoms, out);
        }

        // ∂A/∂(positions of the distinct neighbours, strain), transposed to one row a density.
        private int collectMoves(NeighborList neighbors, int[] species, int atoms) {
            if (slotOf.length < atoms) {
                slotOf = new int[atoms];
                atomOf = new int[atoms];
            }
            Arrays.fill(slotOf, 0, atoms, -1);
            int distinct = 0;
            for (int p = 0; p < environment.count(); p++) {
                int j = neighbors.neighbor(environment.pair(p));
                if (slotOf[j] < 0) {
                    slotOf[j] = distinct;
                    atomOf[distinct++] = j;
                }
            }
            int densities = basis.densities();
            int height = 3 * distinct + 6;
            if (moves.length < height * densities) {
                moves = new double[height * densities];
                transposed = new double[height * densities];
                row = new double[height];
            }
            Arrays.fill(moves, 0, height * densities, 0);
            for (int p = 0; p < environment.count(); p++) {
                int pair = environment.pair(p);
                int j = neighbors.neighbor(pair);
                addMoves(neighbors, p, pair, 3 * slotOf[j], 3 * distinct, species[j] * basis.width());
            }
            for (int h = 0; h < height; h++) {
                for (int a = 0; a < densities; a++) {
                    transposed[a * height + h] = moves[h * densities + a];
                }
            }
            return distinct;
        }

        private void addMoves(NeighborList neighbors, int p, int pair, int position, int strain, int at) {
            double inverse = 1 / neighbors.distance(pair);
            double[] r = {neighbors.dx(pair), neighbors.dy(pair), neighbors.dz(pair)};
            environment.gradients(p, r[0] * inverse, r[1] * inverse, r[2] * inverse, gradient);
            int width = basis.width();
            int densities = basis.densities();
            for (int k = 0; k < 3; k++) {
                add(k * width, 1, (position + k) * densities + at, width);
            }
            for (int v = 0; v < 6; v++) {
                add(COLUMN[v] * width, r[ROW[v]], (strain + v) * densities + at, width);
            }
        }

        private void add(int from, double factor, int to, int width) {
            double[] source = gradient;
            double[] target = moves;
            for (int a = 0; a < width; a++) {
                target[to + a] += factor * source[from + a];
            }
        }

        private void spread(double[] out, int firstFeature, int columns, int i, int distinct, double volume) {
            int height = 3 * distinct + 6;
            out[firstFeature * columns] += 1;
            for (int f = 0; f < jacobian.size(); f++) {
                multiplyRow(f, height);
                int at = (firstFeature + 1 + f) * columns;
                out[at] += features[f];
                for (int d = 0; d < distinct; d++) {
                    for (int k = 0; k < 3; k++) {
                        double slope = row[3 * d + k];
                        out[at + 1 + 3 * atomOf[d] + k] -= slope;
                        out[at + 1 + 3 * i + k] += slope;
                    }
                }
                for (int v = 0; v < 6; v++) {
                    out[at + columns - 6 + v] += row[3 * distinct + v] / volume;
                }
            }
        }

        private void multiplyRow(int f, int height) {
            double[] target = row;
            double[] source = transposed;
            Arrays.fill(target, 0, height, 0);
            for (int e = jacobian.rowStart(f); e < jacobian.rowStart(f + 1); e++) {
                double slope = slopes[e];
                int at = jacobian.column(e) * height;
                for (int h = 0; h < height; h++) {
                    target[h] += slope * source[at + h];
                }
            }
        }
    }
}
