package org.polymorph.surrogate.invariant.isoset;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The boundary-tolerant distance of two clusters of the same radius α: the least ε such that, once one of them is turned
 * about its centre, every atom of either one that is nearer to its centre than α − ε has an atom of the other within ε.
 * Anosova, Kurlin 2022, Recognition of near-duplicate periodic patterns by continuous metrics with approximation guarantees,
 * definition 4.2.
 *
 * <p>The best turn is looked for among those that map two atoms near the centre on two of the other cluster, from both sides,
 * and the best of these are refined to the least largest misfit. The result is never too small, zero for isometric
 * clusters, and after the refinement rarely above the minimum. Not thread-safe.
 */
final class ClusterAlignment {
    private static final int MOST_CANDIDATES = 300;
    private static final int REFINED = 3;
    private static final int ROUNDS = 25;
    /** Å; below this there is nothing to refine. */
    private static final double EXACT = 1e-12;
    /** Two atoms span a frame where the sine of the angle between them is at least this. */
    private static final double LEAST_SINE = 0.3;

    private final AtomCluster c;
    private final AtomCluster d;
    private final boolean mirrors;

    /** Two atoms on which the two of the frame are mapped, and by how much that must miss. */
    private record Candidate(int first, int second, double misfit) {}

    private ClusterAlignment(AtomCluster c, AtomCluster d, boolean mirrors) {
        this.c = c;
        this.d = d;
        this.mirrors = mirrors;
    }

    /**
     * Returns the best alignment at a distance of at most {@code limit}; empty if none was found.
     *
     * @param mirrors whether a reflection is allowed
     */
    static Optional<Alignment> find(AtomCluster c, AtomCluster d, boolean mirrors, double limit) {
        return c.kind() == d.kind() ? new ClusterAlignment(c, d, mirrors).find(limit) : Optional.empty();
    }

    /** Returns the distance under a given turn; anything above the limit where it is above. */
    static double distance(AtomCluster c, AtomCluster d, Orthogonal rotation, double limit) {
        double forward = misfit(c, d, rotation, limit);
        return forward > limit ? forward : Math.max(forward, misfit(d, c, rotation.inverse(), limit));
    }

    /** Returns how many turns map a cluster on itself within a tolerance; 0 where its atoms lie on one line. */
    static int symmetries(AtomCluster cluster, boolean mirrors, double tolerance) {
        Optional<int[]> frame = frame(cluster);
        if (frame.isEmpty()) {
            return 0;
        }
        int count = 0;
        for (Candidate candidate : candidates(cluster, frame.get()[0], frame.get()[1], cluster, 2 * tolerance)) {
            for (boolean proper : mirrors ? new boolean[] {true, false} : new boolean[] {true}) {
                Orthogonal turn = Orthogonal.betweenFrames(
                        cluster,
                        frame.get()[0],
                        frame.get()[1],
                        cluster,
                        candidate.first(),
                        candidate.second(),
                        proper);
                // a frame of atoms near the centre magnifies their own misfits outwards
                count += distance(cluster, cluster, turn, 4 * tolerance) <= 4 * tolerance ? 1 : 0;
            }
        }
        return count;
    }

    private Optional<Alignment> find(double limit) {
        List<Alignment> best = new ArrayList<>();
        double bound = limit;
        for (boolean proper : mirrors ? new boolean[] {true, false} : new boolean[] {true}) {
            bound = search(c, d, proper, false, bound, best);
            bound = search(d, c, proper, true, bound, best);
        }
        return best.stream()
                .sorted(Comparator.comparingDouble(Alignment::distance))
                .limit(REFINED)
                .map(start -> refined(refined(start, c, d), d, c))
                .min(Comparator.comparingDouble(Alignment::distance));
    }

    // tries the turns that map two atoms of one on pairs of the other; returns the least distance so far
    private double search(
            AtomCluster from, AtomCluster to, boolean proper, boolean inverted, double limit, List<Alignment> best) {
        Optional<int[]> frame = frame(from);
        if (frame.isEmpty()) {
            return limit;
        }
        int c1 = frame.get()[0];
        int c2 = frame.get()[1];
        double bound = limit;
        for (Candidate candidate : candidates(from, c1, c2, to, limit)) {
            if (candidate.misfit() > bound) {
                break;
            }
            Orthogonal turn = Orthogonal.betweenFrames(from, c1, c2, to, candidate.first(), candidate.second(), proper);
            Orthogonal rotation = inverted ? turn.inverse() : turn;
            // what is refined may come from somewhat behind the best
            double distance = distance(c, d, rotation, Math.min(limit, 1.5 * bound + 1e-9));
            if (distance <= limit) {
                best.add(new Alignment(distance, rotation));
                bound = Math.min(bound, distance);
            }
        }
        return bound;
    }

    private static Optional<int[]> frame(AtomCluster cluster) {
        for (int q = 1; q < cluster.size(); q++) {
            for (int p = 0; p < q; p++) {
                if (cluster.sine(p, q) > LEAST_SINE) {
                    return Optional.of(new int[] {p, q});
                }
            }
        }
        return Optional.empty();
    }

