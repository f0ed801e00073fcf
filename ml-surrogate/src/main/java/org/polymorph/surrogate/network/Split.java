package org.polymorph.surrogate.network;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.polymorph.model.spi.LabelledStructure;
import org.polymorph.model.spi.Seed;

/**
 * Which labels are kept apart for validation. It goes by a number that the label's id alone gives it, so that a label which
 * was trained on is never used for validation in a later round.
 */
final class Split {
    private Split() {}

    /** Returns the ids of about a share of the labels: at least one, and never all. */
    static Set<String> validation(List<LabelledStructure> labels, double share) {
        List<String> ids = labels.stream()
                .map(LabelledStructure::id)
                .sorted(Comparator.comparingDouble(Split::place).thenComparing(Comparator.naturalOrder()))
                .toList();
        long below = ids.stream().filter(id -> place(id) < share).count();
        return new HashSet<>(ids.subList(0, (int) Math.max(1, Math.min(below, ids.size() - 1))));
    }

    private static double place(String id) {
        return new Seed(0).split(id).random().nextDouble();
    }
}
