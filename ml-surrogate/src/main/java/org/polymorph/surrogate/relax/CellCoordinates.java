package org.polymorph.surrogate.relax;

import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;

/**
 * Positions and cell of a crystal as one vector of lengths in Å, for an optimizer that knows nothing of crystals.
 *
 * <p>A reference cell A₀ is deformed by F = exp(U) with U symmetric, so that the cell cannot turn: A = A₀·F, r = x·F. The
 * vector holds x (3N, positions in the reference cell) and s·U (nine numbers). The scale s = √N·v^⅓ (v: volume per atom)
 * makes cell and positions about equally stiff whatever the number of atoms. As in the exponential cell filter of ASE
 * (Larsen et al. 2017, doi 10.1088/1361-648X/aa680e), but with the exact derivative: in the basis of the eigenvectors of U,
 * ∂H/∂U_ij = V·(σ + p·1)_ij · sinh(λi − λj)/(λi − λj). Immutable.
 */
final class CellCoordinates {
    private final Structure reference;
    private final double pressure;
    private final boolean fixedCell;
    private final double scale;
    private final int positions;

    CellCoordinates(Structure reference, double pressure, boolean fixedCell) {
        this.reference = reference;
        this.pressure = pressure;
        this.fixedCell = fixedCell;
        this.positions = 3 * reference.size();
        this.scale = Math.sqrt(reference.size()) * Math.cbrt(reference.volume() / reference.size());
    }

    /** Returns the vector of the reference itself. */
    double[] start() {
        double[] x = new double[fixedCell ? positions : positions + 9];
        System.arraycopy(reference.cartesian(), 0, x, 0, positions);
        return x;
    }

    /**
     * Returns the structure of a vector.
     *
     * @throws IllegalArgumentException if its cell has no volume or a number is not finite
     */
    Structure structure(double[] x) {
        double[] cartesian = java.util.Arrays.copyOf(x, positions);
        Structure moved = reference.withFractional(reference.lattice().toFractional(cartesian));
        if (fixedCell) {
            return moved;
        }
        SymmetricEigen u = strain(x);
        double[] diagonal = new double[9];
        for (int i = 0; i < 3; i++) {
            diagonal[4 * i] = Math.exp(u.values[i]);
        }
        Lattice lattice = reference.lattice().transformed(u.toLab(diagonal));
        return moved.withLattice(lattice);
    }

    /** Returns the enthalpy in eV. */
    double enthalpy(Structure structure, Evaluation evaluation) {
        return evaluation.energy() + pressure * structure.volume();
    }

    /** Returns the gradient of the enthalpy at a vector, in eV/Å. */
    double[] gradient(double[] x, Structure structure, Evaluation evaluation) {
        double[] forces = evaluation.forces();
        double[] gradient = new double[x.length];
        if (fixedCell) {
            for (int i = 0; i < positions; i++) {
                gradient[i] = -forces[i];
            }
            return gradient;
        }
        SymmetricEigen u = strain(x);
        double[] diagonal = new double[9];
        for (int i = 0; i < 3; i++) {
            diagonal[4 * i] = Math.exp(u.values[i]);
        }
        double[] f = u.toLab(diagonal);
        for (int i = 0; i < positions; i += 3) {
            for (int k = 0; k < 3; k++) {
                gradient[i + k] = -(forces[i] * f[k] + forces[i + 1] * f[3 + k] + forces[i + 2] * f[6 + k]);
            }
        }
        double[] sigma = evaluation.stress().toMatrix();
        for (int i = 0; i < 3; i++) {
            sigma[4 * i] += pressure;
        }
        double[] g = u.toEigenbasis(sigma);
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                double d = u.values[i] - u.values[j];
                g[3 * i + j] *= structure.volume() / scale * (Math.abs(d) < 1e-4 ? 1 + d * d / 6 : Math.sinh(d) / d);
            }
        }
        System.arraycopy(u.toLab(g), 0, gradient, positions, 9);
        return gradient;
    }

    private SymmetricEigen strain(double[] x) {
        double[] u = new double[9];
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                u[3 * i + j] = (x[positions + 3 * i + j] + x[positions + 3 * j + i]) / (2 * scale);
            }
        }
        return new SymmetricEigen(u);
    }
}