    private static List<Candidate> candidates(AtomCluster from, int c1, int c2, AtomCluster to, double furthest) {
        // atoms that would have to move by as much as they are away from the centre are no partners
        double limit = Math.min(furthest, from.length(c2));
        double gap = Math.sqrt(from.squareFrom(c1, from.get(c2, 0), from.get(c2, 1), from.get(c2, 2)));
        List<Candidate> candidates = new ArrayList<>();
        for (int first = to.from(from.length(c1) - limit); first < to.size(); first++) {
            double miss1 = Math.abs(to.length(first) - from.length(c1));
            if (to.length(first) > from.length(c1) + limit) {
                break;
            }
            for (int second = to.from(from.length(c2) - limit); second < to.size(); second++) {
                double miss2 = Math.abs(to.length(second) - from.length(c2));
                if (to.length(second) > from.length(c2) + limit) {
                    break;
                }
                if (to.kind(first) != from.kind(c1) || to.kind(second) != from.kind(c2) || first == second) {
                    continue;
                }
                double other = Math.sqrt(to.squareFrom(first, to.get(second, 0), to.get(second, 1), to.get(second, 2)));
                double misfit = Math.max(Math.max(miss1, miss2), Math.abs(other - gap) / 2);
                if (misfit <= limit && to.sine(first, second) > LEAST_SINE / 10) {
                    candidates.add(new Candidate(first, second, misfit));
                }
            }
        }
        candidates.sort(Comparator.comparingDouble(Candidate::misfit));
        return candidates.size() > MOST_CANDIDATES ? candidates.subList(0, MOST_CANDIDATES) : candidates;
    }

    // max over the atoms of the first of min(distance to the nearest of the second, distance to the boundary)
    private static double misfit(AtomCluster from, AtomCluster to, Orthogonal rotation, double limit) {
        double largest = 0;
        for (int p = 0; p < from.size(); p++) {
            double depth = from.radius() - from.length(p);
            if (depth <= largest) {
                break; // and all that follow are still longer
            }
            double reach = Math.min(depth, limit * (1 + 1e-9) + 1e-12);
            int partner = nearest(from, p, to, rotation, reach);
            double found = partner < 0 ? depth : Math.min(depth, Math.sqrt(square(from, p, to, partner, rotation)));
            largest = Math.max(largest, found);
            if (largest > limit) {
                return largest;
            }
        }
        return largest;
    }

    // the nearest point of the same kind within the reach, −1 if there is none; those of like length first
    private static int nearest(AtomCluster from, int p, AtomCluster to, Orthogonal rotation, double reach) {
        double x = rotation.apply(0, from.get(p, 0), from.get(p, 1), from.get(p, 2));
        double y = rotation.apply(1, from.get(p, 0), from.get(p, 1), from.get(p, 2));
        double z = rotation.apply(2, from.get(p, 0), from.get(p, 1), from.get(p, 2));
        double length = from.length(p);
        double best = reach * reach;
        int nearest = -1;
        int longer = to.from(length);
        int shorter = longer - 1;
        while (true) {
            double above = longer < to.size() ? to.length(longer) - length : Double.POSITIVE_INFINITY;
            double below = shorter >= 0 ? length - to.length(shorter) : Double.POSITIVE_INFINITY;
            double gap = Math.min(above, below);
            if (!(gap * gap <= best)) {
                return nearest;
            }
            int q = above <= below ? longer++ : shorter--;
            if (to.kind(q) == from.kind(p)) {
                double square = to.squareFrom(q, x, y, z);
                if (square <= best) {
                    best = square;
                    nearest = q;
                }
            }
        }
    }

    private static double square(AtomCluster from, int p, AtomCluster to, int q, Orthogonal rotation) {
        double x = from.get(p, 0);
        double y = from.get(p, 1);
        double z = from.get(p, 2);
        return to.squareFrom(q, rotation.apply(0, x, y, z), rotation.apply(1, x, y, z), rotation.apply(2, x, y, z));
    }

    // Lawson's algorithm: least squares again and again, with more weight on what fits worst
    private Alignment refined(Alignment start, AtomCluster from, AtomCluster to) {
        Alignment best = start;
        boolean proper = start.rotation().isProper();
        double[] weights = new double[from.size()];
        Arrays.fill(weights, 1);
        Orthogonal rotation = from == c ? start.rotation() : start.rotation().inverse();
        for (int round = 0; round < ROUNDS && best.distance() > EXACT; round++) {
            double[] covariance = new double[9];
            double[] misfits = new double[from.size()];
            double worst = 0;
            for (int p = 0; p < from.size() && from.length(p) <= from.radius() - best.distance(); p++) {
                int partner = nearest(from, p, to, rotation, 2 * best.distance());
                if (partner >= 0) {
                    misfits[p] = Math.sqrt(square(from, p, to, partner, rotation));
                    worst = Math.max(worst, misfits[p]);
                    for (int k = 0; k < 9; k++) {
                        covariance[k] += weights[p] * from.get(p, k / 3) * to.get(partner, k % 3);
                    }
                }
            }
            rotation = Orthogonal.closest(covariance, proper);
            Orthogonal ofFirst = from == c ? rotation : rotation.inverse();
            double distance = distance(c, d, ofFirst, best.distance());
            if (distance < best.distance()) {
                best = new Alignment(distance, ofFirst);
            }
            for (int p = 0; p < from.size() && worst > 0; p++) {
                weights[p] *= 0.1 + misfits[p] / worst;
            }
        }
        return best;
    }
}
