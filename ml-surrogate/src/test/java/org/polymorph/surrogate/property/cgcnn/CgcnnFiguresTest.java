package org.polymorph.surrogate.property.cgcnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.format.Frame;
import org.polymorph.model.format.StructureFiles;
import org.polymorph.model.spi.PropertyLabel;
import org.polymorph.model.spi.PropertyModel;
import org.polymorph.surrogate.property.PropertyContract;
import org.polymorph.surrogate.training.LearningCurve;

/** The figures of docs/benchmarks.md: energies of pw.x labels, and of a potential, by models that learn nothing else. */
@Tag("long")
class CgcnnFiguresTest {
    private static void row(String name, List<PropertyLabel> labels, List<PropertyLabel> held) {
        long begun = System.nanoTime();
        PropertyModel model = PropertyContract.train(name, labels, Map.of(), 2);
        double seconds = (System.nanoTime() - begun) / 1e9;
        long predicted = System.nanoTime();
        double error = PropertyContract.error(model, held);
        double each = (System.nanoTime() - predicted) / 1e6 / held.size();
        double mean = PropertyContract.meanError(model, held);
        System.out.printf(
                Locale.ROOT,
                "| %s | %d | %.1f | %.1f | %.1f | %.2f |%n",
                name,
                labels.size(),
                1000 * error,
                1000 * mean,
                seconds,
                each);
        assertThat(error).isLessThan(mean);
    }

    @Test
    void learns_energies_of_pw_labels() {
        Path file = Path.of(System.getProperty("polymorph.shared", "absent"), "data", "si8-pwx", "train.extxyz");
        assumeThat(Files.exists(file)).as("reference data %s is absent", file).isTrue();
        List<Frame> frames = StructureFiles.read(file);
        List<PropertyLabel> train = new ArrayList<>();
        List<PropertyLabel> held = new ArrayList<>();
        for (int s = 0; s < frames.size(); s++) {
            Evaluation evaluation = frames.get(s).evaluation().orElseThrow();
            (s % 4 == 0 ? held : train)
                    .add(new PropertyLabel(
                            String.format("%04d", s),
                            frames.get(s).structure(),
                            evaluation.energy() / evaluation.size()));
        }
        for (String name : List.of("amd-gp", "amd-krr", "amd-forest", "site", "cgcnn")) {
            for (int count : new int[] {100, train.size()}) {
                row(name, train.subList(0, count), held);
            }
        }
        System.out.println(new LearningCurve().point("ace", 1000, Map.of()) + " ace");
    }

    @Test
    void learns_energies_of_a_potential() {
        List<PropertyLabel> all = PropertyContract.silicon(8, 0, 1000);
        for (String name : List.of("amd-gp", "cgcnn")) {
            for (int count : new int[] {200, 800}) {
                row(name, all.subList(0, count), all.subList(800, 1000));
            }
        }
    }
}
