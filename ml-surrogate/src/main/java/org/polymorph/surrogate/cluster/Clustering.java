package org.polymorph.surrogate.cluster;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Groups structures into clusters of the same crystal by DBSCAN on their standardised representations. Deterministic, and
 * independent of the order of the points.
 *
 * <p>The unit of eps: the distance is 8 times the root mean square difference of the standardised entries. For the 64
 * features of Hessmann et al. 2025 that is the Euclidean distance, so that eps 0.5 means the same as there, and it goes on
 * meaning the same for 50 or 300 entries: entries that differ by 6 % of their spread over the pool.
 *
 * <p>Two structures that differ in energy by more than a tolerance are never in one cluster: they are no neighbours, and a
 * chain that spans more is cut, beginning at its lowest member. Clusters of at least {@code large} members are clustered
 * again with half the eps. Crystals of different kinds are clustered apart. Noise points, and points that are not finite, are clusters of their own: no structure is lost.
 */
public final class Clustering {
    private static final double UNIT = 8;
    private static final int DEEPEST = 6;
    private static final Comparator<ClusterPoint> ORDER =
            Comparator.comparingDouble(ClusterPoint::energyPerAtom).thenComparing(ClusterPoint::id);

    private final ClusterSettings settings;

    public Clustering(ClusterSettings settings) {
        this.settings = settings;
    }

    /**
     * Clusters points.
     *
     * @return clusters by rising energy, then by id; each named {@code c-} and its lowest member
     * @throws IllegalArgumentException if an id comes twice or representations differ in length
     */
    public List<Cluster> cluster(List<ClusterPoint> points) {
        check(points);
        List<ClusterPoint> finite =
                points.stream().filter(ClusterPoint::isFinite).sorted(ORDER).toList();
        List<List<ClusterPoint>> groups = new ArrayList<>();
        split(finite, settings.eps(), 0, groups);
        points.stream()
                .filter(point -> !point.isFinite())
                .sorted(Comparator.comparing(ClusterPoint::id))
                .forEach(point -> groups.add(List.of(point)));
        return groups.stream()
                .map(Clustering::named)
                .sorted(Comparator.comparingDouble(Cluster::energyPerAtom).thenComparing(Cluster::id))
                .toList();
    }

    private static Cluster named(List<ClusterPoint> group) {
        ClusterPoint lowest = group.get(0);
        List<String> members = group.stream().map(ClusterPoint::id).toList();
        return new Cluster("c-" + lowest.id(), members, lowest.energyPerAtom());
    }

    private static void check(List<ClusterPoint> points) {
        Set<String> seen = new HashSet<>();
        for (ClusterPoint point : points) {
            if (!seen.add(point.id())) {
                throw new IllegalArgumentException("the id " + point.id() + " comes twice");
            }
            int width = points.get(0).representation().length;
            if (point.representation().length != width) {
                throw new IllegalArgumentException("the representation of " + point.id() + " has "
                        + point.representation().length + " entries, that of "
                        + points.get(0).id() + " has " + width);
            }
        }
    }

    // points come sorted by energy, and so do the groups
    private void split(List<ClusterPoint> points, double eps, int depth, List<List<ClusterPoint>> groups) {
        List<String> kinds = points.stream().map(ClusterPoint::kind).toList();
        double[][] vectors = Standardization.of(
                points.stream().map(ClusterPoint::representation).toArray(double[][]::new), kinds);
        for (String kind : new TreeSet<>(kinds)) {
            int[] own = IntStream.range(0, points.size())
                    .filter(i -> kinds.get(i).equals(kind))
                    .toArray();
            List<ClusterPoint> members =
                    Arrays.stream(own).mapToObj(points::get).toList();
            splitAt(
                    members,
                    Arrays.stream(own).mapToObj(i -> vectors[i]).toArray(double[][]::new),
                    members.stream().mapToDouble(ClusterPoint::energyPerAtom).toArray(),
                    eps,
                    depth,
                    groups);
        }
    }

    private void splitAt(
            List<ClusterPoint> points,
            double[][] vectors,
            double[] energies,
            double eps,
            int depth,
            List<List<ClusterPoint>> groups) {
        int n = points.size();
        double tolerance = settings.energyTolerance();
        int[] labels = Dbscan.labels(
                n,
                (i, j, limit) -> Math.abs(energies[i] - energies[j]) > tolerance
                        ? Double.POSITIVE_INFINITY
                        : distance(vectors[i], vectors[j], limit),
                eps,
                settings.min());
        List<List<Integer>> found = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            if (labels[i] == Dbscan.NOISE) {
                groups.add(List.of(points.get(i)));
                continue;
            }
            while (found.size() <= labels[i]) {
                found.add(new ArrayList<>());
            }
            found.get(labels[i]).add(i);
        }
        for (List<Integer> group : found) {
            for (List<Integer> part : cut(group, energies, tolerance)) {
                List<ClusterPoint> members = part.stream().map(points::get).toList();
                if (part.size() < settings.large() || depth == DEEPEST) {
                    groups.add(members);
                } else {
                    splitAt(
                            members,
                            part.stream().map(i -> vectors[i]).toArray(double[][]::new),
                            part.stream().mapToDouble(i -> energies[i]).toArray(),
                            eps / 2,
                            depth + 1,
                            groups);
                }
            }
        }
    }

    private static List<List<Integer>> cut(List<Integer> group, double[] energies, double tolerance) {
        List<List<Integer>> parts = new ArrayList<>();
        double from = Double.NEGATIVE_INFINITY;
        for (int i : group) {
            if (energies[i] - from > tolerance) {
                parts.add(new ArrayList<>());
                from = energies[i];
            }
            parts.get(parts.size() - 1).add(i);
        }
        return parts;
    }

    /** Returns 8 times the root mean square difference, or infinity once it is sure to be above the limit. */
    static double distance(double[] a, double[] b, double limit) {
        int width = a.length;
        if (width == 0) {
            return 0;
        }
        double most = limit * limit / (UNIT * UNIT) * width * (1 + 1e-12);
        double sum = 0;
        for (int from = 0; from < width; from += 16) {
            int to = Math.min(width, from + 16);
            for (int k = from; k < to; k++) {
                double d = a[k] - b[k];
                sum += d * d;
            }
            if (sum > most) {
                return Double.POSITIVE_INFINITY;
            }
        }
        return UNIT * Math.sqrt(sum / width);
    }
}
