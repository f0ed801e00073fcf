package org.polymorph.dft.potential;

import java.util.Locale;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.NeighborList;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Calculator;
import org.polymorph.model.units.Units;

/**
 * Rigid ions: Coulomb energy by Ewald's summation and an {@link IonicPair} for each two kinds of ions, with a repulsive
 * wall near the nucleus. The short-range part is cut, not shifted; within 0.1 Å on both sides of the cutoff it is faded out
 * by a polynomial with two continuous derivatives, so that no atom that crosses it makes the energy jump. Immutable and
 * thread-safe.
 */
final class IonicPotential implements Calculator {
    private static final double FADE = 0.1;
    private static final int NUMBERS = 7; // A, 1/ρ, C, D, and the wall's radius, height, steepness less Coulomb

    private final String name;
    private final KnownElements known;
    private final double[] charges;
    private final double[] table;
    private final double cutoff;

    /**
     * Makes a potential.
     *
     * @param charges of the known elements, in e
     * @param pairs of all elements with all elements, symmetric
     * @param cutoff of the short-range part in Å
     * @throws IllegalArgumentException if two kinds of ions attract each other at every distance
     */
    IonicPotential(String name, KnownElements known, double[] charges, IonicPair[][] pairs, double cutoff) {
        this.name = name;
        this.known = known;
        this.charges = charges.clone();
        this.cutoff = cutoff;
        int types = charges.length;
        this.table = new double[NUMBERS * types * types];
        for (int i = 0; i < types; i++) {
            for (int j = 0; j < types; j++) {
                IonicPair pair = pairs[i][j];
                String label = known.elements().get(i) + "-" + known.elements().get(j);
                double product = charges[i] * charges[j];
                IonicPair.Wall wall = pair.wall(product)
                        .orElseThrow(() -> new IllegalArgumentException("the ions " + label
                                + " attract each other at every distance: expected a repulsion, A and rho, found "
                                + pair));
                double[] numbers = {
                    pair.a(),
                    1 / pair.rho(),
                    pair.c(),
                    pair.d(),
                    wall.radius(),
                    wall.height(),
                    wall.steepness() - Units.COULOMB * product
                };
                System.arraycopy(numbers, 0, table, NUMBERS * (i * types + j), NUMBERS);
            }
        }
    }

    @Override
    public Evaluation evaluate(Structure structure) {
        int[] types = known.typesOf(structure);
        double[] q = neutralCharges(structure, types);
        Ewald ewald = new Ewald(structure, q, Ewald.cheapestSplitting(structure.size(), structure.volume()));
        NeighborList list = NeighborList.of(structure, Math.max(cutoff + FADE, ewald.realCutoff()));
        Tally tally = new Tally(structure.size());
        for (int i = 0; i < types.length; i++) {
            for (int n = list.start(i); n < list.start(i + 1); n++) {
                int j = list.neighbor(n);
                if (j < i) {
                    continue; // seen from the other end
                }
                double r = list.distance(n);
                double weight = j == i ? 0.5 : 1; // a self-image is listed in both directions
                ewald.real(r);
                double charge = q[i] * q[j];
                tally.energy += weight * charge * ewald.realEnergy();
                double slopeOverR = charge * ewald.realSlopeOverR();
                if (r < cutoff + FADE) {
                    slopeOverR += shortRange(NUMBERS * (types[i] * charges.length + types[j]), r, weight, tally);
                }
                tally.pair(i, j, list.dx(n), list.dy(n), list.dz(n), weight * slopeOverR);
            }
        }
        ewald.addReciprocal(tally);
        return tally.toEvaluation(structure.volume());
    }

    private double[] neutralCharges(Structure structure, int[] types) {
        double[] q = new double[types.length];
        double sum = 0;
        double size = 0;
        for (int i = 0; i < q.length; i++) {
            q[i] = charges[types[i]];
            sum += q[i];
            size += Math.abs(q[i]);
        }
        if (Math.abs(sum) > 1e-9 * size) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "the potential %s needs a neutral cell, found %s with a charge of %+.4f e",
                    name,
                    structure.composition(),
                    sum));
        }
        return q;
    }

    /** Adds the energy of one pair and returns its derivative by r, divided by r. */
    private double shortRange(int at, double r, double weight, Tally tally) {
        double energy;
        double slope;
        if (r < table[at + 4]) {
            energy = table[at + 5] + table[at + 6] / r;
            slope = -table[at + 6] / (r * r);
        } else {
            double inverse = 1 / r;
            double inverse2 = inverse * inverse;
            double inverse6 = inverse2 * inverse2 * inverse2;
            double repulsion = table[at] == 0 ? 0 : table[at] * Math.exp(-r * table[at + 1]);
            double six = table[at + 2];
            double eight = table[at + 3] * inverse2;
            energy = repulsion - inverse6 * (six + eight);
            slope = -repulsion * table[at + 1] + inverse6 * (6 * six + 8 * eight) * inverse;
        }
        if (r > cutoff - FADE) {
            double t = (r - cutoff + FADE) / (2 * FADE);
            double fade = 1 - t * t * t * (10 - 15 * t + 6 * t * t);
            double fadeSlope = -30 * t * t * (1 - t) * (1 - t) / (2 * FADE);
            slope = slope * fade + energy * fadeSlope;
            energy *= fade;
        }
        tally.energy += weight * energy;
        return slope / r;
    }
}
