package org.polymorph.surrogate.vary;

import java.util.Optional;
import java.util.SplittableRandom;
import org.polymorph.model.crystal.Composition;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Parent;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.Variant;

/** Exchanges the places of one to {@code swaps} pairs of atoms of different elements. */
public final class Permutation extends Operator<Integer> {

    @Override
    public String name() {
        return "permute";
    }

    @Override
    Integer read(Settings settings, Composition composition) {
        if (composition.counts().size() < 2) {
            settings.reject("type", "permute needs two elements to exchange, found " + composition);
        }
        return settings.integer("swaps", 3, 1, 10_000);
    }

    @Override
    Optional<Variant> child(Parents parents, Integer swaps, SplittableRandom random) {
        Parent parent = parents.draw(random);
        Structure structure = parent.structure();
        double[] fractional = structure.fractional();
        int[] origin = new int[structure.size()];
        for (int i = 0; i < origin.length; i++) {
            origin[i] = i;
        }
        for (int left = 1 + random.nextInt(swaps); left > 0; left--) {
            int i = random.nextInt(structure.size());
            int j = other(structure, i, random);
            for (int k = 0; k < 3; k++) {
                double kept = fractional[3 * i + k];
                fractional[3 * i + k] = fractional[3 * j + k];
                fractional[3 * j + k] = kept;
            }
            int kept = origin[i];
            origin[i] = origin[j];
            origin[j] = kept;
        }
        for (int i = 0; i < origin.length; i++) {
            if (!structure.species(i).equals(structure.species(origin[i]))) {
                return Optional.of(variant(structure.withFractional(fractional), parent));
            }
        }
        return Optional.empty(); // the exchanges have undone each other
    }

    private static int other(Structure structure, int i, SplittableRandom random) {
        while (true) {
            int j = random.nextInt(structure.size());
            if (!structure.species(j).equals(structure.species(i))) {
                return j;
            }
        }
    }
}
