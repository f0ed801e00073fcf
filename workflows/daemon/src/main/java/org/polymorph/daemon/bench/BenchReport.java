package org.polymorph.daemon.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * All figures of a bench.
 *
 * @param target what was looked for
 * @param methods in the order in which they were asked for, without random search
 * @param random plain random search; empty where it was not run
 * @param minima enthalpies per atom of the lowest minima of all searches, eV; fewer than asked for where fewer are known
 * @param asked how many of the lowest minima were asked for
 * @param marks which finds of the searches these figures are of
 */
public record BenchReport(
        Target target,
        List<MethodFigures> methods,
        Optional<RandomFigures> random,
        List<Double> minima,
        int asked,
        Marks marks) {
    public BenchReport {
        methods = List.copyOf(methods);
        minima = List.copyOf(minima);
    }

    /**
     * Which finds are what, by identity.
     *
     * @param hits the finds that are the target
     * @param lowest the lowest minima, lowest first, each as its finds
     */
    public record Marks(Set<Find> hits, List<Set<Find>> lowest) {
        public Marks {
            hits = Collections.unmodifiableSet(hits);
            lowest = lowest.stream().map(Collections::unmodifiableSet).toList();
        }

        /** Returns the first find of a search that is the target. */
        public Optional<Find> firstHit(SearchRecord search) {
            return MethodFigures.first(search, hits);
        }

        /** Returns which of the lowest minima a find is, from 1; empty if it is none of them. */
        public OptionalInt minimum(Find find) {
            return IntStream.range(0, lowest.size())
                    .filter(i -> lowest.get(i).contains(find))
                    .map(i -> i + 1)
                    .findFirst();
        }
    }

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
                .map(list -> RandomFigures.of(list, hits, lowest));
        return new BenchReport(
                recognition.target(),
                methods,
                random,
                recognition.minima().stream()
                        .map(minimum -> minimum.get(0).enthalpy())
                        .toList(),
                topK,
                new Marks(hits, lowest));
    }
}
