package org.polymorph.surrogate.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.crystal.VerletLists;
import org.polymorph.model.spi.Checkpoint;
import org.polymorph.model.spi.LabelledStructure;
import org.polymorph.model.spi.Prediction;
import org.polymorph.model.spi.Progress;
import org.polymorph.model.spi.Seed;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.Surrogate;
import org.polymorph.model.spi.SurrogateModel;
import org.polymorph.model.spi.TrainingTask;
import org.polymorph.model.spi.Workers;

/** What every kind of surrogate must keep to. */
public abstract class SurrogateContract {
    protected static final Element[] SPECIES = {Element.Si, Element.O, Element.O, Element.Si, Element.O};
    private static final double[] TURN = {0.36, 0.48, -0.8, -0.8, 0.6, 0, 0.48, 0.64, 0.6};
    private static final double[] INVERSION = {-1, 0, 0, 0, -1, 0, 0, 0, -1};

    private SurrogateModel model;

    /** Returns the kind under test. */
    protected abstract Surrogate surrogate();

    /** Returns settings that make training a matter of a second. */
    protected abstract Map<String, Object> settings();

    protected static List<LabelledStructure> labels(int count) {
        return RandomCells.madeUpLabels(count, SPECIES);
    }

    protected final SurrogateModel train(List<LabelledStructure> labels, Map<String, Object> settings, int threads) {
        return train(labels, settings, threads, task -> task);
    }

    /** Trains with more than labels and settings, such as a checkpoint. */
    protected final SurrogateModel train(
            List<LabelledStructure> labels,
            Map<String, Object> settings,
            int threads,
            UnaryOperator<TrainingTask> more) {
        try (Workers workers = new Workers(threads)) {
            return surrogate().train(more.apply(TrainingTask.of(labels, Settings.of(settings), new Seed(7), workers)));
        }
    }

    @BeforeEach
    final void trainModel() {
        model = train(labels(12), settings(), 1);
    }

    @Test
    final void forces_and_stress_are_the_derivatives_of_the_energy() {
        Structure structure = RandomCells.cell(78, SPECIES);
        double size = model.evaluate(structure).maxForce();
        Derivatives.check(model, structure, 2e-5, 1e-6 * Math.max(1, size), 1e-7);
    }

    @Test
    final void kept_neighbour_lists_change_no_bit() {
        VerletLists lists = new VerletLists();
        Structure structure = RandomCells.cell(78, SPECIES);
        for (int step = 0; step < 6; step++) {
            assertThat(model.predict(structure, lists)).isEqualTo(model.predict(structure));
            assertThat(model.evaluate(structure, lists)).isEqualTo(model.evaluate(structure));
            double[] f = structure.fractional();
            f[step] += 0.02;
            structure = structure.withFractional(f).strained(new double[] {0.01, 0.004, 0, 0, -0.005, 0, 0, 0, 0});
        }
        assertThat(lists.searches()).isLessThan(6);
    }

    @Test
    final void nothing_depends_on_rotation_inversion_order_or_cell() {
        Structure structure = RandomCells.cell(5, SPECIES);
        double energy = model.evaluate(structure).energy();
        double[] representation = model.represent(structure);
        for (Structure same : List.of(
                structure.rotated(TURN),
                structure.rotated(INVERSION),
                reversed(structure),
                structure.supercell(1, 2, 1))) {
            double cells = (double) same.size() / structure.size();
            assertThat(model.evaluate(same).energy() / cells).isCloseTo(energy, within(1e-9));
            assertThat(model.represent(same)).containsExactly(representation, within(1e-7));
            assertThat(model.predict(same).energyStd() / cells)
                    .isCloseTo(model.predict(structure).energyStd(), within(1e-9));
        }
    }

    private static Structure reversed(Structure structure) {
        List<Element> species = new ArrayList<>(structure.species());
        Collections.reverse(species);
        double[] x = structure.fractional();
        double[] y = new double[x.length];
        for (int i = 0; i < species.size(); i++) {
            System.arraycopy(x, 3 * i, y, 3 * (species.size() - 1 - i), 3);
        }
        return Structure.of(structure.lattice(), species, y);
    }

    @Test
    final void prediction_has_the_mean_of_evaluate_and_positive_deviations() {
        Structure structure = RandomCells.cell(9, SPECIES);
        Prediction prediction = model.predict(structure);
        Evaluation mean = model.evaluate(structure);
        assertThat(prediction.mean().energy()).isCloseTo(mean.energy(), within(1e-9));
        assertThat(prediction.mean().forces()).containsExactly(mean.forces(), within(1e-9));
        assertThat(prediction.energyStd()).isPositive();
        assertThat(Arrays.stream(prediction.forceStd()).min().orElseThrow()).isPositive();
    }

