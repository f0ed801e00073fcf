package org.polymorph.tests.benchmark;

import java.util.List;
import java.util.Map;
import org.polymorph.model.crystal.Composition;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Calculator;
import org.polymorph.model.spi.CalculatorProvider;
import org.polymorph.model.spi.Generator;
import org.polymorph.model.spi.LabelledStructure;
import org.polymorph.model.spi.Progress;
import org.polymorph.model.spi.Providers;
import org.polymorph.model.spi.Seed;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.Workers;

/** Random silicon cells of the density of diamond, the same ones each time. */
final class SiliconCells {
    private SiliconCells() {}

    static List<Structure> of(int atoms, int count) {
        Settings settings = Settings.of(Map.of("minDistance", Map.of("Si-Si", 1.9), "volumePerAtom", List.of(18, 22)));
        try (Workers workers = new Workers(1)) {
            return Providers.of(Generator.class)
                    .get("random")
                    .generate(Composition.parse("Si" + atoms), count, settings, new Seed(1), workers, Progress.NONE);
        }
    }

    /** Returns cells with energies, forces and stresses of the potential of Stillinger and Weber. */
    static List<LabelledStructure> labelled(int atoms, int count) {
        Calculator potential = Providers.of(CalculatorProvider.class).get("sw").create(Settings.empty());
        List<Structure> cells = of(atoms, count);
        return java.util.stream.IntStream.range(0, count)
                .mapToObj(i ->
                        new LabelledStructure(String.format("%05d", i), cells.get(i), potential.evaluate(cells.get(i))))
                .toList();
    }
}
