package org.polymorph.surrogate.external;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.DeviationFloor;
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
import org.polymorph.surrogate.relax.RelaxOutcome;
import org.polymorph.surrogate.relax.RelaxSettings;
import org.polymorph.surrogate.relax.Relaxer;
import org.polymorph.surrogate.training.RandomCells;
import org.polymorph.surrogate.training.SurrogateContract;

class ExternalSurrogateTest extends SurrogateContract {
    private static final Element[] SILICON = {Element.Si, Element.Si, Element.Si, Element.Si};

    @TempDir
    static Path home;

    private static String usualHome = "";

    @BeforeAll
    static void rememberElsewhere() {
        usualHome = System.getProperty("user.home");
        System.setProperty("user.home", home.toString());
    }

    @AfterAll
    static void rememberAgain() {
        System.setProperty("user.home", usualHome);
    }

    @Override
    protected boolean hasMembers() {
        return false;
    }

    @Override
    protected Surrogate surrogate() {
        return Providers.of(Surrogate.class).get("external");
    }

    @Override
    protected Map<String, Object> settings() {
        return settings("good", "ace");
    }

    private static Map<String, Object> settings(String behaviour, String correction) {
        return Map.of(
                "command",
                ProgramFixture.command(behaviour, home.resolve("pids")),
                "correction",
                correction,
                "ace",
                Map.of("features", 60, "committee", 5));
    }

    // the program, half as strong again and 3 eV an atom lower
    private static List<LabelledStructure> shifted(int count) {
        List<LabelledStructure> labels = new ArrayList<>();
        for (int s = 0; s < count; s++) {
            Structure cell = RandomCells.cell(s, SILICON);
            Evaluation truth = ProgramFixture.soft(cell, 3);
            labels.add(new LabelledStructure(
                    String.valueOf(100 + s),
                    cell,
                    new Evaluation(truth.energy() - 3 * cell.size(), truth.forces(), truth.stress())));
        }
        return labels;
    }

    @Test
    void a_correction_brings_the_program_to_the_labels() {
        SurrogateModel model = train(shifted(30), settings("good", "ace"), 2);
        for (int s = 500; s < 510; s++) {
            Structure cell = RandomCells.cell(s, SILICON);
            Evaluation truth = ProgramFixture.soft(cell, 3);
            Prediction found = model.predict(cell);
            assertThat((found.mean().energy() - truth.energy()) / cell.size()).isCloseTo(-3, within(0.01));
            assertThat(found.mean().forces()).containsExactly(truth.forces(), within(0.05));
            assertThat(found.energyStd()).isPositive();
        }
        assertThat(model.summary()).containsKeys("program", "correction: features", "correction: calibration");
    }

    @Test
    void without_a_correction_energies_are_on_the_scale_of_the_labels_and_deviations_are_the_errors_there() {
        SurrogateModel model = train(shifted(30), settings("good", "none"), 2);
        double squares = 0;
        double forces = 0;
        for (LabelledStructure label : shifted(30)) {
            Prediction found = model.predict(label.structure());
            double error = found.mean().energy() - label.evaluation().energy();
            squares += error * error / 30;
            assertThat(found.mean().forces())
                    .containsExactly(
                            ProgramFixture.SOFT.evaluate(label.structure()).forces(), within(1e-9));
            double[] truth = label.evaluation().forces();
            double[] mean = found.mean().forces();
            for (int k = 0; k < truth.length; k++) {
                forces += (truth[k] - mean[k])
                        * (truth[k] - mean[k])
                        / 30
                        / found.mean().size();
            }
        }
        Prediction any = model.predict(RandomCells.cell(3, SILICON));
        assertThat(any.energyStd()).isCloseTo(Math.sqrt(squares), within(1e-9));
        assertThat(any.forceStd()[0]).isCloseTo(Math.sqrt(forces), within(1e-9));
        assertThat(model.deviationFloor().force()).isEqualTo(any.forceStd()[0]);
    }

