package org.polymorph.surrogate.property.cgcnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.spi.Checkpoint;
import org.polymorph.model.spi.PropertyLabel;
import org.polymorph.model.spi.PropertyModel;
import org.polymorph.model.spi.PropertyTask;
import org.polymorph.model.spi.Seed;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.Workers;
import org.polymorph.surrogate.property.PropertyContract;
import org.polymorph.surrogate.training.RandomCells;

/** Learning by crystal graph networks. */
class CgcnnLearnerTest extends PropertyContract {
    @TempDir
    Path directory;

    @Override
    protected List<String> names() {
        return List.of("cgcnn");
    }

    @Override
    protected Map<String, Object> settings() {
        return Map.of(
                "ensemble",
                2,
                "features",
                8,
                "convolutions",
                2,
                "hidden",
                8,
                "epochs",
                120,
                "patience",
                30,
                "gaussians",
                16);
    }

    @Test
    void a_training_that_was_killed_goes_on_to_the_same_bits() throws Exception {
        List<String> told = new ArrayList<>();
        Checkpoint checkpoint = new Checkpoint(directory.resolve("kept"), Duration.ZERO, told::add);
        Path whole = directory.resolve("whole");
        Path goneOn = directory.resolve("gone-on");
        try (Workers workers = new Workers(1)) {
            PropertyTask task =
                    PropertyTask.of("energy", silicon(0, 30), Settings.of(settings()), new Seed(1), workers);
            new CgcnnLearner().train(task).save(whole);
            assertThatThrownBy(() -> new CgcnnLearner()
                            .train(task.keptIn(checkpoint).telling((done, total) -> {
                                if (done == 17) {
                                    throw new CancellationException("killed");
                                }
                            })))
                    .isInstanceOf(CancellationException.class);
            new CgcnnLearner().train(task.keptIn(checkpoint)).save(goneOn);
        }
        assertThat(told).first().asString().isEqualTo("epoch 17 of member 1");
        assertThat(Files.readAllBytes(goneOn)).isEqualTo(Files.readAllBytes(whole));
    }

    @Test
    void a_training_ends_early_where_nothing_is_learnt() {
        PropertyModel model = train("cgcnn", shuffled(silicon(0, 40)), settings(), 2);
        for (String epochs : model.summary().getOrDefault("epochs", "").split(", ", -1)) {
            assertThat(Integer.parseInt(epochs)).isLessThan(120);
        }
    }

    @Test
    void elements_are_told_apart() {
        List<PropertyLabel> labels = new ArrayList<>();
        for (int s = 0; s < 40; s++) {
            Element last = s % 2 == 0 ? Element.Ge : Element.Si;
            labels.add(new PropertyLabel(
                    String.format("%03d", s),
                    RandomCells.cell(s, Element.Si, Element.Si, Element.Si, last),
                    s % 2 == 0 ? -3.5 : -4));
        }
        PropertyModel model = train("cgcnn", labels, settings(), 2);
        assertThat(model.predict(RandomCells.cell(50, Element.Si, Element.Si, Element.Si, Element.Ge))
                        .value())
                .isGreaterThan(-3.65);
        assertThat(model.predict(RandomCells.cell(51, Element.Si, Element.Si, Element.Si, Element.Si))
                        .value())
                .isLessThan(-3.85);
    }
}
