package org.polymorph.surrogate.ace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.polymorph.dft.potential.StillingerWeber;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.format.Frame;
import org.polymorph.model.format.StructureFiles;
import org.polymorph.model.spi.LabelledStructure;
import org.polymorph.model.spi.Prediction;
import org.polymorph.model.spi.Progress;
import org.polymorph.model.spi.Seed;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.SurrogateModel;
import org.polymorph.model.spi.Workers;
import org.polymorph.surrogate.training.RandomCells;

class AceLearningTest {

    /** Mean absolute errors, and root mean squares of force error and predicted deviation. */
    private record Errors(double energy, double force, double forceRms, double deviationRms) {}

    private static SurrogateModel train(List<LabelledStructure> labels, Map<String, Object> settings) {
        try (Workers workers = new Workers(2)) {
            return new AceSurrogate()
                    .train(labels, Settings.of(settings), new Seed(1), Optional.empty(), workers, Progress.NONE);
        }
    }

    private static Errors errors(SurrogateModel model, List<LabelledStructure> test) {
        double energy = 0;
        double force = 0;
        double square = 0;
        double variance = 0;
        int components = 0;
        for (LabelledStructure label : test) {
            Prediction prediction = model.predict(label.structure());
            Evaluation truth = label.evaluation();
            energy += Math.abs(prediction.mean().energy() - truth.energy()) / truth.size() / test.size();
            double[] a = prediction.mean().forces();
            double[] b = truth.forces();
            for (int k = 0; k < a.length; k++) {
                force += Math.abs(a[k] - b[k]);
                square += (a[k] - b[k]) * (a[k] - b[k]);
                components++;
            }
            for (double std : prediction.forceStd()) {
                variance += std * std;
            }
        }
        return new Errors(energy, force / components, Math.sqrt(square / components), Math.sqrt(variance / components));
    }

    @Test
    void learns_noisy_plane_wave_labels_of_random_silicon_cells() {
        Path file = Path.of(System.getProperty("polymorph.shared", "absent"), "data", "si8-pwx", "train.extxyz");
        assumeThat(Files.exists(file)).as("reference data %s is absent", file).isTrue();
        List<LabelledStructure> train = new ArrayList<>();
        List<LabelledStructure> test = new ArrayList<>();
        List<Frame> frames = StructureFiles.read(file);
        for (int s = 0; s < frames.size(); s++) {
            Frame frame = frames.get(s);
            LabelledStructure label = new LabelledStructure(
                    String.format("%04d", s),
                    frame.structure(),
                    frame.evaluation().orElseThrow());
            (s % 4 == 0 ? test : train).add(label);
        }
        // A reference implementation had 14.6 meV/atom and 0.141 eV/Å with all labels, 18 and 0.173 with 25.
        Errors all = errors(train(train, Map.of()), test);
        assertThat(all.energy()).isLessThan(0.019);
        assertThat(all.force()).isLessThan(0.155);
        assertThat(all.forceRms() / all.deviationRms()).isBetween(0.5, 2.0);
        Errors few = errors(train(train.subList(0, 25), Map.of()), test);
        assertThat(few.energy()).isLessThan(0.025);
        assertThat(few.force()).isLessThan(0.18);
    }

    @Test
    void learns_stillinger_weber_silicon_from_few_random_cells() {
        Element[] species = new Element[8];
        java.util.Arrays.fill(species, Element.Si);
        StillingerWeber potential = new StillingerWeber(StillingerWeber.Parameters.SILICON);
        List<LabelledStructure> labels = IntStream.range(0, 60)
                .mapToObj(s -> {
                    Structure structure = RandomCells.cell(s, species);
                    return new LabelledStructure(String.format("%04d", s), structure, potential.evaluate(structure));
                })
                .toList();
        Errors errors = errors(train(labels.subList(0, 40), Map.of("cutoff", 4.2)), labels.subList(40, 60));
        assertThat(errors.energy()).isLessThan(0.02);
        assertThat(errors.force()).isLessThan(0.2);
        assertThat(errors.forceRms() / errors.deviationRms()).isBetween(0.5, 2.0);
    }
}
