package org.polymorph.surrogate.property.amd;

import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.util.Optional;
import org.polymorph.model.spi.Checkpoint;

/**
 * Where a search of hyper-parameters leaves the parts that are done, as numbers, and finds those of one that was killed.
 *
 * @param inputs all that the search depends on
 */
record SearchStates(Optional<Checkpoint> place, String inputs) {

    /**
     * Returns what a part came to in an earlier search with the same inputs, and tells of it.
     *
     * @param name of the part, a file name
     * @param words for people
     */
    Optional<double[]> find(String name, String words) {
        Optional<double[]> found = place.flatMap(p -> p.find(name, inputs)).map(SearchStates::numbers);
        found.ifPresent(numbers -> place.orElseThrow().wentOn().accept(words));
        return found;
    }

    /** Leaves what a part came to. */
    void leave(String name, double... numbers) {
        place.ifPresent(p -> {
            ByteBuffer bytes = ByteBuffer.allocate(Double.BYTES * numbers.length);
            bytes.asDoubleBuffer().put(numbers);
            p.leave(name, inputs, bytes.array());
        });
    }

    private static double[] numbers(byte[] state) {
        DoubleBuffer buffer = ByteBuffer.wrap(state).asDoubleBuffer();
        double[] numbers = new double[buffer.remaining()];
        buffer.get(numbers);
        return numbers;
    }
}
