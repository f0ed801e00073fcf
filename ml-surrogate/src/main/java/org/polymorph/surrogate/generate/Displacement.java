package org.polymorph.surrogate.generate;

import java.util.SplittableRandom;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Seed;

/**
 * A random move of every atom, to sample around minima: direction uniform on the sphere, length uniform between zero and an
 * amplitude that shrinks from round to round, so that no direction and no sign is preferred; with it, where asked for, a
 * small symmetric strain of either sign. Minimum distances are kept, or where the given structure breaks them already, not
 * made worse. Immutable.
 *
 * @param start longest move in round 0, Å
 * @param factor by which amplitude and strain shrink from round to round
 * @param strain largest component of the strain in round 0; 0 leaves the cell as it is
 */
public record Displacement(double start, double factor, double strain) {
    private static final int DRAWS = 20;

    public Displacement {
        if (!(start >= 0 && factor >= 0 && strain >= 0 && strain < 0.5)) {
            throw new IllegalArgumentException(
                    "a displacement needs a start and factor of at least 0 and a strain below" + " 0.5, found " + start
                            + ", " + factor + ", " + strain);
        }
    }

    /** Makes a displacement of the positions only. */
    public static Displacement ofPositions(double start, double factor) {
        return new Displacement(start, factor, 0);
    }

    /** Returns the longest move in a round, in Å. */
    public double amplitude(int round) {
        return start * Math.pow(factor, round);
    }

    /** Returns a moved copy; the same seed gives the same one. An atom that finds no room within some draws stays. */
    public Structure apply(Structure structure, int round, MinimumDistances distances, Seed seed) {
        SplittableRandom random = seed.random();
        double[] limits = RandomFilling.limits(distances, structure.species());
        Structure strained = strained(structure, round, limits, random);
        Placement placement = new Placement(strained, limits);
        placement.relaxLimits();
        double amplitude = amplitude(round);
        for (int i = 0; i < structure.size(); i++) {
            placement.move(i, amplitude, random);
        }
        return strained.withFractional(placement.fractional);
    }

    private Structure strained(Structure structure, int round, double[] limits, SplittableRandom random) {
        double size = strain * Math.pow(factor, round);
        if (!(size > 0)) {
            return structure;
        }
        double[] before = limits.clone();
        new Placement(structure, before).relaxLimits();
        for (int draw = 0; draw < DRAWS; draw++) {
            double xx = size * (2 * random.nextDouble() - 1);
            double yy = size * (2 * random.nextDouble() - 1);
            double zz = size * (2 * random.nextDouble() - 1);
            double yz = size * (2 * random.nextDouble() - 1);
            double xz = size * (2 * random.nextDouble() - 1);
            double xy = size * (2 * random.nextDouble() - 1);
            Structure strained = structure.strained(new double[] {xx, xy, xz, xy, yy, yz, xz, yz, zz});
            if (new Placement(strained, before).isFree()) {
                return strained;
            }
        }
        return structure;
    }

    /** Positions in a cell with the least distances of their atoms. */
    private static final class Placement {
        private final double[] fractional;
        private final double[] inverse;
        private final double[] limits;
        private final PeriodicImages images;
        private final int n;

        Placement(Structure structure, double[] limits) {
            this.fractional = structure.fractional();
            this.inverse = structure.lattice().inverseArray();
            this.images = new PeriodicImages(structure.lattice());
            this.limits = limits;
            this.n = structure.size();
        }

        /** Lowers each limit to the distance that there is. */
        void relaxLimits() {
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    limits[n * i + j] = Math.min(limits[n * i + j], distance(i, j));
                }
            }
        }

        boolean isFree() {
            for (int i = 0; i < n; i++) {
                if (!isFree(i)) {
                    return false;
                }
            }
            return true;
        }

        private boolean isFree(int i) {
            for (int j = 0; j < n; j++) {
                if (distance(i, j) < limits[n * i + j]) {
                    return false;
                }
            }
            return true;
        }

        private double distance(int i, int j) {
            return images.nearest(
                    fractional[3 * j] - fractional[3 * i],
                    fractional[3 * j + 1] - fractional[3 * i + 1],
                    fractional[3 * j + 2] - fractional[3 * i + 2],
                    limits[n * i + j],
                    i == j);
        }

        void move(int i, double amplitude, SplittableRandom random) {
            double[] from = {fractional[3 * i], fractional[3 * i + 1], fractional[3 * i + 2]};
            for (int draw = 0; draw < DRAWS; draw++) {
                double z = 2 * random.nextDouble() - 1;
                double phi = 2 * Math.PI * random.nextDouble();
                double length = amplitude * random.nextDouble();
                double flat = Math.sqrt(1 - z * z);
                double dx = length * flat * StrictMath.cos(phi);
                double dy = length * flat * StrictMath.sin(phi);
                double dz = length * z;
                for (int k = 0; k < 3; k++) {
                    fractional[3 * i + k] = from[k] + dx * inverse[k] + dy * inverse[3 + k] + dz * inverse[6 + k];
                }
                if (isFree(i)) {
                    return;
                }
            }
            System.arraycopy(from, 0, fractional, 3 * i, 3);
        }
    }
}
