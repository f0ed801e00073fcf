package org.polymorph.daemon.bench;

import java.util.ArrayList;
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
     * @param wanted empty for the lowest of all finds
     * @param tolerance eV/atom of that target
     * @param topK how many of the lowest minima count
     * @throws IllegalArgumentException if no search has found anything
     */
    public static BenchReport of(
            Map<String, List<SearchRecord>> searches,
            Optional<Target> wanted,
            double tolerance,
            int topK,
            Recognition.Means means) {
        List<Find> finds = new ArrayList<>();
        searches.values().forEach(list -> list.forEach(search -> finds.addAll(search.finds())));
        Recognition recognition = Recognition.of(finds, wanted, tolerance, topK, means);
        Set<Find> hits = recognition.hits();
        List<Set<Find>> lowest =
                recognition.minima().stream().map(Recognition::set).toList();
        List<MethodFigures> methods = new ArrayList<>();
        searches.forEach((method, list) -> {
            if (!method.equals(RandomSearch.METHOD) && !list.isEmpty()) {
                methods.add(MethodFigures.of(method, list, hits, lowest));
            }
        });
        Optional<RandomFigures> random = Optional.ofNullable(searches.get(RandomSearch.METHOD))
                .filter(list -> !list.isEmpty())
                .map(list -> RandomFigures.of(list, hits));
        return new BenchReport(
                recognition.target(),
                methods,
                random,
                recognition.minima().stream()
                        .map(minimum -> minimum.get(0).enthalpy())
                        .toList());
    }

    /** Returns this report of searches that were ended at their first hit, which say nothing of what whole ones cost. */
    public BenchReport endedAtHits() {
        return new BenchReport(
                target, methods.stream().map(MethodFigures::endedAtHits).toList(), random, minima);
    }
}
