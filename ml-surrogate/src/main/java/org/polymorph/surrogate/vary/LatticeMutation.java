package org.polymorph.surrogate.vary;

import java.util.Optional;
import java.util.SplittableRandom;
import org.polymorph.model.crystal.Composition;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Parent;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.Variant;

/**
 * Repeats the atoms of a cell by another lattice: they stay where they are, and one vector of the cell gets a random part, up
 * to {@code slip} in each direction, of the other two. Slabs of the crystal, cut at a random height, are stacked with another
 * shift, as from fcc to other stackings; the volume stays.
 */
public final class LatticeMutation extends Operator<Double> {

    @Override
    public String name() {
        return "lattice";
    }

    @Override
    Double read(Settings settings, Composition composition) {
        return settings.number("slip", 0.5, 0.01, 0.5);
    }

    @Override
    Optional<Variant> child(Parents parents, Double slip, SplittableRandom random) {
        Parent parent = parents.draw(random);
        Structure reduced = parent.structure().niggliReduced();
        int axis = random.nextInt(3);
        double[] fractional = reduced.fractional();
        double height = random.nextDouble();
        for (int i = 0; i < reduced.size(); i++) {
            fractional[3 * i + axis] += height;
        }
        Structure cut = reduced.withFractional(fractional).wrapped();
        double[] rows = cut.lattice().toArray();
        double[] slipped = rows.clone();
        for (int other = 1; other < 3; other++) {
            double part = slip * (2 * random.nextDouble() - 1);
            int vector = (axis + other) % 3;
            for (int k = 0; k < 3; k++) {
                slipped[3 * axis + k] += part * rows[3 * vector + k];
            }
        }
        return Optional.of(variant(Structure.ofCartesian(Lattice.of(slipped), cut.species(), cut.cartesian()), parent));
    }
}
