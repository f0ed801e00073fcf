package org.polymorph.surrogate.invariant.field;

import org.polymorph.model.crystal.NeighborList;
import org.polymorph.model.crystal.Structure;

/**
 * The radial distribution function g(r): the density of atoms at the distance r from an atom over the mean density, averaged
 * over the atoms; each pair spread by a Gaussian, so that it changes smoothly with the crystal.
 */
public final class RadialDistribution {
    /** Standard deviations after which a Gaussian has ended. */
    private static final double TAIL = 6;

    private RadialDistribution() {}

    /**
     * Returns g at {@code points} distances from {@code cutoff/points} to {@code cutoff}.
     *
     * @param cutoff largest distance in Å
     * @param spread standard deviation of the Gaussians in Å
     * @throws IllegalArgumentException if a number is not above zero
     */
    public static double[] of(Structure structure, double cutoff, int points, double spread) {
        if (!(cutoff > 0 && Double.isFinite(cutoff) && spread > 0 && Double.isFinite(spread)) || points < 1) {
            throw new IllegalArgumentException("expected a cutoff, points and a spread above zero, found " + cutoff
                    + ", " + points + " and " + spread);
        }
        double[] g = new double[points];
        double step = cutoff / points;
        NeighborList near = NeighborList.of(structure, cutoff + TAIL * spread);
        for (int p = 0; p < near.pairs(); p++) {
            double r = near.distance(p);
            int first = Math.max(0, (int) Math.ceil((r - TAIL * spread) / step) - 1);
            int last = Math.min(points - 1, (int) Math.floor((r + TAIL * spread) / step) - 1);
            for (int at = first; at <= last; at++) {
                double x = ((at + 1) * step - r) / spread;
                g[at] += Math.exp(-x * x / 2);
            }
        }
        double density = structure.size() / structure.volume();
        for (int at = 0; at < points; at++) {
            double r = (at + 1) * step;
            double shell = 4 * Math.PI * r * r * density * structure.size();
            g[at] /= shell * spread * Math.sqrt(2 * Math.PI);
        }
        return g;
    }
}
