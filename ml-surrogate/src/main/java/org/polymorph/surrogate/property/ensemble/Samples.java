package org.polymorph.surrogate.property.ensemble;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Crystals with what a network is to say of them. Immutable.
 *
 * @param targets labels about their mean in their deviation
 */
record Samples<G>(List<G> crystals, double[] targets) {
    Samples {
        crystals = List.copyOf(crystals);
    }

    /** Some of them side by side. */
    record Batch<G>(G crystals, double[] targets) {}

    int size() {
        return targets.length;
    }

    /** Returns those of some numbers, in their order. */
    Samples<G> some(int[] indices) {
        return new Samples<>(
                IntStream.of(indices).mapToObj(crystals::get).toList(),
                IntStream.of(indices).mapToDouble(i -> targets[i]).toArray());
    }

    /** Returns some of these in batches, in an order. */
    List<Batch<G>> batches(PropertyNetwork<G> network, int size, int[] order) {
        List<Batch<G>> batches = new ArrayList<>();
        for (int from = 0; from < order.length; from += size) {
            Samples<G> part = some(Arrays.copyOfRange(order, from, Math.min(order.length, from + size)));
            batches.add(new Batch<>(network.join(part.crystals()), part.targets()));
        }
        return batches;
    }
}
