package org.polymorph.surrogate.vary;

import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import org.polymorph.model.crystal.Composition;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Calculator;
import org.polymorph.model.spi.Parent;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.Variant;
import org.polymorph.surrogate.dynamics.MolecularDynamics;
import org.polymorph.surrogate.generate.MinimumDistances;
import org.polymorph.surrogate.invariant.AverageMinimumDistances;
import org.polymorph.surrogate.relax.RelaxOutcome;
import org.polymorph.surrogate.relax.RelaxSettings;
import org.polymorph.surrogate.relax.Relaxation;
import org.polymorph.surrogate.relax.Relaxer;

/**
 * Minima hopping on the surrogate's surface: Goedecker 2004, doi 10.1063/1.1724816. From a parent, {@code hops} times: molecular
 * dynamics in the cell until the potential energy has passed {@code minima} minima, then a relaxation of atoms and cell. The new
 * minimum becomes the current one if its enthalpy per atom is at most {@code accept} above it. The temperature and the limit are
 * fed back: hotter where the path fell back into the minimum it came from, cooler where it did not; a wider limit after each
 * refusal, a narrower one after each step taken. The lowest minimum met that is not the parent is what is proposed.
 */
public final class MinimaHopping extends Operator<MinimaHopping.Own> {
    /** Goedecker's factors: β₁ = 1/β₃ and α₂ = 1/α₁. */
    private static final double FEEDBACK = 1.1;

    private static final double SAME_ENERGY = 1e-3;
    private static final double SAME_DISTANCE = 0.03;
    private static final int NEIGHBORS = 20;
    private static final int MOST_STEPS = 500;

    record Own(
            double temperature,
            int hops,
            int minima,
            double timestep,
            double accept,
            int relaxSteps,
            MinimumDistances distances) {}

    @Override
    public String name() {
        return "hop";
    }

    @Override
    int attempts() {
        return 2; // each is a long way
    }

    @Override
    Own read(Settings settings, Composition composition) {
        if (composition.size() < 2) {
            settings.reject("type", "hop needs at least two atoms, found " + composition);
        }
        return new Own(
                settings.number("temperature", 1000, 1, 100_000),
                settings.integer("hops", 5, 1, 100_000),
                settings.integer("minima", 2, 1, 1000),
                settings.number("timestep", 2, 0.01, 20),
                settings.number("accept", 0.05, 0, 100),
                settings.integer("relaxSteps", 150, 1, 1_000_000),
                MinimumDistances.of(settings, composition));
    }

    /** A minimum, or where a relaxation has ended before one. */
    private record Place(Structure structure, double enthalpy, double[] distances) {
        static Place of(Structure structure, double enthalpy) {
            return new Place(structure, enthalpy, AverageMinimumDistances.of(structure, NEIGHBORS));
        }

        boolean isSame(Place other) {
            double farthest = 0;
            for (int k = 0; k < distances.length; k++) {
                farthest = Math.max(farthest, Math.abs(distances[k] - other.distances[k]));
            }
            return Math.abs(enthalpy - other.enthalpy) < SAME_ENERGY && farthest < SAME_DISTANCE;
        }
    }

    @Override
    Optional<Variant> child(Parents parents, Own settings, SplittableRandom random) {
        Parent parent = parents.draw(random);
        Calculator calculator = parents.calculator();
        Optional<Place> home = relaxed(parent.structure(), settings, parents);
        if (home.isEmpty()) {
            return Optional.empty();
        }
        Place current = home.get();
        Optional<Place> lowest = Optional.empty();
        double temperature = settings.temperature();
        double accept = settings.accept();
        for (int hop = 0; hop < settings.hops(); hop++) {
            Structure escaped = escape(current.structure(), temperature, settings, calculator, random);
            Optional<Place> next = relaxed(escaped, settings, parents);
            if (next.isEmpty() || next.get().isSame(current)) {
                temperature *= FEEDBACK;
                continue;
            }
            temperature /= FEEDBACK;
            Place found = next.get();
            if (!found.isSame(home.get())
                    && (lowest.isEmpty() || found.enthalpy() < lowest.get().enthalpy())) {
                lowest = next;
            }
            if (found.enthalpy() - current.enthalpy() <= accept) {
                current = found;
                accept /= FEEDBACK;
            } else {
                accept *= FEEDBACK;
            }
        }
        return lowest.map(place -> variant(place.structure(), parent));
    }

    private static Optional<Place> relaxed(Structure structure, Own settings, Parents parents) {
        Relaxation relaxed = Relaxer.relax(
                structure,
                parents.calculator(),
                RelaxSettings.defaults().withSteps(settings.relaxSteps()),
                parents.pressure());
        boolean usable = relaxed.evaluation().isFinite()
                && relaxed.outcome() != RelaxOutcome.COLLAPSED
                && relaxed.outcome() != RelaxOutcome.EXPLODED
                && settings.distances().areKeptBy(relaxed.structure());
        return usable
                ? Optional.of(Place.of(relaxed.structure(), relaxed.enthalpyPerAtom(parents.pressure())))
                : Optional.empty();
    }

    // until the potential energy has passed so many minima, or the path cannot be trusted any further
    private static Structure escape(
            Structure from, double temperature, Own settings, Calculator calculator, SplittableRandom random) {
        MolecularDynamics dynamics = new MolecularDynamics(from, calculator, settings.timestep());
        dynamics.draw(temperature, random);
        HotPath path = new HotPath(calculator, settings.distances());
        Structure last = from;
        double before = Double.NEGATIVE_INFINITY;
        boolean falling = false;
        int passed = 0;
        for (int step = 0; step < MOST_STEPS && passed < settings.minima(); step++) {
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException("interrupted");
            }
            double energy = dynamics.potential();
            if (!path.mayGoOn(dynamics.structure(), energy, step)) {
                return last;
            }
            if (falling && energy > before) {
                passed++;
            }
            falling = energy < before;
            before = energy;
            last = dynamics.structure();
            dynamics.step();
        }
        return last;
    }
}
