package org.polymorph.surrogate.invariant.isoset;

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
    /** Clusters further apart than so many times a limit are first taken for very far apart. */
    private static final double FAR = 4;

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
        ClusterClasses found = ClusterClasses.of(AtomCluster.of(set.structure(), radius, typed), mirrors);
        this.classes = found.representatives();
        this.counts = new long[found.size()];
        this.atoms = new int[found.size()];
        for (int i = set.size() - 1; i >= 0; i--) {
            counts[found.classOfAtom()[i]]++;
            atoms[found.classOfAtom()[i]] = i;
        }
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
        Isoset ours = at(common);
        Isoset theirs = other.at(common);
        return ours.earthMover(theirs, ours.costs(theirs, Optional.empty(), common));
    }

    /**
     * Returns whether the distance is at most {@code limit}. Sooner known than the distance: one turn for all atoms often shows
     * it, and clusters that are far apart need not be aligned to the end.
     */
    public boolean within(Isoset other, double limit) {
        double common = Math.max(radius, other.radius);
        Isoset ours = at(common);
        Isoset theirs = other.at(common);
        if (ours.withinAfterOneTurn(theirs, limit) || theirs.withinAfterOneTurn(ours, limit)) {
            return true;
        }
        double enough = Math.min(common, FAR * limit);
        double[] costs = ours.costs(theirs, Optional.empty(), enough);
        if (ours.earthMover(theirs, costs) > limit) {
            return false; // though what is far counts no more than as far as was looked
        }
        for (int p = 0; p < costs.length; p++) {
            costs[p] = costs[p] < enough ? costs[p] : common;
        }
        return ours.earthMover(theirs, costs) <= limit || distance(other) <= limit;
    }

    private boolean withinAfterOneTurn(Isoset other, double limit) {
        for (AtomCluster cluster : other.classes) {
            Optional<Alignment> turn = ClusterAlignment.find(classes.get(0), cluster, mirrors, 2 * limit);
            if (turn.isEmpty()) {
                continue;
            }
            double enough = Math.min(radius, FAR * limit);
            double[] costs = costs(other, turn.map(Alignment::rotation), enough);
            for (int p = 0; p < costs.length; p++) {
                costs[p] = costs[p] < enough ? costs[p] : radius;
            }
            if (earthMover(other, costs) <= limit) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns the turn that brings the surroundings of an atom of this crystal closest to those of one of the other; empty if
     * they have no element in common.
     */
    public Optional<Turn> closestTurn(Isoset other) {
        double common = Math.max(radius, other.radius);
        Isoset ours = at(common);
        Isoset theirs = other.at(common);
        Optional<Turn> best = Optional.empty();
        double limit = common;
        for (int i = 0; i < ours.size(); i++) {
            for (int j = 0; j < theirs.size(); j++) {
                Optional<Alignment> found =
                        ClusterAlignment.find(ours.classes.get(i), theirs.classes.get(j), mirrors, limit);
                if (found.isPresent() && (best.isEmpty() || found.get().distance() < limit)) {
                    limit = found.get().distance();
                    best = Optional.of(new Turn(
                            ours.atom(i), theirs.atom(j), found.get().rotation().toArray()));
                }
            }
        }
        return best;
    }

    /** Returns the crystal in the cell and orientation that {@link #closestTurn} speaks of; its atoms keep their order. */
    public Structure structure() {
        return set.structure();
    }

    // the distances of all classes, or the limit where they are above
    private double[] costs(Isoset other, Optional<Orthogonal> turn, double limit) {
        double[] costs = new double[classes.size() * other.classes.size()];
        for (int i = 0; i < classes.size(); i++) {
            for (int j = 0; j < other.classes.size(); j++) {
                costs[i * other.classes.size() + j] = cost(classes.get(i), other.classes.get(j), turn, limit);
            }
        }
        return costs;
    }

    private double cost(AtomCluster ours, AtomCluster theirs, Optional<Orthogonal> turn, double limit) {
        if (ours.kind() != theirs.kind()) {
            return limit;
        }
        if (turn.isPresent()) {
            return Math.min(limit, ClusterAlignment.distance(ours, theirs, turn.get(), limit));
        }
        return ClusterAlignment.find(ours, theirs, mirrors, limit)
                .map(Alignment::distance)
                .orElse(limit);
    }

    private double earthMover(Isoset other, double[] costs) {
        int[] kinds = classes.stream().mapToInt(AtomCluster::kind).distinct().toArray();
        double sum = 0;
        for (int kind : kinds) {
            sum += distanceOfKind(other, kind, costs);
        }
        boolean more =
                other.classes.stream().mapToInt(AtomCluster::kind).distinct().count() > kinds.length;
        return more ? Double.POSITIVE_INFINITY : sum;
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
