package org.polymorph.daemon.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Progress;
import org.polymorph.model.spi.Workers;
import org.polymorph.surrogate.match.CrystalGroups;
import org.polymorph.surrogate.match.MatchSettings;

/** Tells by structure and enthalpy which finds of all searches are the target, and which are the lowest minima. */
public final class Recognition {
    /** Enthalpies of one minimum, found twice, differ by less: eV per atom. */
    private static final double SAME_ENTHALPY = 1e-3;

    /** Minima that are as low as the lowest one, eV per atom: all of them are the ground state. */
    private static final double DEGENERATE = 1e-4;

    private final MatchSettings match;
    private final Workers workers;

    public Recognition(MatchSettings match, Workers workers) {
        this.match = match;
        this.workers = workers;
    }

    /** Returns the finds that are the target. */
    public Set<Find> hits(List<Find> finds, Target target) {
        List<Find> close = finds.stream()
                .filter(find -> target.hasEnthalpy(find.enthalpy()))
                .toList();
        Set<Find> hits = Collections.newSetFromMap(new IdentityHashMap<>());
        if (target.structures().isEmpty()) {
            hits.addAll(close);
            return hits;
        }
        List<Structure> structures = new ArrayList<>(target.structures());
        close.forEach(find -> structures.add(find.structure()));
        int wanted = target.structures().size();
        for (List<Integer> group : CrystalGroups.of(structures, match, workers, Progress.NONE)) {
            if (group.get(0) < wanted) {
                group.stream().filter(i -> i >= wanted).forEach(i -> hits.add(close.get(i - wanted)));
            }
        }
        return hits;
    }

    /** Returns the lowest minima of all finds, lowest first, each as all finds of it; fewer if fewer are known. */
    public List<List<Find>> lowest(List<Find> finds, int count) {
        List<Find> low = atLeast(
                finds.stream()
                        .sorted(Comparator.comparingDouble(Find::enthalpy))
                        .toList(),
                count);
        List<Structure> structures = low.stream().map(Find::structure).toList();
        List<List<Find>> minima = new ArrayList<>();
        for (List<Integer> group : CrystalGroups.of(structures, match, workers, Progress.NONE)) {
            minima.add(group.stream().map(low::get).toList());
        }
        // members are in the order of their enthalpies
        minima.sort(Comparator.comparingDouble(minimum -> minimum.get(0).enthalpy()));
        return minima.stream().limit(count).toList();
    }

    // so many that there are at least that many levels, the highest one whole: what is another level is another minimum
    private static List<Find> atLeast(List<Find> sorted, int levels) {
        int seen = 0;
        double level = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < sorted.size(); i++) {
            double enthalpy = sorted.get(i).enthalpy();
            if (enthalpy - level > SAME_ENTHALPY) {
                seen++;
                level = enthalpy;
            }
            if (seen > levels) {
                return sorted.subList(0, i);
            }
        }
        return sorted;
    }

    /** Returns the lowest of all finds, and what is as low, as a target; none without a find. */
    public Target lowest(List<Find> finds, double tolerance) {
        double lowest = finds.stream()
                .mapToDouble(Find::enthalpy)
                .min()
                .orElseThrow(() -> new IllegalArgumentException("no search has found any structure"));
        List<Structure> structures = finds.stream()
                .filter(find -> find.enthalpy() <= lowest + DEGENERATE)
                .map(Find::structure)
                .toList();
        List<Structure> distinct = CrystalGroups.of(structures, match, workers, Progress.NONE).stream()
                .map(group -> structures.get(group.get(0)))
                .toList();
        return new Target(distinct, OptionalDouble.of(lowest), tolerance);
    }
}
