package org.polymorph.surrogate.relax;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Calculator;
import org.polymorph.model.spi.Progress;
import org.polymorph.model.spi.Workers;

/**
 * Relaxes many structures of any sizes over all workers. Each is relaxed on its own, with neighbour lists of its own, and
 * leaves the batch when it has ended, so that the result is, to the last bit, that of {@link Relaxer} one by one, whatever
 * the order. Immutable and thread-safe.
 */
public final class BatchRelaxer {
    /** Begins with the structures of the most atoms, so that no long relaxation is left for the end; the default. */
    public static final Comparator<Structure> LARGEST_FIRST =
            Comparator.comparingInt(Structure::size).reversed();

    /** Takes structures as they come: the most promising first, where the caller has sorted them so. */
    public static final Comparator<Structure> AS_GIVEN = Comparator.comparingInt(ignored -> 0);

    private final RelaxSettings settings;
    private final double pressure;
    private final Comparator<Structure> priority;
    private final Optional<Duration> limit;
    private final LongSupplier nanos;

    /**
     * Makes a relaxer.
     *
     * @param pressure external pressure in eV/Å³
     */
    public BatchRelaxer(RelaxSettings settings, double pressure) {
        this(settings, pressure, LARGEST_FIRST, Optional.empty(), System::nanoTime);
    }

    private BatchRelaxer(
            RelaxSettings settings,
            double pressure,
            Comparator<Structure> priority,
            Optional<Duration> limit,
            LongSupplier nanos) {
        this.settings = settings;
        this.pressure = pressure;
        this.priority = priority;
        this.limit = limit;
        this.nanos = nanos;
    }

    /** Returns a relaxer that begins with the structures that come first by an order; equal ones as they are given. */
    public BatchRelaxer withPriority(Comparator<Structure> order) {
        return new BatchRelaxer(settings, pressure, order, limit, nanos);
    }

    /**
     * Returns a relaxer that gives up, a time after its start, what has not ended by then.
     *
     * @throws IllegalArgumentException if the time is not above zero
     */
    public BatchRelaxer withTimeLimit(Duration time) {
        return withTimeLimit(time, nanos);
    }

    BatchRelaxer withTimeLimit(Duration time, LongSupplier clock) {
        if (time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException("a time limit must be above zero, found " + time);
        }
        return new BatchRelaxer(settings, pressure, priority, Optional.of(time), clock);
    }

    /**
     * Relaxes structures; the results come in the order of the structures.
     *
     * @throws CancellationException if the calling thread is interrupted, or the time limit passes
     * @throws IllegalArgumentException if the calculator does not know an element; the structure's number is told
     */
    public List<Relaxation> relax(
            List<Structure> structures, Calculator calculator, Workers workers, Progress progress) {
        List<Optional<Relaxation>> ended = relaxUntilStopped(structures, calculator, workers, progress);
        if (ended.stream().anyMatch(Optional::isEmpty)) {
            long count = ended.stream().filter(Optional::isPresent).count();
            throw new CancellationException(
                    Thread.currentThread().isInterrupted() || limit.isEmpty()
                            ? "interrupted"
                            : "the time limit passed after " + count + " of " + ended.size() + " relaxations");
        }
        return ended.stream().map(Optional::orElseThrow).toList();
    }

    /**
     * Relaxes structures and keeps what has ended when the calling thread is interrupted, whose flag stays set, or the time
     * limit passes. The results come in the order of the structures, empty where the relaxation was given up.
     *
     * @throws IllegalArgumentException if the calculator does not know an element; the structure's number is told
     */
    public List<Optional<Relaxation>> relaxUntilStopped(
            List<Structure> structures, Calculator calculator, Workers workers, Progress progress) {
        int total = structures.size();
        int[] order = IntStream.range(0, total)
                .boxed()
                .sorted(Comparator.comparing(structures::get, priority))
                .mapToInt(Integer::intValue)
                .toArray();
        AtomicReferenceArray<Relaxation> ended = new AtomicReferenceArray<>(total);
        AtomicInteger done = new AtomicInteger();
        BooleanSupplier over = over();
        try {
            workers.map(total, k -> {
                if (!over.getAsBoolean()) {
                    relax(order[k], structures.get(order[k]), calculator, over).ifPresent(relaxation -> {
                        ended.set(order[k], relaxation);
                        progress.at(done.incrementAndGet(), total);
                    });
                }
                return order[k];
            });
        } catch (CancellationException e) {
            // what has ended by now is what there is
        }
        List<Optional<Relaxation>> results = new ArrayList<>(total);
        for (int i = 0; i < total; i++) {
            results.add(Optional.ofNullable(ended.get(i)));
        }
        return results;
    }

    private Optional<Relaxation> relax(int index, Structure structure, Calculator calculator, BooleanSupplier over) {
        try {
            return Relaxer.relax(structure, calculator, settings, pressure, over);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("structure " + (index + 1) + ": " + e.getMessage(), e);
        }
    }

    private BooleanSupplier over() {
        if (limit.isEmpty()) {
            return () -> false;
        }
        long start = nanos.getAsLong();
        long allowed = limit.get().toNanos();
        return () -> nanos.getAsLong() - start >= allowed;
    }
}
