package org.polymorph.surrogate.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.LabelledStructure;
import org.polymorph.model.spi.PropertyLabel;
import org.polymorph.model.spi.PropertyLearner;
import org.polymorph.model.spi.PropertyModel;
import org.polymorph.model.spi.PropertyTask;
import org.polymorph.model.spi.Providers;
import org.polymorph.model.spi.Seed;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.Surrogate;
import org.polymorph.model.spi.SurrogateModel;
import org.polymorph.model.spi.TrainingTask;
import org.polymorph.model.spi.Workers;
import org.polymorph.surrogate.calibration.RankOrder;

/**
 * The table of docs/benchmarks.md that has all surrogates and models of one property side by side: whatever is found on the
 * class path, on the same labels, on one thread.
 */
@Tag("long")
class ComparisonFiguresTest {
    /** Labels of which a kind would train longer, s of processor time, are left out for it. */
    private static final double LONGEST = Double.parseDouble(System.getProperty("figures.longest", "200"));

    /** Names to compare; all where nothing is said. */
    private static final Set<String> WANTED =
            Set.copyOf(Arrays.asList(System.getProperty("figures.models", "").split(",", -1)));

    private static final int LOWEST = 10;
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    /** What a model says of a structure: the energy per atom, and forces if it has them. */
    private interface Estimator {
        double energy(Structure structure);

        double[] forces(Structure structure);
    }

    /** Mean absolute errors in meV/atom and eV/Å, and times of the processor. */
    private record Row(double energy, double force, double correlation, double recall, double seconds, double millis) {}

    private record Labels(List<LabelledStructure> train, List<LabelledStructure> held) {}

    @Test
    void pw_labels_of_random_silicon_cells() {
        LearningCurve curve = new LearningCurve();
        compare(new Labels(curve.training(), curve.heldOut()), 25, 100, 1000);
    }

    @Test
    void labels_of_a_potential() {
        List<LabelledStructure> all = RandomCells.silicon(1000);
        compare(new Labels(all.subList(0, 800), all.subList(800, 1000)), 25, 100, 400, 800);
    }

    private static void compare(Labels labels, int... counts) {
        System.out.println("| model | labels | energy, meV/atom | force, eV/Å | rank correlation | lowest " + LOWEST
                + " found | training, s | a structure, ms |");
        double mean = meanError(labels);
        System.out.printf(
                Locale.ROOT,
                "| mean of the labels | %d | %.1f | | | %.2f by lot | | |%n",
                labels.train().size(),
                mean,
                (double) LOWEST / labels.held().size());
        TreeSet<String> properties =
                new TreeSet<>(Providers.of(PropertyLearner.class).names());
        TreeSet<String> surrogates = new TreeSet<>(Providers.of(Surrogate.class).names());
        surrogates.remove("external"); // is not trained here
        properties.stream()
                .filter(ComparisonFiguresTest::isWanted)
                .forEach(name -> rows(name, false, labels, mean, counts));
        surrogates.stream()
                .filter(ComparisonFiguresTest::isWanted)
                .forEach(name -> rows(name, true, labels, mean, counts));
    }

    private static boolean isWanted(String name) {
        return WANTED.equals(Set.of("")) || WANTED.contains(name);
    }

    private static void rows(String name, boolean surrogate, Labels labels, double mean, int... counts) {
        double perLabel = 0;
        for (int wanted : counts) {
            int count = Math.min(wanted, labels.train().size());
            if (perLabel * count > LONGEST) {
                System.out.printf(Locale.ROOT, "| %s | %d | left out: about %.0f s |%n", name, count, perLabel * count);
                continue;
            }
            Row row = row(name, surrogate, labels.train().subList(0, count), labels.held());
            perLabel = row.seconds() / count;
            System.out.printf(
                    Locale.ROOT,
                    "| `%s` | %d | %.1f | %s | %.2f | %.1f | %.1f | %.2f |%n",
                    name,
                    count,
                    row.energy(),
                    surrogate ? String.format(Locale.ROOT, "%.3f", row.force()) : "",
                    row.correlation(),
                    row.recall(),
                    row.seconds(),
                    row.millis());
            if (count >= 100) {
                assertThat(row.energy()).as(name).isLessThan(mean);
                assertThat(row.correlation()).as(name).isGreaterThan(0.3);
            }
        }
    }

