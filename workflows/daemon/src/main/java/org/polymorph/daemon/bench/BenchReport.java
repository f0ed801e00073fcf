package org.polymorph.daemon.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All figures of a bench.
 *
 * @param target what was looked for
 * @param methods in the order in which they were asked for, without random search
 * @param random plain random search; empty where it was not run
 * @param minima enthalpies per atom of the lowest minima of all searches, eV
 */
public record BenchReport(
        Target target, List<MethodFigures> methods, Optional<RandomFigures> random, List<Double> minima) {

    /**
     * Works out the figures.
     *
     * @param searches by method
     * @param target empty for the lowest of all finds
     * @param tolerance eV/atom of that target
     * @param topK how many of the lowest minima count
     */
    public static BenchReport of(
            Map<String, List<SearchRecord>> searches,
            Optional<Target> target,
            double tolerance,
            int topK,
            Recognition recognition) {
        List<Find> finds = new ArrayList<>();
        searches.values().forEach(list -> list.forEach(search -> finds.addAll(search.finds())));
        Target wanted = target.orElseGet(() -> recognition.lowest(finds, tolerance));
        Set<Find> hits = recognition.hits(finds, wanted);
        List<List<Find>> lowest = recognition.lowest(finds, topK);
        List<Set<Find>> sets = lowest.stream().map(BenchReport::identities).toList();
        List<MethodFigures> methods = new ArrayList<>();
        searches.forEach((method, list) -> {
            if (!method.equals(RandomSearch.METHOD)) {
                methods.add(MethodFigures.of(method, list, hits, sets));
            }
        });
        Optional<RandomFigures> random =
                Optional.ofNullable(searches.get(RandomSearch.METHOD)).map(list -> RandomFigures.of(list, hits));
        return new BenchReport(
                wanted,
                methods,
                random,
                lowest.stream().map(minimum -> minimum.get(0).enthalpy()).toList());
    }

    private static Set<Find> identities(List<Find> finds) {
        Set<Find> set = Collections.newSetFromMap(new IdentityHashMap<>());
        set.addAll(finds);
        return set;
    }
}
