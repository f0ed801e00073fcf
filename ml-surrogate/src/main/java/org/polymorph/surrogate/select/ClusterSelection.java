package org.polymorph.surrogate.select;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.polymorph.model.spi.Seed;

/**
 * Takes the best-scored member of each cluster, the best clusters first. If there are fewer clusters than labels wanted, it
 * goes round again: the second of each cluster, then the third. Crystals that have a label already are left out unless the
 * model is still unsure of them, and so are candidates whose numbers are not finite: fewer than asked for may come back, and
 * none if there is nothing left to learn.
 */
public final class ClusterSelection implements Selection {
    private static final Comparator<Scored> BEST_FIRST = Comparator.comparingInt(Scored::turn)
            .thenComparingDouble(Scored::score)
            .thenComparing(scored -> scored.candidate().id());

    private final ScoreSettings settings;

    private record Scored(SelectionCandidate candidate, double score, int turn) {}

    public ClusterSelection(ScoreSettings settings) {
        this.settings = settings;
    }

    @Override
    public List<String> select(List<SelectionCandidate> candidates, int count, Seed seed) {
        double best = candidates.stream()
                .mapToDouble(SelectionCandidate::energyPerAtom)
                .filter(Double::isFinite)
                .min()
                .orElse(0);
        Map<String, List<Scored>> clusters = new TreeMap<>();
        for (SelectionCandidate candidate : candidates) {
            double score = settings.score().of(candidate, settings, best, seed);
            if (isEligible(candidate) && Double.isFinite(score)) {
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
        return ranked.stream()
                .sorted(BEST_FIRST)
                .limit(Math.max(0, count))
                .map(scored -> scored.candidate().id())
                .toList();
    }

    private boolean isEligible(SelectionCandidate candidate) {
        return Double.isFinite(candidate.energyPerAtom())
                && Double.isFinite(candidate.maxForce())
                && (!candidate.labelledNearby() || candidate.forceStd() >= settings.relabel());
    }
}
