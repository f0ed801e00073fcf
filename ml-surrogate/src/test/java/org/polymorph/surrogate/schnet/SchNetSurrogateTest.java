package org.polymorph.surrogate.schnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Stress;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Checkpoint;
import org.polymorph.model.spi.ConfigurationException;
import org.polymorph.model.spi.LabelledStructure;
import org.polymorph.model.spi.Prediction;
import org.polymorph.model.spi.Progress;
import org.polymorph.model.spi.Providers;
import org.polymorph.model.spi.Seed;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.Surrogate;
import org.polymorph.model.spi.SurrogateModel;
import org.polymorph.model.spi.TrainingTask;
import org.polymorph.model.spi.Workers;
import org.polymorph.surrogate.training.RandomCells;
import org.polymorph.surrogate.training.SurrogateContract;

class SchNetSurrogateTest extends SurrogateContract {
    private static final double CUTOFF = 4.0;

    @Override
    protected Surrogate surrogate() {
        return Providers.of(Surrogate.class).get("schnet");
    }

    @Override
    protected Map<String, Object> settings() {
        return Map.of(
                "ensemble",
                3,
                "features",
                12,
                "radial",
                12,
                "interactions",
                2,
                "cutoff",
                CUTOFF,
                "epochs",
                6,
                "core",
                1.2);
    }

    private Map<String, Object> settingsWith(String key, Object value) {
        Map<String, Object> settings = new HashMap<>(settings());
        settings.put(key, value);
        return settings;
    }

    private SurrogateModel retrain(Optional<SurrogateModel> previous, Map<String, Object> settings) {
        try (Workers workers = new Workers(1)) {
            return surrogate()
                    .train(TrainingTask.of(labels(12), Settings.of(settings), new Seed(7), workers)
                            .after(previous));
        }
    }

    @Test
    void energy_and_forces_are_smooth_where_an_atom_leaves_the_cutoff() {
        SurrogateModel model = train(labels(12), settings(), 1);
        double alone = model.evaluate(pair(CUTOFF + 1)).energy();
        double near = 1e-3;
        Evaluation inside = model.evaluate(pair(CUTOFF - near));
        // the cosine cutoff falls off quadratically
        assertThat(inside.energy()).isCloseTo(alone, within(1e-4));
        assertThat(inside.maxForce()).isLessThan(0.1);
        assertThat(model.evaluate(pair(CUTOFF - near / 100)).maxForce()).isLessThan(0.02 * inside.maxForce() + 1e-9);
        assertThat(model.evaluate(pair(CUTOFF)).maxForce()).isLessThan(1e-9);
        assertThat(model.evaluate(pair(CUTOFF - 0.5)).maxForce()).isGreaterThan(1e-4);
    }

    private static Structure pair(double distance) {
        Lattice lattice = Lattice.of(new double[] {20, 0, 0, 0, 20, 0, 0, 0, 20});
        return Structure.of(lattice, List.of(Element.Si, Element.O), new double[] {0, 0, 0, distance / 20, 0, 0});
    }

    @Test
    void warm_start_goes_on_from_the_model_of_the_last_round() {
        SurrogateModel first = retrain(Optional.empty(), settings());
        SurrogateModel second = retrain(Optional.of(first), settings());
        assertThat(second.summary()).containsEntry("start", "from the model of the last round");
        assertThat(error(second)).isLessThan(error(first));
        SurrogateModel scratch = retrain(Optional.of(first), settingsWith("warmStart", false));
        assertThat(scratch.summary()).containsEntry("start", "from random weights");
        assertThat(error(scratch)).isEqualTo(error(first));
        SurrogateModel other = retrain(Optional.of(first), settingsWith("features", 10));
        assertThat(other.summary()).containsEntry("start", "from random weights");
    }

