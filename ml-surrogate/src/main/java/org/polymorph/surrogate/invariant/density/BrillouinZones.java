package org.polymorph.surrogate.invariant.density;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.polymorph.model.crystal.NeighborList;
import org.polymorph.model.crystal.Structure;
import org.polymorph.surrogate.invariant.PeriodicSet;

/**
 * The first zones of an atom: zone k holds the points to which this atom is the k-th nearest. Each is a union of convex cells
 * between the planes half-way to other atoms; a cell belongs to zone k where it lies beyond k − 1 of these planes.
 */
final class BrillouinZones {
    private static final int MOST_NEIGHBOURS = 50_000;

    /** By zone, from zone 1: its cells. */
    private final List<List<ConvexCell>> zones = new ArrayList<>();

    private BrillouinZones(int count) {
        for (int k = 0; k < count; k++) {
            zones.add(new ArrayList<>());
        }
    }

    /**
     * Returns the first {@code count} zones of an atom.
     *
     * @throws IllegalArgumentException if they reach over so much empty space that they would take for ever
     */
    static BrillouinZones of(Structure structure, int atom, int count) {
        double half = Math.cbrt(count * structure.volume() / structure.size()) + 0.5;
        while (true) {
            double cutoff = 2 * half * Math.sqrt(3);
            if (PeriodicSet.atomsWithin(structure, cutoff) > MOST_NEIGHBOURS) {
                throw new IllegalArgumentException(
                        "the zones of " + structure.composition() + " reach over gaps of more than " + Math.round(half)
                                + " Å between its atoms; take less empty space");
            }
            BrillouinZones zones = new BrillouinZones(count);
            zones.zones.get(0).add(ConvexCell.cube(half));
            zones.cut(structure, atom, cutoff);
            if (zones.zones.stream().flatMap(List::stream).noneMatch(ConvexCell::reachesCube)) {
                return zones;
            }
            half *= 1.4;
        }
    }

    private void cut(Structure structure, int atom, double cutoff) {
        NeighborList near = NeighborList.of(structure, cutoff);
        int[] order = IntStream.range(near.start(atom), near.start(atom + 1))
                .boxed()
                .sorted(Comparator.comparingDouble(near::distance))
                .mapToInt(Integer::intValue)
                .toArray();
        for (int p : order) {
            double length = near.distance(p);
            if (length / 2 >= radius()) {
                return; // this plane and all that follow pass everything by
            }
            double[] normal = {near.dx(p) / length, near.dy(p) / length, near.dz(p) / length};
            split(normal, length / 2);
        }
    }

    private double radius() {
        double radius = 0;
        for (List<ConvexCell> zone : zones) {
            for (ConvexCell cell : zone) {
                radius = Math.max(radius, cell.radius());
            }
        }
        return radius;
    }

    // the last zone first, so that what moves outwards is not cut again
    private void split(double[] normal, double offset) {
        for (int k = zones.size() - 1; k >= 0; k--) {
            List<ConvexCell> stays = new ArrayList<>();
            for (ConvexCell cell : zones.get(k)) {
                ConvexCell below = cell.radius() <= offset ? cell : cell.below(normal, offset);
                if (below == cell) {
                    stays.add(cell);
                    continue;
                }
                if (!below.isEmpty()) {
                    stays.add(below);
                }
                if (k + 1 < zones.size()) {
                    ConvexCell above = cell.above(normal, offset);
                    if (!above.isEmpty()) {
                        zones.get(k + 1).add(above);
                    }
                }
            }
            zones.set(k, stays);
        }
    }

    /** Returns the volume of a zone, counted from 0, within a ball around the atom. */
    double volumeWithin(int zone, double radius) {
        double volume = 0;
        for (ConvexCell cell : zones.get(zone)) {
            volume += cell.volumeWithin(radius);
        }
        return volume;
    }
}
