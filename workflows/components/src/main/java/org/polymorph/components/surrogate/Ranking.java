package org.polymorph.components.surrogate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.polymorph.engine.store.Calculation;
import org.polymorph.engine.store.Calculation.State;
import org.polymorph.engine.store.RankedResult;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.Structure;
import org.polymorph.surrogate.hull.HullEntry;
import org.polymorph.surrogate.hull.HullHeights;
import org.polymorph.surrogate.invariant.AverageMinimumDistances;

/** Orders final relaxations by enthalpy, or by height above the convex hull where the composition varies, and drops those that ended in the same structure. */
public final class Ranking {
    /** Enthalpies of one structure found twice differ by less than this, eV per atom. */
    private static final double SAME_ENTHALPY = 2e-3;

    /** Average minimum distances of one structure found twice differ by less than this, Å. */
    private static final double SAME_DISTANCES = 0.05;

    /** Enthalpies that differ by less are equal: eV per atom. */
    private static final double DEGENERATE = 1e-5;

    private static final int NEIGHBOURS = 50;

    private Ranking() {}

    /** Returns the final table, the lowest first; every structure in its Niggli-reduced cell, not turned. */
    public static List<RankedResult> rank(RankWork work) {
        List<RankedResult> all = new ArrayList<>();
        for (Calculation calculation : work.finals()) {
            if (calculation.state() == State.DONE && calculation.stage() == work.lastStage()) {
                all.add(result(calculation, isRelaxed(calculation, work.finals()), work.pressure()));
            }
        }
        return work.hull() ? overComposition(all) : distinct(all);
    }

    // each composition by itself, then all by their heights above the hull; those on it by their formulas
    private static List<RankedResult> overComposition(List<RankedResult> all) {
        Map<String, List<RankedResult>> compositions = new TreeMap<>();
        List<HullEntry> entries = new ArrayList<>();
        for (RankedResult result : all) {
            String formula = result.structure().composition().reduced().toString();
            compositions.computeIfAbsent(formula, key -> new ArrayList<>()).add(result);
            entries.add(new HullEntry(formula, result.structure().composition(), result.enthalpy()));
        }
        HullHeights hull = HullHeights.over(entries);
        List<RankedResult> ranked = new ArrayList<>();
        for (List<RankedResult> own : compositions.values()) {
            for (RankedResult result : distinct(own)) {
                double height = hull.of(result.structure().composition(), result.enthalpy());
                ranked.add(result.at(0, result.duplicates(), Optional.of(height)));
            }
        }
        ranked.sort(Comparator.comparingDouble(result -> result.aboveHull().orElse(Double.NaN)));
        for (int i = 0; i < ranked.size(); i++) {
            RankedResult result = ranked.get(i);
            ranked.set(i, result.at(i + 1, result.duplicates(), result.aboveHull()));
        }
        return ranked;
    }

    private static List<RankedResult> distinct(List<RankedResult> all) {
        List<RankedResult> ranked = new ArrayList<>();
        for (RankedResult next : ordered(all)) {
            int same = -1;
            for (int i = 0; i < ranked.size() && same < 0; i++) {
                same = isSame(ranked.get(i), next) ? i : -1;
            }
            if (same < 0) {
                ranked.add(next.at(ranked.size() + 1, 0, Optional.empty()));
            } else {
                RankedResult first = ranked.get(same);
                ranked.set(same, first.at(first.rank(), first.duplicates() + 1, Optional.empty()));
            }
        }
        return ranked;
    }

    // By enthalpy; among those that are equal but for rounding and the last steps of their relaxations, which say
    // nothing:
    // the relaxed ones first, then the crystal with the smaller primitive cell.
    private static List<RankedResult> ordered(List<RankedResult> all) {
        all.sort(Comparator.comparingDouble(RankedResult::enthalpy).thenComparing(RankedResult::candidate));
        List<RankedResult> ordered = new ArrayList<>();
        List<RankedResult> degenerate = new ArrayList<>();
        for (RankedResult next : all) {
            if (!degenerate.isEmpty() && next.enthalpy() - degenerate.get(0).enthalpy() > DEGENERATE) {
                ordered.addAll(simplestFirst(degenerate));
                degenerate.clear();
            }
            degenerate.add(next);
        }
        ordered.addAll(simplestFirst(degenerate));
        return ordered;
    }

    private static List<RankedResult> simplestFirst(List<RankedResult> degenerate) {
        return degenerate.stream()
                .sorted(Comparator.comparing((RankedResult result) -> !result.converged())
                        .thenComparing(result ->
                                result.structure().primitive(SAME_DISTANCES).size()))
                .toList();
    }

    // A single point after relaxations moves nothing: the last relaxation before it says whether its geometry is
    // relaxed.
    private static boolean isRelaxed(Calculation last, List<Calculation> finals) {
        return finals.stream()
                .filter(calculation -> calculation.candidate().equals(last.candidate()))
                .filter(calculation -> !calculation.inputSet().endsWith("static"))
                .max(Comparator.comparingInt(Calculation::stage))
                .orElse(last)
                .converged();
    }

    private static RankedResult result(Calculation calculation, boolean relaxed, double pressure) {
        var frame = calculation.result().orElseThrow();
        Structure structure = frame.structure().niggliReduced();
        Evaluation evaluation = frame.evaluation().orElseThrow();
        double enthalpy = (evaluation.energy() + pressure * structure.volume()) / structure.size();
        return new RankedResult(
                0,
                calculation.candidate(),
                calculation.id(),
                structure,
                enthalpy,
                structure.volume() / structure.size(),
                evaluation.maxForce(),
                relaxed,
                0);
    }

    private static boolean isSame(RankedResult a, RankedResult b) {
        return Math.abs(a.enthalpy() - b.enthalpy()) < SAME_ENTHALPY
                && largestDifference(
                                AverageMinimumDistances.of(a.structure(), NEIGHBOURS),
                                AverageMinimumDistances.of(b.structure(), NEIGHBOURS))
                        < SAME_DISTANCES;
    }

    private static double largestDifference(double[] a, double[] b) {
        double largest = 0;
        for (int i = 0; i < a.length; i++) {
            largest = Math.max(largest, Math.abs(a[i] - b[i]));
        }
        return largest;
    }
}
