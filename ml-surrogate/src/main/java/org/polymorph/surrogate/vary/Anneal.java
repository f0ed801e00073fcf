package org.polymorph.surrogate.vary;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.polymorph.model.crystal.Composition;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Progress;
import org.polymorph.model.spi.Seed;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.Variant;
import org.polymorph.model.spi.Variation;
import org.polymorph.model.spi.VariationTask;
import org.polymorph.surrogate.dynamics.MolecularDynamics;
import org.polymorph.surrogate.generate.MinimumDistances;
import org.polymorph.surrogate.generate.RandomGenerator;
import org.polymorph.surrogate.relax.RelaxSettings;
import org.polymorph.surrogate.relax.Relaxation;
import org.polymorph.surrogate.relax.Relaxer;

/**
 * Hot random search: a random structure is relaxed a little with the surrogate, heated, and cooled down by molecular dynamics
 * in its cell from {@code temperature} to nothing, before it goes into the pool and is relaxed like the others. The anneal of
 * Kirkpatrick, Gelatt, Vecchi 1983, doi 10.1126/science.220.4598.671, between the relaxations of a random search (Pickard, Needs
 * 2011, doi 10.1088/0953-8984/23/5/053201). A path ends early where the surrogate does not trust itself.
 *
 * <p>Settings: {@code temperature} in K, {@code steps}, {@code timestep} in fs, {@code friction} in 1/fs, {@code relaxSteps}, and
 * all of {@link RandomGenerator}.
 */
public final class Anneal implements Variation {
    private static final RandomGenerator RANDOM = new RandomGenerator();

    private record Own(double temperature, int steps, double timestep, double friction, int relaxSteps) {
        static final List<String> KEYS = List.of("temperature", "steps", "timestep", "friction", "relaxSteps");

        static Own of(Settings settings) {
            return new Own(
                    settings.number("temperature", 1500, 1, 100_000),
                    settings.integer("steps", 200, 1, 10_000_000),
                    settings.number("timestep", 2, 0.01, 20),
                    settings.number("friction", 0.01, 0, 10),
                    settings.integer("relaxSteps", 30, 0, 1_000_000));
        }
    }

    @Override
    public String name() {
        return "anneal";
    }

    @Override
    public void validate(Composition composition, Settings settings) {
        Own.of(settings);
        RANDOM.validate(composition, settings);
    }

    @Override
    public List<Variant> vary(VariationTask task) {
        Settings fresh = task.settings().fresh();
        Own own = Own.of(fresh);
        MinimumDistances distances = MinimumDistances.of(fresh, task.composition());
        fresh.throwIfProblems();
        Map<String, Object> random = new LinkedHashMap<>(task.settings().tree());
        random.keySet().removeAll(Own.KEYS);
        List<Structure> starts = RANDOM.generate(
                task.composition(),
                task.count(),
                Settings.of(random),
                task.seed().split("start"),
                task.workers(),
                Progress.NONE);
        AtomicInteger done = new AtomicInteger();
        return task.workers().map(starts.size(), i -> {
            Structure made =
                    one(starts.get(i), own, distances, task, task.seed().split(i));
            task.progress().at(done.incrementAndGet(), task.count());
            return new Variant(made.niggliReduced(), List.of());
        });
    }

    private static Structure one(Structure start, Own own, MinimumDistances distances, VariationTask task, Seed seed) {
        Relaxation relaxed = Relaxer.relax(
                start, task.calculator(), RelaxSettings.defaults().withSteps(own.relaxSteps()), task.pressure());
        HotPath path = new HotPath(task.calculator(), distances);
        Structure last = distances.areKeptBy(relaxed.structure()) ? relaxed.structure() : start;
        if (!relaxed.evaluation().isFinite()) {
            return last;
        }
        SplittableRandom random = seed.random();
        MolecularDynamics dynamics = new MolecularDynamics(last, task.calculator(), own.timestep());
        dynamics.draw(own.temperature(), random);
        for (int step = 0; step < own.steps(); step++) {
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException("interrupted");
            }
            if (!path.mayGoOn(dynamics.structure(), dynamics.potential(), step)) {
                return last;
            }
            last = dynamics.structure();
            dynamics.step(own.temperature() * (own.steps() - step) / own.steps(), own.friction(), random);
        }
        return Optional.of(dynamics.structure()).filter(distances::areKeptBy).orElse(last);
    }
}
