package org.polymorph.surrogate.acenet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Checkpoint;
import org.polymorph.model.spi.ConfigurationException;
import org.polymorph.model.spi.Prediction;
import org.polymorph.model.spi.Progress;
import org.polymorph.model.spi.Providers;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.Surrogate;
import org.polymorph.model.spi.SurrogateModel;
import org.polymorph.surrogate.calibration.Calibration;
import org.polymorph.surrogate.training.RandomCells;
import org.polymorph.surrogate.training.SurrogateContract;

class AceNetSurrogateTest extends SurrogateContract {
    private static final double CUTOFF = 4.0;

    /** Settings of networks that are trained in a second. */
    static final Map<String, Object> SMALL = Map.of(
            "ensemble",
            3,
            "features",
            60,
            "directions",
            30,
            "hidden",
            12,
            "cutoff",
            CUTOFF,
            "steps",
            20,
            "epochs",
            0,
            "core",
            1.2);

    @Override
    protected Surrogate surrogate() {
        return Providers.of(Surrogate.class).get("acenet");
    }

    @Override
    protected Map<String, Object> settings() {
        return SMALL;
    }

    private Map<String, Object> settingsWith(String key, Object value) {
        Map<String, Object> settings = new HashMap<>(settings());
        settings.put(key, value);
        return settings;
    }

    @Test
    void more_members_than_lanes_spread_as_they_do_one_by_one() {
        AceNetModel.Parameters trained = ((AceNetModel) train(labels(12), settingsWith("ensemble", 9), 1)).parameters();
        AceNetModel model = uncalibrated(trained, 9, trained.members());
        Structure structure = RandomCells.cell(11, SPECIES);
        double[] energies = new double[9];
        double[][] forces = new double[9][];
        for (int k = 0; k < 9; k++) {
            // the same member twice: an ensemble has at least two
            List<double[][]> own =
                    List.of(trained.members().get(k), trained.members().get(k));
            Evaluation alone = uncalibrated(trained, 2, own).evaluate(structure);
            energies[k] = alone.energy();
            forces[k] = alone.forces();
        }
        assertThat(model.evaluate(structure).energy())
                .isCloseTo(Arrays.stream(energies).average().orElseThrow(), within(1e-9));
        Prediction prediction = model.predict(structure);
        assertThat(prediction.energyStd()).isCloseTo(Math.sqrt(variance(energies)), within(1e-9));
        for (int i = 0; i < structure.size(); i++) {
            double sum = 0;
            for (int c = 3 * i; c < 3 * i + 3; c++) {
                int component = c;
                sum += variance(
                        Arrays.stream(forces).mapToDouble(f -> f[component]).toArray());
            }
            assertThat(prediction.forceStd()[i]).isCloseTo(Math.sqrt(sum), within(1e-9));
        }
    }

    private AceNetModel uncalibrated(AceNetModel.Parameters of, int members, List<double[][]> weights) {
        return new AceNetModel(
                new AceNetModel.Parameters(
                        AceNetSettings.read(Settings.of(settingsWith("ensemble", members))),
                        of.elements(),
                        of.references(),
                        Calibration.NONE.toArray(),
                        of.pooledMean(),
                        of.pooledDeviation(),
                        weights),
                Map.of());
    }

    private static double variance(double[] values) {
        double mean = Arrays.stream(values).average().orElseThrow();
        return Arrays.stream(values).map(x -> (x - mean) * (x - mean)).sum() / (values.length - 1);
    }

    @Test
    void energy_and_forces_are_smooth_where_an_atom_leaves_the_cutoff() {
        SurrogateModel model = train(labels(12), settings(), 1);
        double alone = model.evaluate(pair(CUTOFF + 1)).energy();
        Evaluation inside = model.evaluate(pair(CUTOFF - 1e-3));
        // (1 − (r/rc)²)³ falls off with the third power
        assertThat(inside.energy()).isCloseTo(alone, within(1e-7));
        assertThat(inside.maxForce()).isLessThan(1e-3);
        assertThat(model.evaluate(pair(CUTOFF)).maxForce()).isLessThan(1e-12);
        assertThat(model.evaluate(pair(CUTOFF - 1)).maxForce()).isGreaterThan(100 * inside.maxForce() + 1e-6);
    }

