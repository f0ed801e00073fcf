package org.polymorph.surrogate.training;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.format.Frame;
import org.polymorph.model.format.StructureFiles;
import org.polymorph.model.spi.LabelledStructure;
import org.polymorph.model.spi.Prediction;
import org.polymorph.model.spi.Providers;
import org.polymorph.model.spi.Seed;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.Surrogate;
import org.polymorph.model.spi.SurrogateModel;
import org.polymorph.model.spi.TrainingTask;
import org.polymorph.model.spi.Workers;

/** How well a surrogate learns pw.x labels of random Si8 cells: a quarter is held out, labels come from the rest. */
public final class LearningCurve {
    private final List<LabelledStructure> train = new ArrayList<>();
    private final List<LabelledStructure> test = new ArrayList<>();

    /**
     * Mean absolute errors on what was held out.
     *
     * @param energy meV/atom
     * @param force eV/Å
     * @param ratio root mean square of the force errors over that of the predicted deviations
     * @param seconds of training
     */
    public record Point(int labels, double energy, double force, double ratio, double seconds) {
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT, "| %d | %.1f | %.3f | %.2f | %.0f |", labels, energy, force, ratio, seconds);
        }
    }

    /** Reads the shared data; skips the test if they are absent. */
    public LearningCurve() {
        this(0);
    }

    /** Reads the shared data as {@link #LearningCurve()} does, and holds out every fourth label from label {@code split} on. */
    public LearningCurve(int split) {
        Path file = Path.of(System.getProperty("polymorph.shared", "absent"), "data", "si8-pwx", "train.extxyz");
        assumeThat(Files.exists(file)).as("reference data %s is absent", file).isTrue();
        List<Frame> frames = StructureFiles.read(file);
        for (int s = 0; s < frames.size(); s++) {
            Frame frame = frames.get(s);
            LabelledStructure label = new LabelledStructure(
                    String.format("%04d", s),
                    frame.structure(),
                    frame.evaluation().orElseThrow());
            (s % 4 == split ? test : train).add(label);
        }
    }

    List<LabelledStructure> training() {
        return List.copyOf(train);
    }

    List<LabelledStructure> heldOut() {
        return List.copyOf(test);
    }

    /** Trains on the first labels and tests. */
    public Point point(String surrogate, int labels, Map<String, Object> settings) {
        return point(surrogate, train.subList(0, Math.min(labels, train.size())), test, settings);
    }

    /** Trains on labels and tests on others. */
    public static Point point(
            String surrogate,
            List<LabelledStructure> labels,
            List<LabelledStructure> heldOut,
            Map<String, Object> settings) {
        long begun = System.nanoTime();
        SurrogateModel model;
        try (Workers workers = new Workers(2)) {
            model = Providers.of(Surrogate.class)
                    .get(surrogate)
                    .train(TrainingTask.of(labels, Settings.of(settings), new Seed(1), workers));
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        double energy = 0;
        double force = 0;
        double square = 0;
        double variance = 0;
        int components = 0;
        for (LabelledStructure label : heldOut) {
            Prediction prediction = model.predict(label.structure());
            Evaluation truth = label.evaluation();
            energy += Math.abs(prediction.mean().energy() - truth.energy()) / truth.size() / heldOut.size();
            double[] found = prediction.mean().forces();
            double[] wanted = truth.forces();
            for (int k = 0; k < found.length; k++) {
                force += Math.abs(found[k] - wanted[k]);
                square += (found[k] - wanted[k]) * (found[k] - wanted[k]);
                components++;
            }
            for (double std : prediction.forceStd()) {
                variance += std * std;
            }
        }
        return new Point(labels.size(), 1000 * energy, force / components, Math.sqrt(square / variance), seconds);
    }
}
