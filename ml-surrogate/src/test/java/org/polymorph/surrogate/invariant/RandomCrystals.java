package org.polymorph.surrogate.invariant;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;

/** Random crystals, and the same crystals written down in another way. */
public final class RandomCrystals {
    private static final Element[] ELEMENTS = {Element.O, Element.Al, Element.Si};

    private RandomCrystals() {}

    /** Returns a crystal of so many atoms of up to three elements, some 15 Å³ an atom, in a moderately skewed cell. */
    public static Structure crystal(SplittableRandom random, int atoms) {
        double edge = Math.cbrt(15.0 * atoms);
        double[] rows = new double[9];
        for (int p = 0; p < 9; p++) {
            rows[p] = (p % 4 == 0 ? edge * random.nextDouble(0.7, 1.4) : 0) + edge * random.nextDouble(-0.3, 0.3);
        }
        List<Element> species = new ArrayList<>();
        for (int i = 0; i < atoms; i++) {
            species.add(ELEMENTS[random.nextInt(ELEMENTS.length)]);
        }
        return Structure.of(
                Lattice.of(rows), species, random.doubles(3L * atoms).toArray());
    }

    /** Returns a rotation matrix, uniformly distributed. */
    public static double[] rotation(SplittableRandom random) {
        double[] q = new double[4];
        double norm = 0;
        for (int p = 0; p < 4; p++) {
            q[p] = random.doubles(12).sum() - 6;
            norm += q[p] * q[p];
        }
        for (int p = 0; p < 4; p++) {
            q[p] /= Math.sqrt(norm);
        }
        double w = q[0];
        double x = q[1];
        double y = q[2];
        double z = q[3];
        return new double[] {
            1 - 2 * (y * y + z * z),
            2 * (x * y - z * w),
            2 * (x * z + y * w),
            2 * (x * y + z * w),
            1 - 2 * (x * x + z * z),
            2 * (y * z - x * w),
            2 * (x * z - y * w),
            2 * (y * z + x * w),
            1 - 2 * (x * x + y * y)
        };
    }

    /** Returns the same crystal turned, in a supercell, with another cell, order of atoms and origin. */
    public static Structure disguised(Structure crystal, SplittableRandom random) {
        Structure other = crystal.rotated(rotation(random))
                .supercell(1 + random.nextInt(2), 1 + random.nextInt(2), 1 + random.nextInt(3));
        return permuted(shifted(recelled(other, random), random), random);
    }

    /** Returns the same crystal in a cell of the same volume whose vectors are other combinations of the old ones. */
    public static Structure recelled(Structure crystal, SplittableRandom random) {
        double[] rows = crystal.lattice().toArray();
        for (int step = 0; step < 4; step++) {
            int to = random.nextInt(3);
            int from = (to + 1 + random.nextInt(2)) % 3;
            int times = random.nextInt(-2, 3);
            for (int c = 0; c < 3; c++) {
                rows[3 * to + c] += times * rows[3 * from + c];
            }
        }
        return Structure.ofCartesian(Lattice.of(rows), crystal.species(), crystal.cartesian());
    }

    /** Returns the same crystal with another origin, each atom in another cell. */
    public static Structure shifted(Structure crystal, SplittableRandom random) {
        double[] x = crystal.fractional();
        double[] origin = random.doubles(3).toArray();
        for (int p = 0; p < x.length; p++) {
            x[p] += origin[p % 3] + random.nextInt(-2, 3);
        }
        return crystal.withFractional(x);
    }

    private static Structure permuted(Structure crystal, SplittableRandom random) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < crystal.size(); i++) {
            order.add(i);
        }
        for (int i = order.size() - 1; i > 0; i--) {
            Collections.swap(order, i, random.nextInt(i + 1));
        }
        return Structure.ofSites(
                crystal.lattice(), order.stream().map(crystal.sites()::get).toList());
    }

    /** Returns the crystal with every atom moved by exactly {@code length} Å in a direction of its own. */
    public static Structure rattled(Structure crystal, double length, SplittableRandom random) {
        double[] x = crystal.cartesian();
        for (int i = 0; i < crystal.size(); i++) {
            double[] direction = rotation(random);
            for (int c = 0; c < 3; c++) {
                x[3 * i + c] += length * direction[c];
            }
        }
        return Structure.ofCartesian(crystal.lattice(), crystal.species(), x);
    }
}
