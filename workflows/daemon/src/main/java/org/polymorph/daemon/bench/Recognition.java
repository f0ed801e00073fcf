package org.polymorph.daemon.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Progress;
import org.polymorph.model.spi.Workers;
import org.polymorph.surrogate.invariant.AverageMinimumDistances;
import org.polymorph.surrogate.invariant.Metric;
import org.polymorph.surrogate.match.CrystalGroups;
import org.polymorph.surrogate.match.MatchSettings;

/**
 * Tells by structure and enthalpy which finds of all searches are the target, and which are the lowest minima.
 *
 * @param target what was looked for
 * @param hits the finds that are it, by identity
 * @param minima the lowest minima, lowest first, each as its finds, the lowest first; fewer than asked for if fewer are known.
 *     Crystals of the same enthalpy are one: polytypes of silicon by a potential of short range, which no search by energies
 *     could tell apart
 */
public record Recognition(Target target, Set<Find> hits, List<List<Find>> minima) {
    /** Enthalpies of one minimum lie above its lowest by no more: eV per atom. */
    private static final double SAME_ENTHALPY = 1e-3;

    /** Relaxed structures whose enthalpies (eV per atom) and average minimum distances (Å) differ by less are one minimum. */
    private static final double ALIKE_ENTHALPY = 1e-4;

    private static final double ALIKE_DISTANCE = 0.005;

    /** Minima that are as low as the lowest one, eV per atom: all of them are the ground state. */
    private static final double DEGENERATE = 1e-4;

    /** How finds are told apart, and who does the work. */
    public record Means(MatchSettings match, Workers workers) {}

    /**
     * Looks at all finds of all searches.
     *
     * @param wanted the target; empty for the lowest of all finds and what is as low
     * @param tolerance eV/atom by which a hit may lie beside the lowest, where that is the target
     * @throws IllegalArgumentException if there is no find
     */
    static Recognition of(List<Find> finds, Optional<Target> wanted, double tolerance, int topK, Means means) {
        List<Find> sorted = finds.stream()
                .sorted(Comparator.comparingDouble(Find::enthalpy))
                .toList();
        if (sorted.isEmpty()) {
            throw new IllegalArgumentException("no search has found any structure");
        }
        double lowest = sorted.get(0).enthalpy();
        Target level =
                wanted.orElseGet(() -> new Target(List.of(sorted.get(0).structure()), List.of(lowest), tolerance));
        List<List<Find>> alike = alike(
                sorted.stream()
                        .filter(find -> level.hasEnthalpy(find.enthalpy()))
                        .toList(),
                means);
        int given = wanted.map(target -> target.structures().size()).orElse(0);
        List<List<Find>> targets = new ArrayList<>();
        for (List<Integer> group :
                CrystalGroups.of(structures(wanted, alike), means.match(), means.workers(), Progress.NONE)) {
            List<Find> members = group.stream()
                    .filter(i -> i >= given)
                    .flatMap(i -> alike.get(i - given).stream())
                    .sorted(Comparator.comparingDouble(Find::enthalpy))
                    .toList();
            boolean isWanted = wanted.isEmpty()
                    ? members.get(0).enthalpy() <= lowest + DEGENERATE
                    : given == 0 || group.get(0) < given;
            if (isWanted) {
                targets.add(members);
            }
        }
        Set<Find> hits = set(targets.stream()
                .flatMap(List::stream)
                .filter(find -> level.hasEnthalpy(find.enthalpy()))
                .toList());
        Target target = wanted.orElseGet(() -> new Target(
                targets.stream().map(members -> members.get(0).structure()).toList(), List.of(lowest), tolerance));
        return new Recognition(target, hits, minima(sorted, topK));
    }

    private static List<Structure> structures(Optional<Target> wanted, List<List<Find>> alike) {
        List<Structure> structures = new ArrayList<>();
        wanted.ifPresent(target -> structures.addAll(target.structures()));
        alike.forEach(members -> structures.add(members.get(0).structure()));
        return structures;
    }

    // Random search finds an easy minimum a thousand times, and the complete comparison takes a tenth of a second for
    // each.
    private static List<List<Find>> alike(List<Find> sorted, Means means) {
        List<double[]> averages = means.workers()
                .map(
                        sorted.size(),
                        i -> AverageMinimumDistances.of(
                                sorted.get(i).structure(), means.match().neighbours()));
        List<List<Find>> alike = new ArrayList<>();
        List<double[]> firsts = new ArrayList<>();
        for (int i = 0; i < sorted.size(); i++) {
            Find find = sorted.get(i);
            int same = -1;
            for (int c = alike.size() - 1;
                    same < 0 && c >= 0 && alike.get(c).get(0).enthalpy() >= find.enthalpy() - ALIKE_ENTHALPY;
                    c--) {
                boolean near = Metric.CHEBYSHEV.between(firsts.get(c), averages.get(i)) <= ALIKE_DISTANCE;
                same = near ? c : -1;
            }
            if (same < 0) {
                alike.add(new ArrayList<>());
                firsts.add(averages.get(i));
                same = alike.size() - 1;
            }
            alike.get(same).add(find);
        }
        return alike;
    }

    private static List<List<Find>> minima(List<Find> sorted, int topK) {
        List<List<Find>> minima = new ArrayList<>();
        double level = Double.NEGATIVE_INFINITY;
        for (Find find : sorted) {
            if (find.enthalpy() - level > SAME_ENTHALPY) {
                if (minima.size() == topK) {
                    break;
                }
                minima.add(new ArrayList<>());
                level = find.enthalpy();
            }
            minima.get(minima.size() - 1).add(find);
        }
        return minima;
    }

    /** Returns finds as a set by identity: two searches may find the very same. */
    static Set<Find> set(Collection<Find> finds) {
        Set<Find> set = Collections.newSetFromMap(new IdentityHashMap<>());
        set.addAll(finds);
        return set;
    }
}
