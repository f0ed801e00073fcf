package org.polymorph.surrogate.linear;

import java.util.ArrayList;
import java.util.List;

/**
 * The sums of data that are dealt out to folds, one {@link NormalEquations} a fold and kind of data. All folds have the same
 * kinds. Immutable as long as the sums are left alone.
 */
public final class FoldedSums {
    private final List<List<NormalEquations>> folds;

    /** Makes it from folds of kinds. */
    public FoldedSums(List<List<NormalEquations>> folds) {
        this.folds = folds.stream().map(List::copyOf).toList();
    }

    public int size() {
        return folds.size();
    }

    /** Returns the kinds of one fold. */
    public List<NormalEquations> fold(int fold) {
        return folds.get(fold);
    }

    /** Returns the kinds of all data, added up in the order of the folds. */
    public List<NormalEquations> total() {
        return without(-1);
    }

    /** Returns the kinds of all folds but one. */
    public List<NormalEquations> without(int fold) {
        List<NormalEquations> sums = new ArrayList<>();
        for (int kind = 0; kind < folds.get(0).size(); kind++) {
            NormalEquations sum = new NormalEquations(folds.get(0).get(kind).size());
            for (int other = 0; other < folds.size(); other++) {
                if (other != fold) {
                    sum.add(folds.get(other).get(kind), 1);
                }
            }
            sums.add(sum);
        }
        return sums;
    }

    /** Returns the sums for features that are divided by {@code scale}. */
    public FoldedSums scaled(double[] scale) {
        return new FoldedSums(folds.stream()
                .map(kinds -> kinds.stream().map(kind -> kind.scaled(scale)).toList())
                .toList());
    }
}
