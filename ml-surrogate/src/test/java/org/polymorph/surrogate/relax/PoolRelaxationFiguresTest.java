package org.polymorph.surrogate.relax;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.polymorph.dft.potential.Tersoff;
import org.polymorph.model.crystal.Composition;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Calculator;
import org.polymorph.model.spi.LabelledStructure;
import org.polymorph.model.spi.Progress;
import org.polymorph.model.spi.Providers;
import org.polymorph.model.spi.Seed;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.Surrogate;
import org.polymorph.model.spi.SurrogateModel;
import org.polymorph.model.spi.TrainingTask;
import org.polymorph.model.spi.Workers;
import org.polymorph.surrogate.generate.RandomGenerator;

/** The figures of docs/benchmarks.md: a pool of 1,000 random cells of Si16 relaxed on two threads. */
@Tag("long")
class PoolRelaxationFiguresTest {
    private static final int POOL = 1000;
    private static final int LABELS = 150;
    private static final int CORES = 2;

    /** The surrogate's own uncertainty ends a relaxation that leaves what it has learned. */
    private static final RelaxSettings STOPPED = RelaxSettings.defaults();

    /** Nothing but a minimum, patience or the number of steps ends it: the most work there can be. */
    private static final RelaxSettings TO_THE_END = RelaxSettings.of(Settings.of(Map.of("uncertainty", 1e9)));

    @Test
    void the_cluster_expansion_relaxes_a_pool_in_two_minutes_of_two_cores() {
        assertThat(relax("ace", Map.of(), STOPPED)).isLessThan(CORES * 120.0);
        assertThat(relax("ace", Map.of(), TO_THE_END)).isLessThan(CORES * 120.0);
    }

    @Test
    void five_schnets_relax_a_pool_in_six_minutes_of_two_cores() {
        Map<String, Object> settings = Map.of("ensemble", 5, "epochs", 60);
        assertThat(relax("schnet", settings, TO_THE_END)).isLessThan(CORES * 360.0);
    }

    /** Returns the processor time in s that the relaxations took. */
    private static double relax(String kind, Map<String, Object> settings, RelaxSettings how) {
        try (Workers workers = new Workers(CORES)) {
            List<Structure> pool = cells(POOL, 1, workers);
            Calculator potential = new Tersoff(Tersoff.Parameters.SILICON);
            List<LabelledStructure> labels = new ArrayList<>();
            for (Structure cell : cells(LABELS, 2, workers)) {
                labels.add(new LabelledStructure(
                        String.format(Locale.ROOT, "%04d", labels.size()), cell, potential.evaluate(cell)));
            }
            double trained = processorSeconds();
            SurrogateModel model = Providers.of(Surrogate.class)
                    .get(kind)
                    .train(TrainingTask.of(labels, Settings.of(settings), new Seed(1), workers));
            trained = processorSeconds() - trained;
            BatchRelaxer relaxer = new BatchRelaxer(how, 0);
            long begun = System.nanoTime();
            double processor = processorSeconds();
            List<Relaxation> relaxed = relaxer.relax(pool, model, workers, Progress.NONE);
            processor = processorSeconds() - processor;
            double wall = (System.nanoTime() - begun) / 1e9;
            tell(kind, relaxed, trained, processor, wall);
            return processor;
        }
    }

    private static void tell(String kind, List<Relaxation> relaxed, double trained, double processor, double wall) {
        Map<RelaxOutcome, Integer> outcomes = new EnumMap<>(RelaxOutcome.class);
        relaxed.forEach(relaxation -> outcomes.merge(relaxation.outcome(), 1, Integer::sum));
        int evaluations = relaxed.stream().mapToInt(Relaxation::evaluations).sum();
        System.out.printf(
                Locale.ROOT,
                "%s: trained in %.1f s of processor time; %d cells relaxed in %.1f s, %.1f s of processor time: "
                        + "%.1f cells/s, %d evaluations, %.0f µs each; load %.1f; %s%n",
                kind,
                trained,
                relaxed.size(),
                wall,
                processor,
                relaxed.size() / wall,
                evaluations,
                1e6 * processor / evaluations,
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                outcomes);
    }

    private static List<Structure> cells(int count, long seed, Workers workers) {
        Settings settings = Settings.of(Map.of("minDistance", Map.of("Si-Si", 1.6)));
        return new RandomGenerator()
                .generate(Composition.parse("Si16"), count, settings, new Seed(seed), workers, Progress.NONE);
    }

    // of all threads: relaxations run on those of the workers
    private static double processorSeconds() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                        .getProcessCpuTime()
                / 1e9;
    }
}