    private static double error(SurrogateModel model) {
        double sum = 0;
        for (LabelledStructure label : labels(12)) {
            double[] found = model.evaluate(label.structure()).forces();
            double[] wanted = label.evaluation().forces();
            for (int k = 0; k < found.length; k++) {
                sum += (found[k] - wanted[k]) * (found[k] - wanted[k]);
            }
        }
        return sum;
    }

    @Test
    void a_training_goes_on_from_the_epoch_where_it_was_killed(@TempDir Path folder) {
        List<String> told = new ArrayList<>();
        killAfter(10, folder, told);
        assertThat(told).isEmpty();
        resume(labels(12), settings(), folder, told);
        assertThat(told).containsExactly("epoch 6 of member 1, its last", "epoch 4 of member 2");
        told.clear();
        resume(labels(12), settings(), folder, told);
        assertThat(told).hasSize(3).allMatch(where -> where.endsWith("its last"));
    }

    @Test
    void a_training_with_other_labels_or_settings_begins_anew(@TempDir Path folder) {
        List<String> told = new ArrayList<>();
        killAfter(10, folder, told);
        resume(labels(13), settings(), folder, told);
        killAfter(10, folder, told);
        resume(labels(12), settingsWith("learningRate", 2e-3), folder, told);
        killAfter(10, folder, told);
        train(
                labels(12),
                settings(),
                1,
                task -> new TrainingTask(
                        task.labels(),
                        task.settings(),
                        new Seed(8),
                        task.previous(),
                        task.workers(),
                        task.progress(),
                        kept(folder, told)));
        killAfter(10, folder, told);
        SurrogateModel first = train(labels(12), settings(), 1);
        train(labels(12), settings(), 1, task -> task.after(Optional.of(first)).keptIn(kept(folder, told)));
        assertThat(told).isEmpty();
    }

    private static Optional<Checkpoint> kept(Path folder, List<String> told) {
        return Optional.of(new Checkpoint(folder.resolve("training"), Duration.ZERO, told::add));
    }

    private void resume(List<LabelledStructure> labels, Map<String, Object> settings, Path folder, List<String> told) {
        train(labels, settings, 1, task -> task.keptIn(kept(folder, told)));
    }

    // epochs of all members are counted in one row
    private void killAfter(int epochs, Path folder, List<String> told) {
        kept(folder, told).orElseThrow().discard();
        Progress killer = (done, all) -> {
            if (done == epochs) {
                throw new IllegalStateException("killed");
            }
        };
        assertThatThrownBy(() -> train(
                        labels(12), settings(), 1, task -> task.telling(killer).keptIn(kept(folder, told))))
                .hasMessage("killed");
    }

    @Test
    void single_precision_differs_in_the_last_digits_only(@TempDir Path folder) {
        SurrogateModel exact = train(labels(12), settings(), 1);
        SurrogateModel single = train(labels(12), settingsWith("precision", "single"), 1);
        single.save(folder.resolve("model"));
        Structure structure = RandomCells.cell(5, SPECIES);
        Prediction wanted = exact.predict(structure);
        for (SurrogateModel model : List.of(single, surrogate().load(folder.resolve("model")))) {
            Prediction found = model.predict(structure);
            double size = Math.max(1, wanted.mean().maxForce());
            assertThat(found.mean().energy())
                    .isCloseTo(wanted.mean().energy(), within(1e-4))
                    .isNotEqualTo(wanted.mean().energy());
            assertThat(found.mean().forces()).containsExactly(wanted.mean().forces(), within(1e-4 * size));
            assertThat(found.mean().stress().toVoigt())
                    .containsExactly(wanted.mean().stress().toVoigt(), within(1e-5 * size));
            assertThat(found.forceStd()).containsExactly(wanted.forceStd(), within(1e-3 * size));
            assertThat(model.represent(structure)).containsExactly(exact.represent(structure), within(1e-3));
        }
    }

