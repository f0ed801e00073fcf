package org.polymorph.surrogate.dynamics;

import org.polymorph.model.crystal.Structure;
import org.polymorph.model.crystal.VerletLists;
import org.polymorph.model.spi.Calculator;
import org.polymorph.surrogate.linear.SymmetricEigenvectors;

/**
 * The normal modes of a cell's atoms at the Γ point, the softest first: eigenvectors of the mass-weighted matrix of second
 * derivatives, taken from forces by central differences. The three translations of the whole are left out. Immutable.
 */
public final class SoftModes {
    /** Å; the error of a central difference goes with its square. */
    private static final double STEP = 0.01;

    private final int size;
    private final double[] masses;
    private final SymmetricEigenvectors modes;

    /** Computes the modes by 6 evaluations an atom. */
    public SoftModes(Structure structure, Calculator calculator) {
        this.size = 3 * structure.size();
        this.masses = new double[structure.size()];
        for (int i = 0; i < masses.length; i++) {
            masses[i] = structure.species(i).mass();
        }
        double[] matrix = hessian(structure, calculator);
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                matrix[i * size + j] /= Math.sqrt(masses[i / 3] * masses[j / 3]);
            }
        }
        liftTranslations(matrix);
        this.modes = new SymmetricEigenvectors(size, matrix);
    }

    /** Returns the 3N × 3N second derivatives of the energy in eV/Å², row-major and symmetric. */
    static double[] hessian(Structure structure, Calculator calculator) {
        VerletLists neighbors = new VerletLists();
        int size = 3 * structure.size();
        double[] at = structure.cartesian();
        double[] hessian = new double[size * size];
        for (int i = 0; i < size; i++) {
            double kept = at[i];
            at[i] = kept + STEP;
            double[] up = forces(structure, at, calculator, neighbors);
            at[i] = kept - STEP;
            double[] down = forces(structure, at, calculator, neighbors);
            at[i] = kept;
            for (int j = 0; j < size; j++) {
                double second = (down[j] - up[j]) / (2 * STEP);
                hessian[i * size + j] += second / 2;
                hessian[j * size + i] += second / 2;
            }
        }
        return hessian;
    }

    private static double[] forces(Structure like, double[] at, Calculator calculator, VerletLists neighbors) {
        return calculator
                .evaluate(Structure.ofCartesian(like.lattice(), like.species(), at), neighbors)
                .forces();
    }

    // a multiple of the projector on the translations brings them above all other eigenvalues
    private void liftTranslations(double[] matrix) {
        double bound = 0;
        for (int i = 0; i < size; i++) {
            double row = 0;
            for (int j = 0; j < size; j++) {
                row += Math.abs(matrix[i * size + j]);
            }
            bound = Math.max(bound, row);
        }
        double total = 0;
        for (double mass : masses) {
            total += mass;
        }
        for (int i = 0; i < size; i++) {
            for (int j = i % 3; j < size; j += 3) {
                matrix[i * size + j] += 3 * bound * Math.sqrt(masses[i / 3] * masses[j / 3]) / total;
            }
        }
    }

    /** Returns the number of modes: 3N − 3. */
    public int count() {
        return size - 3;
    }

    /** Returns the eigenvalue of mode k, the softest being number 0, in eV/(Å²·u): negative where the energy falls. */
    public double value(int k) {
        return modes.value(size - 1 - k);
    }

    /** Returns how the atoms move in mode k: N×3, the atom that moves most by 1. */
    public double[] displacement(int k) {
        double[] moves = new double[size];
        double longest = 0;
        for (int i = 0; i < masses.length; i++) {
            double square = 0;
            for (int c = 0; c < 3; c++) {
                double move = modes.component(size - 1 - k, 3 * i + c) / Math.sqrt(masses[i]);
                moves[3 * i + c] = move;
                square += move * move;
            }
            longest = Math.max(longest, Math.sqrt(square));
        }
        for (int i = 0; i < size; i++) {
            moves[i] /= longest;
        }
        return moves;
    }
}
