package org.polymorph.surrogate.select;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.polymorph.model.spi.Seed;

/**
 * Takes the best-scored member of each cluster, the best clusters first; where more than one of a cluster may be taken, the
 * second of each follows, then the third. Before that, as far as is asked for, come those of the lowest clusters on which the
 * committee disagrees most (query by committee: Seung, Opper, Sompolinsky 1992, doi 10.1145/130385.130417): a minimum that the
 * model only imagines is corrected before the search is led by it. After these, as far as is asked for, comes the best of each
 * density: where a model that knows no other has taken most of the pool to one density, the score alone would label that one again
 * and again. Crystals that have a label already are left out unless the
 * model is still unsure of them, and so are candidates whose numbers are not finite: fewer than asked for may come back, and
 * none if there is nothing left to learn.
 */
public final class ClusterSelection implements Selection {
    private final ScoreSettings settings;

    public ClusterSelection(ScoreSettings settings) {
        this.settings = settings;
    }

    @Override
    public List<String> select(List<SelectionCandidate> candidates, int count, Seed seed) {
        Batch batch = new Batch(Math.max(0, count), settings.perCluster());
        List<SelectionCandidate> eligible =
                candidates.stream().filter(this::isEligible).toList();
        disputed(candidates, Math.min(settings.committee(), count)).forEach(batch::add);
        List<SelectionCandidate> bestFirst = scored(eligible, seed, lowest(candidates));
        ofEachDensity(bestFirst, batch).forEach(batch::add);
        if (settings.score() == Score.THOMPSON) {
            thompson(eligible, batch, seed);
        } else {
            bestFirst.forEach(batch::add);
        }
        return batch.ids();
    }

    /** What is taken so far: no candidate twice, no cluster more often than allowed. */
    private static final class Batch {
        private final int size;
        private final int perCluster;
        private final Map<String, String> clusterOf = new LinkedHashMap<>();
        private final Map<String, Integer> taken = new HashMap<>();

        Batch(int size, int perCluster) {
            this.size = size;
            this.perCluster = perCluster;
        }

        boolean isFull() {
            return clusterOf.size() >= size;
        }

        boolean takes(SelectionCandidate candidate) {
            return !isFull()
                    && !clusterOf.containsKey(candidate.id())
                    && taken.getOrDefault(candidate.cluster(), 0) < perCluster;
        }

        void add(SelectionCandidate candidate) {
            if (takes(candidate)) {
                clusterOf.put(candidate.id(), candidate.cluster());
                taken.merge(candidate.cluster(), 1, Integer::sum);
            }
        }

        List<String> ids() {
            return List.copyOf(clusterOf.keySet());
        }
    }

    private static double lowest(List<SelectionCandidate> candidates) {
        return candidates.stream()
                .mapToDouble(SelectionCandidate::energyPerAtom)
                .filter(Double::isFinite)
                .min()
                .orElse(0);
    }

    // the lowest member of each of the lowest clusters, the most disputed first
    private List<SelectionCandidate> disputed(List<SelectionCandidate> candidates, int count) {
        Map<String, SelectionCandidate> lowest = new LinkedHashMap<>();
        candidates.stream()
                .filter(candidate -> Double.isFinite(candidate.energyPerAtom()))
                .sorted(Comparator.comparingDouble(SelectionCandidate::energyPerAtom)
                        .thenComparing(SelectionCandidate::id))
                .forEach(candidate -> lowest.putIfAbsent(candidate.cluster(), candidate));
        return lowest.values().stream()
                .limit(settings.depth())
                .filter(this::isEligible)
                .sorted(Comparator.comparingDouble((SelectionCandidate c) -> -c.forceStd())
                        .thenComparing(SelectionCandidate::id))
                .limit(Math.max(0, count))
                .toList();
    }

    private List<SelectionCandidate> ofEachDensity(List<SelectionCandidate> bestFirst, Batch batch) {
        Map<Integer, SelectionCandidate> niches = new LinkedHashMap<>();
        bestFirst.stream()
                .filter(batch::takes)
                .forEach(candidate -> niches.putIfAbsent(DensityNiche.of(candidate.volumePerAtom()), candidate));
        return niches.values().stream().limit(settings.densities()).toList();
    }

    private record Scored(SelectionCandidate candidate, double score, int turn) {}

    private static final Comparator<Scored> BEST_FIRST = Comparator.comparingInt(Scored::turn)
            .thenComparingDouble(Scored::score)
            .thenComparing(scored -> scored.candidate().id());

    private List<SelectionCandidate> scored(List<SelectionCandidate> eligible, Seed seed, double best) {
        Map<String, List<Scored>> clusters = new LinkedHashMap<>();
        for (SelectionCandidate candidate : eligible) {
            double score = settings.score().of(candidate, settings, best, seed);
            if (Double.isFinite(score)) {
                clusters.computeIfAbsent(candidate.cluster(), name -> new ArrayList<>())
                        .add(new Scored(candidate, score, 0));
            }
        }
        List<Scored> ranked = new ArrayList<>();
        for (List<Scored> members : clusters.values()) {
            members.sort(BEST_FIRST);
            for (int turn = 0; turn < members.size(); turn++) {
                Scored member = members.get(turn);
                ranked.add(new Scored(member.candidate(), member.score(), turn));
            }
        }
        return ranked.stream().sorted(BEST_FIRST).map(Scored::candidate).toList();
    }

    // each place of the batch is filled by what one draw takes for the lowest
    private void thompson(List<SelectionCandidate> eligible, Batch batch, Seed seed) {
        for (int draw = 0; !batch.isFull(); draw++) {
            Seed drawn = seed.split(draw);
            List<SelectionCandidate> open = eligible.stream()
                    .filter(candidate -> Double.isFinite(Score.THOMPSON.of(candidate, settings, 0, drawn)))
                    .filter(batch::takes)
                    .toList();
            if (open.isEmpty()) {
                return;
            }
            open.stream()
                    .min(Comparator.comparingDouble((SelectionCandidate c) -> Score.THOMPSON.of(c, settings, 0, drawn))
                            .thenComparing(SelectionCandidate::id))
                    .ifPresent(batch::add);
        }
    }

    private boolean isEligible(SelectionCandidate candidate) {
        return Double.isFinite(candidate.energyPerAtom())
                && Double.isFinite(candidate.maxForce())
                && (!candidate.labelledNearby() || candidate.forceStd() >= settings.relabel());
    }
}
