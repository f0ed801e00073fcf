package org.polymorph.dft.potential;

import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.Stress;

/** Sums energy, forces and virial of one evaluation; belongs to one thread. */
final class Tally {
    final double[] forces;
    double energy;
    private double xx;
    private double yy;
    private double zz;
    private double yz;
    private double xz;
    private double xy;

    Tally(int atoms) {
        this.forces = new double[3 * atoms];
    }

    /**
     * Adds the derivative g = ∂E/∂r of the energy by the vector r from atom i to an image of atom j: −g acts on j, g on i,
     * and r⊗g is added to the virial ∂E/∂ε.
     */
    void bond(int i, int j, double rx, double ry, double rz, double gx, double gy, double gz) {
        forces[3 * i] += gx;
        forces[3 * i + 1] += gy;
        forces[3 * i + 2] += gz;
        forces[3 * j] -= gx;
        forces[3 * j + 1] -= gy;
        forces[3 * j + 2] -= gz;
        xx += rx * gx;
        yy += ry * gy;
        zz += rz * gz;
        yz += 0.5 * (ry * gz + rz * gy);
        xz += 0.5 * (rx * gz + rz * gx);
        xy += 0.5 * (rx * gy + ry * gx);
    }

    /** Adds a pair energy's derivative, given as (dE/dr)/r. */
    void pair(int i, int j, double rx, double ry, double rz, double slopeOverR) {
        bond(i, j, rx, ry, rz, slopeOverR * rx, slopeOverR * ry, slopeOverR * rz);
    }

    /** Adds to the virial ∂E/∂ε in eV. */
    void virial(double dxx, double dyy, double dzz, double dyz, double dxz, double dxy) {
        xx += dxx;
        yy += dyy;
        zz += dzz;
        yz += dyz;
        xz += dxz;
        xy += dxy;
    }

    Evaluation toEvaluation(double volume) {
        Stress stress = new Stress(xx / volume, yy / volume, zz / volume, yz / volume, xz / volume, xy / volume);
        return new Evaluation(energy, forces, stress);
    }
}