    private static Structure pair(double distance) {
        Lattice lattice = Lattice.of(new double[] {20, 0, 0, 0, 20, 0, 0, 0, 20});
        return Structure.of(lattice, List.of(Element.Si, Element.O), new double[] {0, 0, 0, distance / 20, 0, 0});
    }

    @Test
    void a_training_goes_on_from_the_step_where_it_was_killed(@TempDir Path folder) {
        List<String> told = new ArrayList<>();
        Checkpoint kept = new Checkpoint(folder.resolve("training"), Duration.ZERO, told::add);
        // the second member has done two of at least four steps
        Progress killer = (done, all) -> {
            if (done == 22) {
                throw new IllegalStateException("killed");
            }
        };
        assertThatThrownBy(() -> train(
                        labels(12), settings(), 1, task -> task.telling(killer).keptIn(Optional.of(kept))))
                .hasMessage("killed");
        assertThat(told).isEmpty();
        train(labels(12), settings(), 1, task -> task.keptIn(Optional.of(kept)));
        assertThat(told).hasSize(2);
        assertThat(told.get(0)).matches("step [0-9]+ of member 1, its last");
        assertThat(told.get(1)).isEqualTo("step 2 of member 2");
        told.clear();
        train(labels(13), settings(), 1, task -> task.keptIn(Optional.of(kept)));
        assertThat(told).isEmpty();
    }

    @Test
    void a_member_ends_where_the_labels_left_out_gain_no_more(@TempDir Path folder) {
        List<String> told = new ArrayList<>();
        Optional<Checkpoint> kept = Optional.of(new Checkpoint(folder.resolve("training"), Duration.ZERO, told::add));
        int steps = 1000;
        SurrogateModel first = train(labels(12), settingsWith("steps", steps), 1, task -> task.keptIn(kept));
        SurrogateModel second = train(labels(12), settingsWith("steps", steps), 1, task -> task.keptIn(kept));
        String[] best = first.summary().getOrDefault("best steps", "").split(", ", -1);
        assertThat(best).hasSize(3).anySatisfy(step -> assertThat(Integer.parseInt(step))
                .isLessThan(steps - steps / 5));
        for (int k = 0; k < best.length; k++) {
            // a fifth of the steps without a gain are enough
            int last = Math.min(steps, Integer.parseInt(best[k]) + steps / 5);
            assertThat(told).contains("step " + last + " of member " + (k + 1) + ", its last");
        }
        Structure structure = RandomCells.cell(9, SPECIES);
        assertThat(second.predict(structure)).isEqualTo(first.predict(structure));
    }

    @Test
    void a_training_that_diverges_says_so() {
        assertThatThrownBy(() -> train(labels(12), settingsWith("learningRate", 1e200), 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("diverged")
                .hasMessageContaining("learningRate");
    }

    @Test
    void fewer_labels_than_members_are_refused_with_their_number() {
        assertThatThrownBy(() -> train(labels(4), settings(), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 5 labels, found 4");
        assertThatThrownBy(() -> train(labels(12), settingsWith("ensemble", 13), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 13 labels, found 12");
    }

    @Test
    void wrong_and_unknown_settings_are_all_told() {
        Settings settings = Settings.of(
                Map.of("type", "acenet", "cutof", 5, "ensemble", 1, "weights", Map.of("forces", 2, "energy", -1)));
        surrogate().validate(settings);
        assertThatThrownBy(settings::throwIfProblems)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("did you mean cutoff")
                .hasMessageContaining("ensemble")
                .hasMessageContaining("weights.energy")
                .hasMessageContaining("did you mean force");
    }
}
