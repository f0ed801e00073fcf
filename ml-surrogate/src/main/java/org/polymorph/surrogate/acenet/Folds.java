package org.polymorph.surrogate.acenet;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.polymorph.model.spi.LabelledStructure;
import org.polymorph.model.spi.Seed;

/**
 * Which labels each member is validated on: those at its place in an order that the ids alone decide, every so many one. All
 * labels are trained on by all members but one, and each is some member's test.
 */
final class Folds {
    private Folds() {}

    /** Returns labels in that order: number s belongs to fold s modulo the number of folds. */
    static List<LabelledStructure> shuffled(List<LabelledStructure> labels) {
        List<LabelledStructure> shuffled = new ArrayList<>(labels);
        shuffled.sort(Comparator.comparingDouble((LabelledStructure label) -> place(label.id()))
                .thenComparing(LabelledStructure::id));
        return shuffled;
    }

    private static double place(String id) {
        return new Seed(0).split(id).random().nextDouble();
    }

    /** Returns what is in a fold, or all but that. */
    static <T> List<T> part(List<T> all, int folds, int fold, boolean inside) {
        List<T> part = new ArrayList<>();
        for (int s = 0; s < all.size(); s++) {
            if ((s % folds == fold) == inside) {
                part.add(all.get(s));
            }
        }
        return part;
    }
}