    @Test
    void deviations_that_the_program_gives_are_scaled_to_the_errors() {
        SurrogateModel own = train(shifted(30), settings("std", "none"), 2);
        SurrogateModel typical = train(shifted(30), settings("good", "none"), 2);
        Structure cell = RandomCells.cell(3, SILICON);
        assertThat(own.predict(cell).forceStd())
                .containsExactly(typical.predict(cell).forceStd(), within(1e-9));
        assertThat(own.predict(cell).energyStd())
                .isCloseTo(typical.predict(cell).energyStd(), within(1e-9));
        double[] stress = own.predict(cell).stressStd().toVoigt();
        assertThat(stress[3]).isCloseTo(2 * stress[0], within(1e-12)).isPositive();
        assertThat(own.summary()).containsKey("calibration");
        assertThat(own.deviationFloor()).isEqualTo(DeviationFloor.NONE);
    }

    @Test
    void a_structure_that_the_program_refuses_is_no_label_and_ends_its_relaxation_only() {
        SurrogateModel model = train(labels(12), settings("refuse", "ace"), 1);
        assertThat(model.summary()).containsEntry("labels", "11").containsEntry("labels refused by the program", "1");
        assertThatThrownBy(() -> train(labels(12), settings("refuse-all", "ace"), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("refused 12 of 12: atoms too close");
        SurrogateModel refusing = new ExternalModel(
                new ExternalModel.Parameters(
                        new ExternalCommand(
                                ProgramFixture.command("refuse-all", home.resolve("pids")),
                                java.time.Duration.ofMinutes(2),
                                java.time.Duration.ofMinutes(2),
                                0),
                        true,
                        List.of(Element.O, Element.Si),
                        new double[2],
                        new Residuals(new double[3], new double[3], false)),
                model,
                Map.of());
        assertThat(Relaxer.relax(RandomCells.cell(1, SPECIES), refusing, RelaxSettings.defaults(), 0)
                        .outcome())
                .isEqualTo(RelaxOutcome.NOT_FINITE);
    }

    @Test
    void training_allows_the_command_for_later_runs() {
        train(labels(12), settings(), 1);
        assertThat(home.resolve(".config/polymorph/external-commands"))
                .isDirectoryContaining(file -> read(file).contains("ProgramFixture good"));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void progress_counts_the_labels() {
        AtomicInteger most = new AtomicInteger();
        try (Workers workers = new Workers(2)) {
            Progress progress = (done, total) -> most.accumulateAndGet(total, Math::max);
            surrogate()
                    .train(TrainingTask.of(labels(12), Settings.of(settings()), new Seed(1), workers)
                            .telling(progress));
        }
        assertThat(most).hasValue(12);
    }

    @Test
    void wrong_settings_are_all_told() {
        assertThat(problems(Map.of())).anyMatch(problem -> problem.contains("list of the program and its arguments"));
        assertThat(problems(Map.of("command", "no-such-program --option")))
                .anyMatch(problem -> problem.contains("found no program \"no-such-program --option\""));
        Map<String, Object> wrong = new HashMap<>(settings());
        wrong.putAll(Map.of("timeout", 60, "start", "0s", "correction", "ase", "ace", Map.of("cutof", 4), "x", 1));
        assertThat(problems(wrong))
                .hasSize(5)
                .anyMatch(problem -> problem.startsWith("timeout: expected a duration"))
                .anyMatch(problem -> problem.startsWith("start: expected a duration above zero"))
                .anyMatch(problem -> problem.contains("did you mean ace"))
                .anyMatch(problem -> problem.contains("did you mean cutoff"))
                .anyMatch(problem -> problem.contains("unknown key \"x\""));
        assertThat(problems(settings())).isEmpty();
    }

    private List<String> problems(Map<String, Object> settings) {
        Settings read = Settings.of(settings);
        surrogate().validate(read);
        return read.problems();
    }
}
