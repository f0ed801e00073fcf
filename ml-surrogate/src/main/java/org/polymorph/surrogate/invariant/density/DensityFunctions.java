package org.polymorph.surrogate.invariant.density;

import org.polymorph.surrogate.invariant.PeriodicSet;

/**
 * The density functions: ψ_k(t) is the part of space that lies within exactly k of the balls of radius t around the atoms.
 * Edelsbrunner, Heiss, Kurlin, Smith, Wintraecken 2021, doi 10.4230/LIPIcs.SoCG.2021.32. Exact up to rounding: a point is in
 * at least k balls where the atom that is its k-th nearest is within t, so that the part of space in at least k balls is the
 * volume of the k-th zones of all atoms within their balls (theorem 6.1 there), and zones are polyhedra.
 */
public final class DensityFunctions {
    private DensityFunctions() {}

    /**
     * Returns one row for each k from 0 to {@code most}, with one value for each radius.
     *
     * @param radii t in Å, not negative
     * @throws IllegalArgumentException if two atoms are at the same place, most is below 0 or a radius is negative
     */
    public static double[][] of(PeriodicSet set, int most, double[] radii) {
        if (most < 0) {
            throw new IllegalArgumentException("expected functions up to a number of at least 0, found " + most);
        }
        for (double radius : radii) {
            if (!(radius >= 0 && Double.isFinite(radius))) {
                throw new IllegalArgumentException("a radius must be zero or above, found " + radius);
            }
        }
        PeriodicSet sound = PeriodicSet.ofDistinct(set.structure());
        double[][] covered = new double[most + 1][radii.length]; // by at least k + 1 balls
        for (int atom = 0; atom < sound.size(); atom++) {
            BrillouinZones zones = BrillouinZones.of(sound.structure(), atom, most + 1);
            for (int k = 0; k <= most; k++) {
                for (int r = 0; r < radii.length; r++) {
                    covered[k][r] += zones.volumeWithin(k, radii[r]) / sound.volume();
                }
            }
        }
        double[][] functions = new double[most + 1][radii.length];
        for (int k = 0; k <= most; k++) {
            for (int r = 0; r < radii.length; r++) {
                double before = k == 0 ? 1 : covered[k - 1][r];
                functions[k][r] = Math.max(0, before - covered[k][r]);
            }
        }
        return functions;
    }
}
