package org.polymorph.surrogate.property.amd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Checkpoint;
import org.polymorph.model.spi.PropertyEstimate;
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

/** Learning from average minimum distances. */
class AmdLearnerTest extends PropertyContract {
    @TempDir
    Path directory;

    @Override
    protected List<String> names() {
        return List.of("amd-gp", "amd-krr", "amd-forest");
    }

    @Override
    protected Map<String, Object> settings() {
        return Map.of("k", 30);
    }

    /** Trees make steps of what is smooth. */
    @Override
    protected double factor(String name) {
        return name.equals("amd-forest") ? 0.65 : super.factor(name);
    }

    private static List<PropertyLabel> mixed(int count) {
        List<PropertyLabel> labels = new ArrayList<>();
        for (int s = 0; s < count; s++) {
            Element last = s % 2 == 0 ? Element.Ge : Element.Si;
            Structure cell = RandomCells.cell(s, Element.Si, Element.Si, Element.Si, last);
            labels.add(new PropertyLabel(String.format("%03d", s), cell, (s % 2 == 0 ? -3.5 : -4) + 1e-3 * (s % 7)));
        }
        return labels;
    }

    @ParameterizedTest
    @ValueSource(strings = {"amd-gp", "amd-krr", "amd-forest"})
    void mixed_compositions_are_refused_unless_elements_are_told_apart(String name) {
        assertThatThrownBy(() -> train(name, mixed(20), Map.of("k", 20), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected one composition, found 2 (GeSi3, Si)")
                .hasMessageContaining("typed=true");

        PropertyModel typed = train(name, mixed(20), Map.of("k", 20, "typed", true), 1);
        assertThat(typed.predict(mixed(22).get(20).structure()).value()).isCloseTo(-3.5, within(0.1));
        assertThat(typed.predict(mixed(22).get(21).structure()).value()).isCloseTo(-4, within(0.1));
    }

    @Test
    void another_composition_is_refused() {
        PropertyModel model = train("amd-gp", silicon(0, 20), settings(), 1);
        assertThatThrownBy(() -> model.predict(RandomCells.cell(3, Element.Si, Element.Ge)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("element Ge is unknown to this model; known: Si");
        PropertyModel other =
                train("amd-gp", mixed(40).stream().filter(l -> l.value() > -3.6).toList(), settings(), 1);
        assertThatThrownBy(() -> other.predict(RandomCells.cell(3, Element.Si, Element.Ge)))
                .hasMessageContaining("expected the composition GeSi3, found GeSi");
    }

    @Test
    void few_inducing_points_still_tell_more_than_the_mean() {
        PropertyModel model =
                train("amd-gp", silicon(0, 150), Map.of("k", 30, "exact", 100, "inducing", 40, "search", 80), 1);
        assertThat(model.summary()).containsEntry("fit", "by 40 inducing points");
        assertThat(error(model, silicon(150, 190))).isLessThan(0.6 * meanError(model, silicon(150, 190)));
    }

    @ParameterizedTest
    @CsvSource({
        "amd-gp, 'start 1 of the search, its end', 3",
        "amd-krr, 'length 1 of the search, its end', 12",
        "amd-forest, trees 1 to 10, 10"
    })
    void a_search_that_was_killed_goes_on_to_the_same_model(String name, String firstPart, int parts) throws Exception {
        List<String> told = new ArrayList<>();
        Checkpoint checkpoint = Checkpoint.in(directory.resolve("kept"), told::add);
        PropertyLearner learner = Providers.of(PropertyLearner.class).get(name);
        Path first = directory.resolve("first");
        Path second = directory.resolve("second");
        try (Workers workers = new Workers(1)) {
            PropertyTask task =
                    PropertyTask.of("energy", silicon(0, 40), Settings.of(settings()), new Seed(1), workers);
            learner.train(task).save(first);
            assertThatThrownBy(() -> learner.train(task.keptIn(checkpoint).telling((done, total) -> {
                        if (done > 0.7 * total) {
                            throw new CancellationException("killed");
                        }
                    })))
                    .isInstanceOf(CancellationException.class);
            assertThat(told).isEmpty();
            learner.train(task.keptIn(checkpoint)).save(second);
        }
        assertThat(told).contains(firstPart).hasSizeLessThan(parts);
        assertThat(Files.readAllBytes(second)).isEqualTo(Files.readAllBytes(first));
    }

    /** Tribuo's own prediction goes by what was added to its data set, ours by the numbers of its nodes. */
    @Test
    void a_tree_says_what_the_mean_of_its_leaf_is() {
        double[][] rows = new double[60][];
        double[] y = new double[60];
        for (int i = 0; i < 60; i++) {
            rows[i] = new double[] {i % 7, i, 0.5 * i};
            y[i] = i < 20 ? 1 : i < 45 ? -2 : 5;
        }
        TreeGrower grower = new TreeGrower(new Points(rows, 3), y, 1, 1, new Seed(4));
        Tree tree = grower.grow(0);
        int[] sample = grower.sample(0);
        for (int i = 0; i < 60; i++) {
            if (sample[i] > 0) {
                assertThat(tree.predict(rows[i])).as("label %d", i).isCloseTo(y[i], within(1e-6));
            }
        }
        assertThat(tree.nodes()).as("two splits and three leaves").hasSize(15);
    }

    @Test
    void a_file_of_another_kind_is_not_taken() {
        Path file = directory.resolve("model");
        train("amd-gp", silicon(0, 20), settings(), 1).save(file);
        assertThatThrownBy(
                        () -> Providers.of(PropertyLearner.class).get("amd-krr").load(file))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("polymorph-amd-kr");
    }

    @Test
    void deviations_are_of_the_size_of_the_errors() {
        PropertyModel model = train("amd-gp", silicon(0, 120), settings(), 1);
        double square = 0;
        double variance = 0;
        for (PropertyLabel label : silicon(120, 180)) {
            PropertyEstimate estimate = model.predict(label.structure());
            square += Math.pow(estimate.value() - label.value(), 2);
            variance += Math.pow(estimate.std(), 2);
        }
        assertThat(Math.sqrt(square / variance)).isBetween(0.6, 1.6);
    }

    @Test
    void continuity_is_that_of_a_property_whose_slope_is_known() {
        // 40 pairs at distances 0.01 … 0.40, which differ by twice the distance at most
        double[] distances = new double[80];
        double[] differences = new double[80];
        for (int p = 0; p < 80; p++) {
            distances[p] = 0.01 * (p + 1);
            differences[p] = p < 40 ? (p % 2 == 0 ? 2 : 1) * distances[p] : 3;
        }
        Continuity found = Continuity.of(distances, differences);
        assertThat(found.constant()).isCloseTo(3 / found.threshold(), within(3.0));
        assertThat(found.threshold()).isBetween(0.4, 0.8);
        assertThat(found.usual()).isGreaterThanOrEqualTo(2);
        assertThat(Optional.of(found.constant()))
                .hasValueSatisfying(c -> assertThat(c).isGreaterThanOrEqualTo(2.0));
    }
}
