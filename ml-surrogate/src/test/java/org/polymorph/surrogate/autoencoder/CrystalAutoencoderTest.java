package org.polymorph.surrogate.autoencoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Checkpoint;
import org.polymorph.model.spi.Progress;
import org.polymorph.model.spi.Seed;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.Workers;

class CrystalAutoencoderTest {
    private static final Structure CRYSTAL = Structure.of(
            Lattice.of(3.1, 0, 0, 0, 3.3, 0, 0, 0, 3.5),
            List.of(Element.of("Mg"), Element.of("O")),
            new double[] {0.2, 0.3, 0.25, 0.7, 0.8, 0.6});

    private static final Settings SMALL = settings(Map.of());

    /** Returns settings of a small autoencoder, with some in their place. */
    static Settings settings(Map<String, Object> more) {
        Map<String, Object> tree = new LinkedHashMap<>(Map.of(
                "grid",
                16,
                "box",
                5.3,
                "latent",
                4,
                "width",
                4,
                "segmentWidth",
                3,
                "epochs",
                3,
                "batch",
                2,
                "validation",
                0.2));
        tree.putAll(more);
        return Settings.of(tree);
    }

    private static List<Structure> several() {
        List<Structure> structures = new ArrayList<>();
        for (int k = 0; k < 5; k++) {
            structures.add(CRYSTAL.strained(new double[] {0.01 * k, 0, 0, 0, -0.01 * k, 0, 0, 0, 0}));
        }
        return structures;
    }

    private static AutoencoderTask task(List<Structure> structures, Settings settings, Workers workers) {
        return new AutoencoderTask(structures, settings, new Seed(4), workers, Progress.NONE, Optional.empty());
    }

    private static double[] numbers(AutoencoderModel model) {
        double[] code = model.code(model.place(CRYSTAL, new Seed(1).random()));
        return java.util.stream.DoubleStream.concat(
                        java.util.Arrays.stream(code),
                        java.util.Arrays.stream(model.decode(code).lattice()))
                .toArray();
    }

    @Test
    void one_seed_gives_one_model_whatever_the_threads_and_its_file_the_same_numbers(@TempDir Path directory) {
        double[] expected;
        try (Workers one = new Workers(1)) {
            AutoencoderModel model = CrystalAutoencoder.train(task(several(), SMALL, one));
            expected = numbers(model);
            model.save(directory.resolve("m"));
        }
        try (Workers two = new Workers(2)) {
            assertThat(numbers(CrystalAutoencoder.train(task(several(), SMALL, two))))
                    .containsExactly(expected);
        }
        AutoencoderModel loaded = AutoencoderModel.load(directory.resolve("m"));
        assertThat(numbers(loaded)).containsExactly(expected);
        assertThat(loaded.known()).hasSize(4);
    }

    @Test
    void a_training_that_was_killed_goes_on_to_the_same_weights(@TempDir Path directory) {
        List<String> told = new ArrayList<>();
        Checkpoint checkpoint = new Checkpoint(directory.resolve("state"), Duration.ZERO, told::add);
        try (Workers workers = new Workers(1)) {
            double[] expected = numbers(CrystalAutoencoder.train(task(several(), SMALL, workers)));
            Progress killer = (done, total) -> {
                if (done == 2) {
                    throw new IllegalStateException("killed");
                }
            };
            AutoencoderTask task =
                    new AutoencoderTask(several(), SMALL, new Seed(4), workers, killer, Optional.of(checkpoint));
            assertThatThrownBy(() -> CrystalAutoencoder.train(task)).hasMessage("killed");
            AutoencoderTask again =
                    new AutoencoderTask(several(), SMALL, new Seed(4), workers, Progress.NONE, Optional.of(checkpoint));
            assertThat(numbers(CrystalAutoencoder.train(again))).containsExactly(expected);
        }
        assertThat(told).hasSize(1).first().asString().startsWith("epoch ");
    }

    @Test
    void learns_one_crystal_by_heart() {
        Settings settings = settings(Map.of(
                "epochs",
                150,
                "patience",
                150,
                "batch",
                1,
                "validation",
                0,
                "rotations",
                "none",
                "translations",
                false,
                "learningRate",
                0.005,
                "average",
                0.9));
        try (Workers workers = new Workers(1)) {
            AutoencoderModel model = CrystalAutoencoder.train(task(List.of(CRYSTAL), settings, workers));
            ReconstructionErrors errors = ReconstructionErrors.of(model, List.of(CRYSTAL), new Seed(1), workers);
            assertThat(errors.location()).isLessThan(0.1);
            assertThat(errors.species()).isEqualTo(1);
            assertThat(errors.complete()).isEqualTo(1);
            assertThat(errors.lattice()).isLessThan(0.1);
        }
    }

    @Test
    void refuses_what_it_cannot_learn_from_with_the_place() {
        Structure large = CRYSTAL.supercell(2, 1, 1);
        Structure twice =
                Structure.of(CRYSTAL.lattice(), CRYSTAL.species(), new double[] {0.2, 0.3, 0.25, 0.2, 0.3, 0.25});
        try (Workers workers = new Workers(1)) {
            assertThatThrownBy(() -> CrystalAutoencoder.train(task(List.of(CRYSTAL, large), SMALL, workers)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("structure 2 (Mg2O2)")
                    .hasMessageContaining("box");
            assertThatThrownBy(() -> CrystalAutoencoder.train(task(List.of(twice), SMALL, workers)))
                    .hasMessageContaining("structure 1");
            assertThatThrownBy(() -> CrystalAutoencoder.train(task(List.of(), SMALL, workers)))
                    .hasMessageContaining("at least one");
        }
        Settings wrong = Settings.of(Map.of("sigma", 0.1, "widht", 3));
        CrystalAutoencoder.validate(wrong);
        assertThat(wrong.problems())
                .hasSize(2)
                .anyMatch(p -> p.contains("spacing"))
                .anyMatch(p -> p.contains("width"));
    }
}
