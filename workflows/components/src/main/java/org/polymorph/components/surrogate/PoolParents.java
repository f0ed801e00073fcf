package org.polymorph.components.surrogate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.polymorph.engine.config.PoolPart.Role;
import org.polymorph.engine.store.CandidateFrame;
import org.polymorph.engine.store.ClusterRow;
import org.polymorph.model.crystal.Composition;
import org.polymorph.model.spi.Parent;
import org.polymorph.model.spi.Variation;
import org.polymorph.surrogate.select.DensityNiche;

/** What structures of a pool are made from: by turns the lowest of each level of energy and the lowest of each niche of density. */
final class PoolParents {
    /**
     * Levels differ by more, eV per atom. A basin with a flat floor has many crystals that are all the same to a search: as
     * parents they would leave no room for any other, and what adds one more of them has found nothing.
     */
    private static final double LEVEL = 0.002;

    private final ProposeWork work;
    private final List<CandidateFrame> lowestFirst;

    PoolParents(ProposeWork work) {
        this.work = work;
        this.lowestFirst = work.frames().stream()
                .filter(frame -> Double.isFinite(frame.enthalpy()))
                .sorted(Comparator.comparingDouble(CandidateFrame::enthalpy).thenComparing(CandidateFrame::candidate))
                .toList();
    }

    /** Returns cells of the same composition, or those of others that are least above the hull where a variation takes these. */
    List<Parent> of(Composition composition, Variation variation) {
        if (!variation.takes(composition, composition)) {
            return nearHull().stream()
                    .filter(parent -> variation.takes(parent.structure().composition(), composition))
                    .toList();
        }
        return lowest(composition).stream().map(PoolParents::parent).toList();
    }

    /** Returns the clusters that are parents; where the composition varies those nearest to the hull. */
    Set<String> clusters() {
        return work.parts().vary(Role.SEARCH)
                ? work.lowest().stream()
                        .limit(work.pool().parents())
                        .map(ClusterRow::id)
                        .collect(Collectors.toSet())
                : work.parts().of(Role.SEARCH).stream()
                        .flatMap(part -> lowest(part.composition()).stream())
                        .map(PoolParents::cluster)
                        .collect(Collectors.toSet());
    }

    private List<CandidateFrame> lowest(Composition composition) {
        List<CandidateFrame> own = lowestFirst.stream()
                .filter(frame -> frame.structure().composition().equals(composition))
                .toList();
        Iterator<CandidateFrame> levels = levels(own).iterator();
        Iterator<CandidateFrame> niches = niches(own).iterator();
        Set<CandidateFrame> lowest = new LinkedHashSet<>();
        while (lowest.size() < work.pool().parents() && (levels.hasNext() || niches.hasNext())) {
            boolean level = levels.hasNext() && (lowest.size() % 2 == 0 || !niches.hasNext());
            lowest.add((level ? levels : niches).next());
        }
        return List.copyOf(lowest);
    }

    // All clusters count, not only those in the books, which keep the lowest fifty: a flat basin may have made all of
    // these.
    private static List<CandidateFrame> levels(List<CandidateFrame> lowestFirst) {
        List<CandidateFrame> levels = new ArrayList<>();
        Set<String> clusters = new HashSet<>();
        double last = Double.NEGATIVE_INFINITY;
        for (CandidateFrame frame : lowestFirst) {
            if (clusters.add(cluster(frame)) && frame.enthalpy() - last > LEVEL) {
                levels.add(frame);
                last = frame.enthalpy();
            }
        }
        return levels;
    }

    // What lies in a flat basin far from the density of the stable crystal, such as layers that do not feel each other,
    // is lower than all else for long, and what is made from it is like it.
    private static Collection<CandidateFrame> niches(List<CandidateFrame> lowestFirst) {
        Map<Integer, CandidateFrame> niches = new LinkedHashMap<>();
        for (CandidateFrame frame : lowestFirst) {
            double volumePerAtom =
                    frame.structure().volume() / frame.structure().size();
            niches.putIfAbsent(DensityNiche.of(volumePerAtom), frame);
        }
        return niches.values();
    }

    // the lowest of each cluster; one whose lowest was rejected has none
    private List<Parent> nearHull() {
        Map<String, CandidateFrame> frames =
                work.frames().stream().collect(Collectors.toMap(CandidateFrame::candidate, frame -> frame));
        return work.lowest().stream()
                .map(cluster -> frames.get(cluster.candidate()))
                .filter(Objects::nonNull)
                .limit(work.pool().parents())
                .map(PoolParents::parent)
                .toList();
    }

    private static Parent parent(CandidateFrame frame) {
        return new Parent(frame.candidate(), frame.structure(), frame.enthalpy());
    }

    private static String cluster(CandidateFrame frame) {
        return frame.cluster().orElse(frame.candidate());
    }
}
