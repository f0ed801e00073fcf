package org.polymorph.surrogate.generate;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.polymorph.model.crystal.Composition;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Generator;
import org.polymorph.model.spi.Progress;
import org.polymorph.model.spi.Seed;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.Workers;

/**
 * Proposes random structures that keep their minimum distances over all periodic images. Without space groups: a cell shape of
 * one of the seven crystal systems, a volume of the window, atoms anywhere. With them: atoms or molecules on Wyckoff positions of
 * one of the groups, in a primitive cell of a lattice that it allows. Each structure has a seed of its own, so that the first
 * hundred of a thousand are the hundred.
 *
 * <p>Settings: {@code minDistance}, {@code volumePerAtom} [lo, hi] in Å³, {@code lengthRatio}, {@code angles} [lo, hi] in
 * degrees, {@code systems}, {@code attempts}, {@code spacegroups} ({@code none}, numbers, ranges or symbols), {@code extent}
 * ({@code bulk}, {@code layer} or {@code cluster}), {@code thickness} and {@code vacuum} in Å, {@code molecules}.
 */
public final class RandomGenerator implements Generator {

    @Override
    public String name() {
        return "random";
    }

    @Override
    public void validate(Composition composition, Settings settings) {
        RandomSettings.of(settings, composition);
    }

    @Override
    public List<Structure> generate(
            Composition composition, int count, Settings settings, Seed seed, Workers workers, Progress progress) {
        Settings fresh = settings.fresh();
        RandomSettings read = RandomSettings.of(fresh, composition);
        fresh.throwIfProblems();
        AtomicInteger done = new AtomicInteger();
        if (read.isSymmetric()) {
            SymmetricGeneration symmetric = new SymmetricGeneration(composition, read);
            return workers.map(count, i -> {
                Structure structure = symmetric.one(seed.split(i));
                progress.at(done.incrementAndGet(), count);
                return structure;
            });
        }
        List<Element> species = composition.species();
        double[] limits = RandomFilling.limits(read.distances(), species);
        return workers.map(count, i -> {
            Structure structure = one(composition, species, limits, read, seed.split(i));
            progress.at(done.incrementAndGet(), count);
            return structure;
        });
    }

    private static Structure one(
            Composition composition, List<Element> species, double[] limits, RandomSettings settings, Seed seed) {
        SplittableRandom random = seed.random();
        Attempts attempts = new Attempts();
        for (int attempt = 0; attempt < settings.attempts(); attempt++) {
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException("interrupted");
            }
            Optional<Structure> structure = cell(random, settings, species.size(), attempts)
                    .flatMap(lattice -> new RandomFilling(lattice, species, limits).fill(random, attempts));
            if (structure.isPresent()) {
                return structure.get();
            }
        }
        throw attempts.exhausted(composition, settings);
    }

    private static Optional<Lattice> cell(
            SplittableRandom random, RandomSettings settings, int atoms, Attempts attempts) {
        CellShape system =
                settings.systems().get(random.nextInt(settings.systems().size()));
        double[] p = system.draw(random, settings.lengthRatio(), settings.minAngle(), settings.maxAngle());
        double volume =
                atoms * (settings.minVolume() + (settings.maxVolume() - settings.minVolume()) * random.nextDouble());
        if (!CellShape.fit(p[3], p[4], p[5])) {
            attempts.failed("angles that no cell has");
            return Optional.empty();
        }
        return Optional.of(
                Lattice.ofParameters(p[0], p[1], p[2], p[3], p[4], p[5]).withVolume(volume));
    }
}
