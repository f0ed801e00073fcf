package org.polymorph.components.fake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Stress;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Calculator;
import org.polymorph.model.spi.Prediction;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.Surrogate;
import org.polymorph.model.spi.SurrogateModel;
import org.polymorph.model.spi.TrainingTask;
import org.polymorph.surrogate.invariant.AverageMinimumDistances;

/** Knows the Stillinger-Weber potential without training, and is sure of it. Its file holds the word {@code exact}. */
public final class ExactSurrogate implements Surrogate {

    @Override
    public String name() {
        return "exact";
    }

    @Override
    public void validate(Settings settings) {
        settings.has("type");
        settings.finish();
    }

    @Override
    public int fewestLabels(Settings settings) {
        return 2;
    }

    @Override
    public SurrogateModel train(TrainingTask task) {
        return new Model(Silicon.potential(), Mixture.potential());
    }

    @Override
    public SurrogateModel load(Path file) {
        return new Model(Silicon.potential(), Mixture.potential());
    }

    private record Model(Calculator silicon, Calculator mixture) implements SurrogateModel {
        @Override
        public Evaluation evaluate(Structure structure) {
            boolean mixed = structure.composition().count(Element.Si) == 0;
            return (mixed ? mixture : silicon).evaluate(structure);
        }

        @Override
        public Prediction predict(Structure structure) {
            return new Prediction(evaluate(structure), 0, new double[structure.size()], Stress.ZERO);
        }

        @Override
        public double[] represent(Structure structure) {
            return AverageMinimumDistances.of(structure, 20);
        }

        @Override
        public Map<String, String> summary() {
            return Map.of("kind", "exact");
        }

        @Override
        public void save(Path file) {
            try {
                Files.writeString(file, "exact");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
