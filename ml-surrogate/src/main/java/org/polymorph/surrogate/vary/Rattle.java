package org.polymorph.surrogate.vary;

import java.util.Optional;
import java.util.SplittableRandom;
import org.polymorph.model.crystal.Composition;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Parent;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.Variant;

/**
 * Moves atoms at random: every atom with the probability {@code atoms}, each component normally distributed with the
 * deviation {@code size} in Å.
 */
public final class Rattle extends Operator<Rattle.Own> {

    record Own(double size, double atoms) {}

    @Override
    public String name() {
        return "rattle";
    }

    @Override
    Own read(Settings settings, Composition composition) {
        return new Own(settings.number("size", 0.4, 0.001, 10), settings.number("atoms", 1, 0.001, 1));
    }

    @Override
    Optional<Variant> child(Parents parents, Own settings, SplittableRandom random) {
        Parent parent = parents.draw(random);
        Structure structure = parent.structure();
        double[] cartesian = structure.cartesian();
        boolean moved = false;
        for (int i = 0; i < structure.size(); i++) {
            if (random.nextDouble() < settings.atoms()) {
                moved = true;
                for (int k = 0; k < 3; k++) {
                    cartesian[3 * i + k] += settings.size() * random.nextGaussian();
                }
            }
        }
        return moved
                ? Optional.of(
                        variant(Structure.ofCartesian(structure.lattice(), structure.species(), cartesian), parent))
                : Optional.empty();
    }
}
