package org.polymorph.surrogate.invariant.isoset;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.polymorph.model.crystal.Structure;
import org.polymorph.surrogate.invariant.EarthMover;
import org.polymorph.surrogate.invariant.PeriodicSet;

/**
 * The isoset of a crystal: the clusters of all atoms up to a radius, those that an isometry maps on each other taken
 * together, each class with the part of the atoms that are in it. At a stable radius it is complete: two crystals are isometric
 * if and only if their isosets are the same. Anosova, Kurlin 2021, doi 10.1007/978-3-030-76657-3_16, definition 7 and theorem
 * 9. Immutable and thread-safe.
 */
public final class Isoset {
    /** Clusters nearer than this, in Å, are one: what the digits of a file leave of a symmetry. */
    private static final double SAME = 1e-3;

    private final PeriodicSet set;
    private final boolean typed;
    private final boolean mirrors;
    private final double radius;
    private final List<AtomCluster> classes;
    private final long[] counts;
    /** The first atom of each class. */
    private final int[] atoms;

    private Isoset(PeriodicSet set, boolean typed, boolean mirrors, double radius) {
        this.set = set;
        this.typed = typed;
        this.mirrors = mirrors;
        this.radius = radius;
        this.classes = new ArrayList<>();
        List<AtomCluster> clusters = AtomCluster.of(set.structure(), radius, typed);
        int[] first = new int[clusters.size()];
        long[] members = new long[clusters.size()];
        for (int i = 0; i < clusters.size(); i++) {
            int found = 0;
            while (found < classes.size()
                    && ClusterAlignment.find(classes.get(found), clusters.get(i), mirrors, SAME)
                            .isEmpty()) {
                found++;
            }
            if (found == classes.size()) {
                first[found] = i;
                classes.add(clusters.get(i));
            }
            members[found]++;
        }
        this.atoms = Arrays.copyOf(first, classes.size());
        this.counts = Arrays.copyOf(members, classes.size());
    }

    /**
     * Returns the isoset at a stable radius.
     *
     * @param typed whether elements are told apart
     * @param mirrors whether mirror images are one and the same crystal
     * @throws IllegalArgumentException if two atoms are at the same place
     */
    public static Isoset of(Structure structure, boolean typed, boolean mirrors) {
        PeriodicSet set = PeriodicSet.ofDistinct(structure);
        return new Isoset(set, typed, mirrors, StableRadius.of(set.structure(), typed, mirrors));
    }

    /** Returns the isoset of the same crystal at another radius. */
    public Isoset at(double otherRadius) {
        if (!(otherRadius > 0 && Double.isFinite(otherRadius))) {
            throw new IllegalArgumentException("a radius must be above zero, found " + otherRadius);
        }
        return otherRadius == radius ? this : new Isoset(set, typed, mirrors, otherRadius);
    }

    /** Returns the radius of the clusters in Å. */
    public double radius() {
        return radius;
    }

    /** Returns the number of classes. */
    public int size() {
        return classes.size();
    }

    /** Returns the part of the atoms that are in a class. */
    public double weight(int index) {
        return (double) counts[index] / set.size();
    }

    /** Returns the number, from 0, of the first atom of a class, in the order of the structure. */
    public int atom(int index) {
        return atoms[index];
    }

    /**
     * Returns the earth mover's distance, in Å, with the boundary-tolerant distance between classes, both at the larger of the
     * two stable radii. Zero (within rounding) for isometric crystals and continuous: where every atom moves by at most ε it
     * is at most 2ε as far as the best turns are found, which see {@link ClusterAlignment}. Infinity where elements are told
     * apart and the compositions differ.
     *
     * @throws IllegalArgumentException if one tells elements or mirror images apart and the other does not
     */
    public double distance(Isoset other) {
        if (typed != other.typed || mirrors != other.mirrors) {
            throw new IllegalArgumentException("expected two isosets that tell the same things apart");
        }
        double common = Math.max(radius, other.radius);
        return at(common).distanceAtSameRadius(other.at(common), Optional.empty());
    }

    /**
     * Returns whether the distance is at most {@code limit}. Sooner known than the distance: one turn for all atoms often shows
     * it.
     */
    public boolean within(Isoset other, double limit) {
        double common = Math.max(radius, other.radius);
        Isoset ours = at(common);
        Isoset theirs = other.at(common);
        for (AtomCluster cluster : theirs.classes) {
            Optional<Alignment> turn = ClusterAlignment.find(ours.classes.get(0), cluster, mirrors, 2 * limit);
            if (turn.isPresent() && ours.distanceAtSameRadius(theirs, turn.map(Alignment::rotation)) <= limit) {
                return true;
            }
        }
        return distance(other) <= limit;
    }

    private double distanceAtSameRadius(Isoset other, Optional<Orthogonal> turn) {
        double[] costs = new double[classes.size() * other.classes.size()];
        for (int i = 0; i < classes.size(); i++) {
            for (int j = 0; j < other.classes.size(); j++) {
                costs[i * other.classes.size() + j] = cost(classes.get(i), other.classes.get(j), turn);
            }
        }
        double sum = 0;
        for (int kind : classes.stream().mapToInt(AtomCluster::kind).distinct().toArray()) {
            double part = distanceOfKind(other, kind, costs);
            sum += part;
        }
        boolean more = other.classes.stream()
                .anyMatch(theirs -> classes.stream().noneMatch(ours -> ours.kind() == theirs.kind()));
        return more ? Double.POSITIVE_INFINITY : sum;
    }

    private double cost(AtomCluster ours, AtomCluster theirs, Optional<Orthogonal> turn) {
        if (ours.kind() != theirs.kind()) {
            return radius;
        }
        if (turn.isPresent()) {
            return Math.min(radius, ClusterAlignment.distance(ours, theirs, turn.get(), radius));
        }
        return ClusterAlignment.find(ours, theirs, mirrors, radius)
                .map(Alignment::distance)
                .orElse(radius);
    }

    private double distanceOfKind(Isoset other, int kind, double[] costs) {
        int[] rows = classesOf(kind);
        int[] columns = other.classesOf(kind);
        long[] supply =
                Arrays.stream(rows).mapToLong(i -> counts[i] * other.set.size()).toArray();
        long[] demand = Arrays.stream(columns)
                .mapToLong(j -> other.counts[j] * set.size())
                .toArray();
        if (Arrays.stream(supply).sum() != Arrays.stream(demand).sum()) {
            return Double.POSITIVE_INFINITY;
        }
        double[] chosen = new double[rows.length * columns.length];
        for (int p = 0; p < chosen.length; p++) {
            chosen[p] = costs[rows[p / columns.length] * other.classes.size() + columns[p % columns.length]];
        }
        return EarthMover.leastCost(supply, demand, chosen) / ((double) set.size() * other.set.size());
    }

    private int[] classesOf(int kind) {
        int[] found = new int[classes.size()];
        int count = 0;
        for (int i = 0; i < found.length; i++) {
            if (classes.get(i).kind() == kind) {
                found[count++] = i;
            }
        }
        return Arrays.copyOf(found, count);
    }
}