    @Test
    void a_plateau_of_the_validation_loss_ends_the_training_where_it_is_asked_for() {
        Map<String, Object> settings = new HashMap<>(settings());
        settings.putAll(Map.of("schedule", "plateau", "patience", 1, "epochs", 200, "learningRate", 1e-2));
        assertThat(train(labels(12), settings, 1).summary().get("epochs")).matches("\\d{1,2}, \\d{1,2}, \\d{1,2}");
        settings.put("schedule", "cosine");
        assertThat(train(labels(12), settings, 1).summary()).containsEntry("epochs", "200, 200, 200");
    }

    @Test
    void a_label_of_absurd_forces_is_left_out() {
        List<LabelledStructure> labels = new ArrayList<>(labels(20));
        LabelledStructure odd = labels.get(3);
        double[] forces = odd.evaluation().forces();
        forces[0] = 20;
        Evaluation evaluation = new Evaluation(
                odd.evaluation().energy(), forces, odd.evaluation().stress());
        labels.set(3, new LabelledStructure(odd.id(), odd.structure(), evaluation));
        assertThat(train(labels, settings(), 1).summary()).containsEntry("labels left out", "1");
    }

    @Test
    void a_virial_that_is_no_derivative_is_taken_off_the_labels() {
        double virial = 0.3;
        List<LabelledStructure> labels = RandomCells.silicon(24);
        List<LabelledStructure> shifted = new ArrayList<>();
        for (LabelledStructure label : labels) {
            Evaluation e = label.evaluation();
            double[] stress = e.stress().toVoigt();
            for (int v = 0; v < 3; v++) {
                stress[v] += virial * e.size() / label.structure().volume();
            }
            Evaluation odd = new Evaluation(e.energy(), e.forces(), Stress.ofVoigt(stress));
            shifted.add(new LabelledStructure(label.id(), label.structure(), odd));
        }
        SurrogateModel plain = train(labels, settings(), 1);
        SurrogateModel model = train(shifted, settings(), 1);
        assertThat(offset(plain)).isCloseTo(0, within(0.02));
        assertThat(offset(model)).isCloseTo(virial, within(0.02));
        Structure structure = labels.get(2).structure();
        double off = model.evaluate(structure).stress().toVoigt()[0]
                - plain.evaluate(structure).stress().toVoigt()[0];
        assertThat(off).isCloseTo(0, within(0.1 * virial * structure.size() / structure.volume()));
    }

    private static double offset(SurrogateModel model) {
        return Double.parseDouble(
                model.summary().getOrDefault("virial offset", "absent").replace(" eV/atom", ""));
    }

    @Test
    void a_training_that_diverges_says_so() {
        assertThatThrownBy(() -> train(labels(12), settingsWith("learningRate", 1e200), 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("diverged")
                .hasMessageContaining("learningRate");
    }

    @Test
    void fewer_than_five_labels_are_refused_with_their_number() {
        assertThatThrownBy(() -> train(labels(4), settings(), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 5 labels, found 4");
    }

    @Test
    void wrong_and_unknown_settings_are_all_told() {
        Settings settings = Settings.of(
                Map.of("type", "schnet", "cutof", 5, "ensemble", 1, "weights", Map.of("forces", 2, "energy", -1)));
        surrogate().validate(settings);
        assertThatThrownBy(settings::throwIfProblems)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("did you mean cutoff")
                .hasMessageContaining("ensemble")
                .hasMessageContaining("weights.energy")
                .hasMessageContaining("did you mean force");
    }

    @Test
    void network_of_the_default_sizes_has_the_published_number_of_weights() {
        // 62,273 with embeddings of 100 elements and one bias for all of them (SchNetPack 2); here 1 of each
        int count = 0;
        double[][] weights = new SchNet(new org.polymorph.surrogate.network.NetworkShape(1, 64, 3, 20, 5.0))
                .draw(new java.util.SplittableRandom(1));
        for (double[] block : weights) {
            count += block.length;
        }
        assertThat(count + 99 * 64).isEqualTo(62273);
    }
}
