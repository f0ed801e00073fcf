package org.polymorph.surrogate.match;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Progress;
import org.polymorph.model.spi.Workers;
import org.polymorph.surrogate.cluster.DisjointSets;
import org.polymorph.surrogate.invariant.AverageMinimumDistances;
import org.polymorph.surrogate.invariant.search.NearPairs;
import org.polymorph.surrogate.invariant.search.PairList;
import org.polymorph.surrogate.invariant.search.VectorTable;

/**
 * Groups of the same crystal. Two crystals are linked where all their distances are within the tolerance, and a group is
 * everything that links connect (single linkage), so that sameness is transitive by construction and does not depend on the
 * order of the crystals; the ends of a long chain may be further apart than the tolerance.
 *
 * <p>Pairs come from an index over average minimum distances; the dearer distributions and isosets are looked at only for pairs
 * that it finds and that are not in one group yet.
 */
public final class CrystalGroups {
    /** Fingerprints kept at a time: some 100 to 500 kB each. */
    private static final int KEPT = 1_000;

    private static final int BATCH = 64;

    private final List<Structure> structures;
    private final MatchSettings settings;
    private final Workers workers;
    private final DisjointSets sets;
    private final Map<Integer, Fingerprint> fingerprints = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Fingerprint> eldest) {
            return size() > KEPT;
        }
    };

    private CrystalGroups(List<Structure> structures, MatchSettings settings, Workers workers) {
        this.structures = structures;
        this.settings = settings;
        this.workers = workers;
        this.sets = new DisjointSets(structures.size());
    }

    /**
     * Groups crystals.
     *
     * @return the groups in the order of their first members; members, counted from 0, rising
     * @throws IllegalArgumentException if two atoms of a crystal are at the same place
     * @throws java.util.concurrent.CancellationException if the calling thread is interrupted
     */
    public static List<List<Integer>> of(
            List<Structure> structures, MatchSettings settings, Workers workers, Progress progress) {
        CrystalGroups groups = new CrystalGroups(structures, settings, workers);
        List<double[]> averages = workers.map(
                structures.size(), i -> AverageMinimumDistances.of(structures.get(i), settings.neighbours()));
        NearPairs.of(VectorTable.of(averages)).forEachBatch(settings.tolerance(), groups::link, workers, progress);
        return groups.groups();
    }

    private void link(PairList pairs) {
        List<int[]> waiting = new ArrayList<>();
        for (int p = 0; p < pairs.size(); p++) {
            if (sets.root(pairs.first(p)) != sets.root(pairs.second(p))) {
                waiting.add(new int[] {pairs.first(p), pairs.second(p)});
            }
            if (waiting.size() == BATCH) {
                compare(waiting);
                waiting.clear();
            }
        }
        compare(waiting);
    }

    private void compare(List<int[]> pairs) {
        int[] missing = pairs.stream()
                .flatMapToInt(Arrays::stream)
                .distinct()
                .filter(i -> !fingerprints.containsKey(i))
                .toArray();
        List<Fingerprint> made = workers.map(missing.length, m -> Fingerprint.of(structures.get(missing[m]), settings));
        Map<Integer, Fingerprint> needed = new TreeMap<>();
        for (int m = 0; m < missing.length; m++) {
            needed.put(missing[m], made.get(m));
        }
        pairs.stream().flatMapToInt(Arrays::stream).forEach(i -> {
            Fingerprint known = fingerprints.get(i);
            if (known != null) {
                needed.put(i, known);
            }
        });
        fingerprints.putAll(needed);
        List<Boolean> same = workers.map(pairs.size(), p -> same(needed, pairs.get(p)[0], pairs.get(p)[1]));
        for (int p = 0; p < pairs.size(); p++) {
            if (same.get(p)) {
                sets.join(pairs.get(p)[0], pairs.get(p)[1]);
            }
        }
    }

    private boolean same(Map<Integer, Fingerprint> needed, int i, int j) {
        Fingerprint first = needed.get(i);
        Fingerprint second = needed.get(j);
        return first != null && second != null && first.within(second, settings.tolerance());
    }

    private List<List<Integer>> groups() {
        Map<Integer, List<Integer>> groups = new TreeMap<>();
        for (int i = 0; i < structures.size(); i++) {
            groups.computeIfAbsent(sets.root(i), first -> new ArrayList<>()).add(i);
        }
        return groups.values().stream().map(List::copyOf).toList();
    }
}
