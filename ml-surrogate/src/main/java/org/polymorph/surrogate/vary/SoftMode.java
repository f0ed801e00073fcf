package org.polymorph.surrogate.vary;

import java.util.Optional;
import java.util.SplittableRandom;
import org.polymorph.model.crystal.Composition;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Parent;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.Variant;
import org.polymorph.surrogate.dynamics.SoftModes;

/**
 * Moves the atoms along one of the softest modes of the surrogate's surface, where barriers are low: Lyakhov, Oganov, Valle 2010,
 * doi 10.1016/j.cpc.2010.06.007. One of the {@code modes} softest is drawn, the softer the more often, and a sense; the atom that
 * moves most moves by half of {@code size} to all of it, in Å.
 */
public final class SoftMode extends Operator<SoftMode.Own> {

    record Own(double size, int modes) {}

    @Override
    public String name() {
        return "soft-mode";
    }

    @Override
    int attempts() {
        return 10; // each takes the second derivatives
    }

    @Override
    Own read(Settings settings, Composition composition) {
        if (composition.size() < 2) {
            settings.reject("type", "soft-mode needs at least two atoms, found " + composition);
        }
        return new Own(settings.number("size", 1.5, 0.01, 10), settings.integer("modes", 6, 1, 10_000));
    }

    @Override
    Optional<Variant> child(Parents parents, Own settings, SplittableRandom random) {
        Parent parent = parents.draw(random);
        Structure structure = parent.structure();
        SoftModes modes = new SoftModes(structure, parents.calculator());
        int among = Math.min(settings.modes(), modes.count());
        double[] moves = modes.displacement(Parents.rank(among, random));
        double length = settings.size() * (0.5 + 0.5 * random.nextDouble()) * (random.nextBoolean() ? 1 : -1);
        double[] cartesian = structure.cartesian();
        for (int i = 0; i < cartesian.length; i++) {
            cartesian[i] += length * moves[i];
        }
        return Optional.of(variant(Structure.ofCartesian(structure.lattice(), structure.species(), cartesian), parent));
    }
}
