package org.polymorph.dft.potential;

import java.util.Optional;
import org.polymorph.model.units.Units;

/**
 * The interaction of two ions without its long range: φ(r) = A·exp(−r/ρ) − C/r⁶ − D/r⁸, D = 0 for Buckingham's form.
 *
 * @param a in eV
 * @param rho in Å
 * @param c in eV·Å⁶
 * @param d in eV·Å⁸
 */
record IonicPair(double a, double rho, double c, double d) {
    static final IonicPair NONE = new IonicPair(0, 1, 0, 0);

    private static final double FIRST = 0.02;
    private static final double STEP = 0.002;
    private static final double LAST = 6;

    /**
     * The repulsive wall within a radius. Near the nucleus −C/r⁶ (and, for opposite charges, the Coulomb energy) would
     * swallow the ions. There the whole pair energy U(r) = φ(r) + K·q₁q₂/r goes on as height + steepness/r instead, from the
     * innermost radius at which U falls at least as steeply as 1/r does, that is −r·U″/U′ ≥ 2; value, slope and curvature
     * are continuous.
     *
     * @param radius in Å, 0 where no wall is needed
     */
    record Wall(double radius, double height, double steepness) {}

    double energy(double r) {
        double inverse2 = 1 / (r * r);
        double inverse6 = inverse2 * inverse2 * inverse2;
        return a * Math.exp(-r / rho) - inverse6 * (c + d * inverse2);
    }

    double slope(double r) {
        double inverse2 = 1 / (r * r);
        double inverse6 = inverse2 * inverse2 * inverse2;
        return -a / rho * Math.exp(-r / rho) + inverse6 * (6 * c + 8 * d * inverse2) / r;
    }

    private double curvature(double r) {
        double inverse2 = 1 / (r * r);
        double inverse8 = inverse2 * inverse2 * inverse2 * inverse2;
        return a / (rho * rho) * Math.exp(-r / rho) - inverse8 * (42 * c + 72 * d * inverse2);
    }

    /**
     * Finds the wall.
     *
     * @param chargeProduct q₁q₂ in e²
     * @return nothing if the ions attract each other at every distance
     */
    Optional<Wall> wall(double chargeProduct) {
        if (a == 0 && c == 0 && d == 0 && chargeProduct >= 0) {
            return Optional.of(new Wall(0, 0, 0));
        }
        double coulomb = Units.COULOMB * chargeProduct;
        double inner = 0;
        double outer = FIRST;
        while (!isSteep(outer, coulomb)) {
            inner = outer;
            outer += STEP;
            if (outer > LAST) {
                return Optional.empty();
            }
        }
        for (int i = 0; i < 60 && inner > 0; i++) {
            double middle = 0.5 * (inner + outer);
            if (isSteep(middle, coulomb)) {
                outer = middle;
            } else {
                inner = middle;
            }
        }
        double steepness = -(slope(outer) - coulomb / (outer * outer)) * outer * outer;
        double height = energy(outer) + (coulomb - steepness) / outer;
        return Optional.of(new Wall(outer, height, steepness));
    }

    private boolean isSteep(double r, double coulomb) {
        double slope = slope(r) - coulomb / (r * r);
        double curvature = curvature(r) + 2 * coulomb / (r * r * r);
        return slope < 0 && r * curvature >= -2 * slope;
    }
}
