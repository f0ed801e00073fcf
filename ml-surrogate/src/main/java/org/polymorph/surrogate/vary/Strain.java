package org.polymorph.surrogate.vary;

import java.util.Optional;
import java.util.SplittableRandom;
import org.polymorph.model.crystal.Composition;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Parent;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.Variant;

/**
 * Strains the cell at random, the atoms with it: r → r·(1 + ε), ε symmetric with components normally distributed with the
 * deviation {@code size}, and scaled back to the volume of the parent. The lattice mutation of Glass, Oganov, Hansen 2006,
 * doi 10.1016/j.cpc.2006.07.020.
 */
public final class Strain extends Operator<Double> {
    /** Flattest cell made, over the volume of its parent before it is scaled back. */
    private static final double FLATTEST = 0.3;

    @Override
    public String name() {
        return "strain";
    }

    @Override
    Double read(Settings settings, Composition composition) {
        return settings.number("size", 0.15, 0.001, 1);
    }

    @Override
    Optional<Variant> child(Parents parents, Double size, SplittableRandom random) {
        Parent parent = parents.draw(random);
        double xx = size * random.nextGaussian();
        double yy = size * random.nextGaussian();
        double zz = size * random.nextGaussian();
        double yz = size * random.nextGaussian();
        double xz = size * random.nextGaussian();
        double xy = size * random.nextGaussian();
        double growth = (1 + xx) * ((1 + yy) * (1 + zz) - yz * yz)
                - xy * (xy * (1 + zz) - yz * xz)
                + xz * (xy * yz - (1 + yy) * xz);
        if (!(growth > FLATTEST)) {
            return Optional.empty();
        }
        Structure strained = parent.structure().strained(new double[] {xx, xy, xz, xy, yy, yz, xz, yz, zz});
        return Optional.of(variant(
                strained.withLattice(
                        strained.lattice().withVolume(parent.structure().volume())),
                parent));
    }
}