    private static Row row(
            String name, boolean surrogate, List<LabelledStructure> train, List<LabelledStructure> held) {
        Estimator model;
        double begun = processorSeconds();
        try (Workers workers = new Workers(1)) {
            model = surrogate ? surrogate(name, train, workers) : property(name, train, workers);
        }
        double seconds = processorSeconds() - begun;
        double[] found = new double[held.size()];
        double[] truth = new double[held.size()];
        double energy = 0;
        double millis = predict(model, held, found);
        double force = 0;
        int components = 0;
        for (int s = 0; s < found.length; s++) {
            Evaluation wanted = held.get(s).evaluation();
            truth[s] = wanted.energy() / wanted.size();
            energy += 1000 * Math.abs(found[s] - truth[s]) / found.length;
            double[] forces = model.forces(held.get(s).structure());
            for (int k = 0; k < forces.length; k++) {
                force += Math.abs(forces[k] - wanted.forces()[k]);
            }
            components += forces.length;
        }
        return new Row(
                energy,
                force / components,
                RankOrder.correlation(found, truth),
                RankOrder.recall(found, truth, LOWEST),
                seconds,
                millis);
    }

    // Over and over, as the clock of the processor ticks every 10 ms, and no longer than it takes to warm up.
    private static double predict(Estimator model, List<LabelledStructure> held, double[] found) {
        double millis = 0;
        for (int pass = 0; pass < 2; pass++) {
            double begun = processorSeconds();
            int calls = 0;
            do {
                for (int s = 0; s < found.length; s++) {
                    found[s] = model.energy(held.get(s).structure());
                }
                calls += found.length;
                millis = 1000 * (processorSeconds() - begun) / calls;
            } while (processorSeconds() - begun < 0.3);
        }
        return millis;
    }

    private static Estimator surrogate(String name, List<LabelledStructure> labels, Workers workers) {
        SurrogateModel model = Providers.of(Surrogate.class)
                .get(name)
                .train(TrainingTask.of(labels, Settings.of(Map.of()), new Seed(1), workers));
        return new Estimator() {
            @Override
            public double energy(Structure structure) {
                return model.predict(structure).mean().energy() / structure.size();
            }

            @Override
            public double[] forces(Structure structure) {
                return model.evaluate(structure).forces();
            }
        };
    }

    private static Estimator property(String name, List<LabelledStructure> labels, Workers workers) {
        List<PropertyLabel> energies = new ArrayList<>();
        labels.forEach(label -> energies.add(new PropertyLabel(
                label.id(),
                label.structure(),
                label.evaluation().energy() / label.evaluation().size())));
        PropertyModel model = Providers.of(PropertyLearner.class)
                .get(name)
                .train(PropertyTask.of("energy", energies, Settings.of(Map.of()), new Seed(1), workers));
        return new Estimator() {
            @Override
            public double energy(Structure structure) {
                return model.predict(structure).value();
            }

            @Override
            public double[] forces(Structure structure) {
                return new double[0];
            }
        };
    }

    private static double meanError(Labels labels) {
        double mean = labels.train().stream()
                .mapToDouble(ComparisonFiguresTest::energy)
                .average()
                .orElseThrow();
        return labels.held().stream()
                .mapToDouble(label -> 1000 * Math.abs(energy(label) - mean))
                .average()
                .orElseThrow();
    }

    private static double energy(LabelledStructure label) {
        return label.evaluation().energy() / label.evaluation().size();
    }

    private static double processorSeconds() {
        return PROCESS.getProcessCpuTime() / 1e9;
    }
}