    @Test
    final void members_deviate_by_the_deviation_that_is_predicted() {
        Structure structure = RandomCells.cell(9, SPECIES);
        double[] members = model.memberDeviations(structure);
        if (!hasMembers()) {
            assertThat(members).isEmpty();
            return;
        }
        assertThat(members).hasSizeGreaterThan(1).doesNotHaveDuplicates();
        assertThat(Math.sqrt(Arrays.stream(members).map(x -> x * x).average().orElseThrow()))
                .isCloseTo(model.predict(structure).energyStd(), within(1e-9));
    }

    /** Whether there are members whose energies can be told one by one. */
    protected boolean hasMembers() {
        return true;
    }

    @Test
    final void same_seed_gives_the_same_bits_on_any_number_of_threads_and_in_any_order_of_labels() {
        List<LabelledStructure> labels = new ArrayList<>(labels(12));
        Collections.reverse(labels);
        Structure structure = RandomCells.cell(9, SPECIES);
        assertThat(train(labels, settings(), 3).predict(structure)).isEqualTo(model.predict(structure));
    }

    @Test
    final void progress_comes_to_its_end() {
        AtomicInteger last = new AtomicInteger();
        AtomicInteger total = new AtomicInteger(-1);
        Progress progress = (done, all) -> {
            last.accumulateAndGet(done, Math::max);
            total.set(all);
        };
        train(labels(12), settings(), 1, task -> task.telling(progress));
        assertThat(last.get()).isEqualTo(total.get());
    }

    @Test
    final void saved_and_loaded_model_gives_the_same_bits(@TempDir Path folder) {
        Path file = folder.resolve("model");
        model.save(file);
        SurrogateModel loaded = surrogate().load(file);
        Structure structure = RandomCells.cell(3, SPECIES);
        assertThat(loaded.evaluate(structure)).isEqualTo(model.evaluate(structure));
        assertThat(loaded.predict(structure)).isEqualTo(model.predict(structure));
        assertThat(loaded.represent(structure)).containsExactly(model.represent(structure));
        assertThat(loaded.summary()).isEqualTo(model.summary());
        assertThat(folder.toFile().list()).containsExactly("model");
    }

    @Test
    final void damaged_cut_off_and_foreign_files_are_refused(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("model");
        model.save(file);
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Path damaged = Files.write(folder.resolve("damaged"), bytes);
        Path cut = Files.write(folder.resolve("cut"), Arrays.copyOf(bytes, bytes.length - 100));
        Path foreign = Files.writeString(folder.resolve("foreign"), "hello");
        for (Path bad : List.of(damaged, cut)) {
            assertThatThrownBy(() -> surrogate().load(bad))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining(bad.toString())
                    .hasMessageContaining("damaged");
        }
        assertThatThrownBy(() -> surrogate().load(foreign))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("polymorph-"
                        + surrogate()
                                .name()
                                .substring(0, Math.min(6, surrogate().name().length())));
        assertThatThrownBy(() -> surrogate().load(folder.resolve("absent"))).isInstanceOf(UncheckedIOException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 11})
    final void a_training_that_was_killed_goes_on_to_the_same_model(int step, @TempDir Path folder) throws IOException {
        Optional<Checkpoint> checkpoint =
                Optional.of(new Checkpoint(folder.resolve("training"), Duration.ZERO, where -> {}));
        AtomicInteger calls = new AtomicInteger();
        Progress killer = (done, all) -> {
            if (calls.incrementAndGet() == step || done == all) {
                throw new IllegalStateException("killed");
            }
        };
        assertThatThrownBy(() -> train(
                        labels(12), settings(), 1, task -> task.telling(killer).keptIn(checkpoint)))
                .hasMessage("killed");
        train(labels(12), settings(), 1, task -> task.keptIn(checkpoint)).save(folder.resolve("gone-on"));
        model.save(folder.resolve("undisturbed"));
        assertThat(folder.resolve("gone-on")).hasSameBinaryContentAs(folder.resolve("undisturbed"));
    }

    @Test
    final void an_element_outside_the_training_set_is_refused_by_name() {
        assertThatThrownBy(() -> model.evaluate(RandomCells.cell(1, Element.Ti)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Ti");
    }

    @Test
    final void too_few_labels_are_refused() {
        assertThatThrownBy(() -> train(labels(1), settings(), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least");
    }

    @Test
    final void a_label_that_is_not_a_number_is_refused_by_its_id() {
        List<LabelledStructure> labels = new ArrayList<>(labels(12));
        LabelledStructure good = labels.get(4);
        Evaluation evaluation = good.evaluation();
        double[] forces = evaluation.forces();
        forces[7] = Double.NaN;
        labels.set(
                4,
                new LabelledStructure(
                        good.id(), good.structure(), new Evaluation(evaluation.energy(), forces, evaluation.stress())));
        assertThatThrownBy(() -> train(labels, settings(), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(good.id())
                .hasMessageContaining("finite");
    }
}
