package org.polymorph.surrogate.vary;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.polymorph.model.crystal.Composition;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Parent;
import org.polymorph.model.spi.Seed;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.Variant;
import org.polymorph.model.spi.Variation;
import org.polymorph.model.spi.VariationTask;
import org.polymorph.surrogate.generate.Separation;

/**
 * Makes children of parents, moves atoms that are too near to each other apart, and tries again where that does not help. Each child has a seed of its own, so that
 * neither the number of workers nor how many are asked for changes it; children come in their Niggli-reduced cells.
 *
 * @param <S> the operator's settings
 */
abstract class Operator<S> implements Variation {

    /** Reads the operator's own keys. */
    abstract S read(Settings settings, Composition composition);

    /** Tries to make one child, which may have atoms too near to each other; empty if this draw makes none. */
    abstract Optional<Variant> child(Parents parents, S settings, SplittableRandom random);

    /** Returns how many children are tried where the settings do not say. */
    int attempts() {
        return 100;
    }

    @Override
    public void validate(Composition composition, Settings settings) {
        OperatorSettings.of(settings, composition, attempts());
        read(settings, composition);
        settings.finish();
    }

    @Override
    public List<Variant> vary(VariationTask task) {
        Settings fresh = task.settings().fresh();
        OperatorSettings common = OperatorSettings.of(fresh, task.composition(), attempts());
        S own = read(fresh, task.composition());
        fresh.finish();
        fresh.throwIfProblems();
        if (task.parents().isEmpty()) {
            return List.of();
        }
        Parents parents = new Parents(task.parents(), task.calculator(), task.pressure());
        AtomicInteger done = new AtomicInteger();
        return task
                .workers()
                .map(task.count(), i -> {
                    Optional<Variant> child =
                            one(parents, common, own, task.seed().split(i));
                    task.progress().at(done.incrementAndGet(), task.count());
                    return child;
                })
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<Variant> one(Parents parents, OperatorSettings common, S own, Seed seed) {
        SplittableRandom random = seed.random();
        for (int attempt = 0; attempt < common.attempts(); attempt++) {
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException("interrupted");
            }
            Optional<Variant> child = child(parents, own, random)
                    .flatMap(made -> Separation.of(made.structure(), common.distances())
                            .map(kept -> new Variant(kept.niggliReduced(), made.parents())));
            if (child.isPresent()) {
                return child;
            }
        }
        return Optional.empty();
    }

    static Variant variant(Structure structure, Parent parent) {
        return new Variant(structure, List.of(parent.id()));
    }
}
