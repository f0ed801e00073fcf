package org.polymorph.surrogate.generate;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;

/**
 * Fills a cell with atoms at random, one after the other; one that finds no room takes the best of the places tried, and
 * overlapping atoms are pushed apart at the end. What comes out keeps all distances, or nothing does. Not thread-safe.
 */
final class RandomFilling {
    private static final int PLACES = 40;
    private static final int SWEEPS = 60;
    private static final double MARGIN = 1.01;

    private final List<Element> species;
    private final double[] limits;
    private final Lattice lattice;
    private final PeriodicImages images;
    private final double[] fractional;
    private final int n;

    /** Makes an empty cell. */
    RandomFilling(Lattice lattice, List<Element> species, double[] limits) {
        this.lattice = lattice;
        this.species = species;
        this.limits = limits;
        this.n = species.size();
        this.fractional = new double[3 * n];
        this.images = new PeriodicImages(lattice);
    }

    /** Returns the N×N table of least distances for a list of atoms. */
    static double[] limits(MinimumDistances distances, List<Element> species) {
        int n = species.size();
        double[] limits = new double[n * n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                limits[n * i + j] = distances.between(species.get(i), species.get(j));
            }
        }
        return limits;
    }

    /** Fills the cell; empty, with the reason counted, if no room was found. */
    Optional<Structure> fill(SplittableRandom random, Attempts attempts) {
        for (int i = 0; i < n; i++) {
            if (images.nearest(0, 0, 0, limits[n * i + i], true) < limits[n * i + i]) {
                attempts.failed("periodic images of " + species.get(i) + " nearer than " + limits[n * i + i] + " Å");
                return Optional.empty();
            }
        }
        boolean free = true;
        for (int i = 0; i < n; i++) {
            free &= place(i, random);
        }
        for (int sweep = 0; !free && sweep < SWEEPS; sweep++) {
            free = pushApart();
        }
        Structure structure = Structure.of(lattice, species, fractional).wrapped();
        System.arraycopy(structure.fractional(), 0, fractional, 0, 3 * n);
        Optional<String> overlap = overlap();
        overlap.ifPresent(attempts::failed);
        return overlap.isPresent() ? Optional.empty() : Optional.of(structure);
    }

    private boolean place(int i, SplittableRandom random) {
        double best = -1;
        double bestX = 0;
        double bestY = 0;
        double bestZ = 0;
        for (int tried = 0; tried < PLACES; tried++) {
            fractional[3 * i] = random.nextDouble();
            fractional[3 * i + 1] = random.nextDouble();
            fractional[3 * i + 2] = random.nextDouble();
            double room = 1;
            for (int j = 0; j < i && room > best; j++) {
                room = Math.min(room, distance(i, j) / limits[n * i + j]);
            }
            if (room >= 1) {
                return true;
            }
            if (room > best) {
                best = room;
                bestX = fractional[3 * i];
                bestY = fractional[3 * i + 1];
                bestZ = fractional[3 * i + 2];
            }
        }
        fractional[3 * i] = bestX;
        fractional[3 * i + 1] = bestY;
        fractional[3 * i + 2] = bestZ;
        return false;
    }

    private double distance(int i, int j) {
        return images.nearest(
                fractional[3 * j] - fractional[3 * i],
                fractional[3 * j + 1] - fractional[3 * i + 1],
                fractional[3 * j + 2] - fractional[3 * i + 2],
                limits[n * i + j],
                false);
    }

    private boolean pushApart() {
        double[] inverse = lattice.inverseArray();
        boolean free = true;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                double distance = distance(i, j);
                double limit = limits[n * i + j];
                if (distance >= limit) {
                    continue;
                }
                free = false;
                double half = 0.5 * (MARGIN * limit - distance) / Math.max(distance, 1e-6);
                for (int k = 0; k < 3; k++) {
                    double move = 0;
                    for (int c = 0; c < 3; c++) {
                        move += half * images.vector[c] * inverse[3 * c + k];
                    }
                    fractional[3 * j + k] += move;
                    fractional[3 * i + k] -= move;
                }
            }
        }
        return free;
    }

    private Optional<String> overlap() {
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                if (distance(i, j) < limits[n * i + j]) {
                    return Optional.of(
                            species.get(j) + "-" + species.get(i) + " nearer than " + limits[n * i + j] + " Å");
                }
            }
        }
        return Optional.empty();
    }
}
