package org.polymorph.surrogate.property.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.spi.Checkpoint;
import org.polymorph.model.spi.PropertyLabel;
import org.polymorph.model.spi.PropertyLearner;
import org.polymorph.model.spi.PropertyModel;
import org.polymorph.model.spi.PropertyTask;
import org.polymorph.model.spi.Providers;
import org.polymorph.model.spi.Seed;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.Workers;
import org.polymorph.surrogate.property.PropertyContract;
import org.polymorph.surrogate.training.RandomCells;

/** What every learner keeps whose models are ensembles of networks; its settings have 120 epochs. */
public abstract class EnsembleContract extends PropertyContract {
    @TempDir
    Path directory;

    protected abstract String name();

    @Override
    protected final List<String> names() {
        return List.of(name());
    }

    @Test
    void a_training_that_was_killed_goes_on_to_the_same_bits() throws Exception {
        List<String> told = new ArrayList<>();
        Checkpoint checkpoint = new Checkpoint(directory.resolve("kept"), Duration.ZERO, told::add);
        Path whole = directory.resolve("whole");
        Path goneOn = directory.resolve("gone-on");
        PropertyLearner learner = Providers.of(PropertyLearner.class).get(name());
        try (Workers workers = new Workers(1)) {
            PropertyTask task =
                    PropertyTask.of("energy", silicon(0, 30), Settings.of(settings()), new Seed(1), workers);
            learner.train(task).save(whole);
            assertThatThrownBy(() -> learner.train(task.keptIn(checkpoint).telling((done, total) -> {
                        if (done == 17) {
                            throw new CancellationException("killed");
                        }
                    })))
                    .isInstanceOf(CancellationException.class);
            learner.train(task.keptIn(checkpoint)).save(goneOn);
        }
        assertThat(told).first().asString().isEqualTo("epoch 17 of member 1");
        assertThat(Files.readAllBytes(goneOn)).isEqualTo(Files.readAllBytes(whole));
    }

    @Test
    void a_training_ends_early_where_nothing_is_learnt() {
        PropertyModel model = train(name(), shuffled(silicon(0, 40)), settings(), 2);
        for (String epochs : model.summary().getOrDefault("epochs", "").split(", ", -1)) {
            assertThat(Integer.parseInt(epochs)).isLessThan(120);
        }
    }

    /** Returns Si4 and Si3Ge cells, the former of −4 eV, the latter of −3.5 eV an atom. */
    protected static List<PropertyLabel> withGermanium() {
        List<PropertyLabel> labels = new ArrayList<>();
        for (int s = 0; s < 40; s++) {
            Element last = s % 2 == 0 ? Element.Ge : Element.Si;
            labels.add(new PropertyLabel(
                    String.format("%03d", s),
                    RandomCells.cell(s, Element.Si, Element.Si, Element.Si, last),
                    s % 2 == 0 ? -3.5 : -4));
        }
        return labels;
    }

    /** Asserts that a model of {@link #withGermanium} tells elements apart. */
    protected static void assertTellsElementsApart(PropertyModel model) {
        assertThat(model.predict(RandomCells.cell(50, Element.Si, Element.Si, Element.Si, Element.Ge))
                        .value())
                .isGreaterThan(-3.65);
        assertThat(model.predict(RandomCells.cell(51, Element.Si, Element.Si, Element.Si, Element.Si))
                        .value())
                .isLessThan(-3.85);
    }
}
