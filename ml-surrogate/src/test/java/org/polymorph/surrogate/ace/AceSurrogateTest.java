package org.polymorph.surrogate.ace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.ConfigurationException;
import org.polymorph.model.spi.Progress;
import org.polymorph.model.spi.Providers;
import org.polymorph.model.spi.Seed;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.Surrogate;
import org.polymorph.model.spi.SurrogateModel;
import org.polymorph.model.spi.Workers;

class AceSurrogateTest {
    private static final Element[] SPECIES = {Element.Na, Element.Cl, Element.Na, Element.Cl};

    private final Surrogate surrogate = Providers.of(Surrogate.class).get("ace");

    private SurrogateModel train(int labels, Map<String, Object> settings) {
        try (Workers workers = new Workers(1)) {
            return surrogate.train(
                    RandomCells.madeUpLabels(labels, SPECIES),
                    Settings.of(settings),
                    new Seed(1),
                    Optional.empty(),
                    workers,
                    Progress.NONE);
        }
    }

    @Test
    void saved_and_loaded_model_gives_the_same_bits(@TempDir Path folder) {
        SurrogateModel model = train(10, Map.of("features", 60, "committee", 5));
        Path file = folder.resolve("model.ace");
        model.save(file);
        SurrogateModel loaded = surrogate.load(file);
        Structure structure = RandomCells.cell(3, SPECIES);
        assertThat(loaded.evaluate(structure)).isEqualTo(model.evaluate(structure));
        assertThat(loaded.predict(structure)).isEqualTo(model.predict(structure));
        assertThat(loaded.represent(structure)).containsExactly(model.represent(structure));
        assertThat(loaded.summary()).isEqualTo(model.summary());
        assertThat(folder).isDirectoryContaining(path -> path.equals(file));
        assertThat(folder.toFile().list()).hasSize(1);
    }

    @Test
    void damaged_cut_off_and_foreign_files_are_refused(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("model.ace");
        train(10, Map.of("features", 30)).save(file);
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Path damaged = Files.write(folder.resolve("damaged"), bytes);
        Path cut = Files.write(folder.resolve("cut"), java.util.Arrays.copyOf(bytes, bytes.length - 100));
        Path foreign = Files.writeString(folder.resolve("foreign"), "hello");
        for (Path bad : List.of(damaged, cut)) {
            assertThatThrownBy(() -> surrogate.load(bad))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining(bad.toString())
                    .hasMessageContaining("damaged");
        }
        assertThatThrownBy(() -> surrogate.load(foreign))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("polymorph-ace");
        assertThatThrownBy(() -> surrogate.load(folder.resolve("absent"))).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void wrong_and_unknown_settings_are_all_told() {
        Settings settings = Settings.of(
                Map.of("type", "ace", "cutof", 5, "bodyOrder", 9, "committee", 16, "weights", Map.of("forces", 2)));
        surrogate.validate(settings);
        assertThatThrownBy(settings::throwIfProblems)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("did you mean cutoff")
                .hasMessageContaining("bodyOrder")
                .hasMessageContaining("did you mean force");
    }

    @Test
    void defaults_are_those_of_the_campaign_file() {
        AceSettings settings = AceSettings.read(Settings.empty());
        assertThat(settings.cutoff()).isEqualTo(5.0);
        assertThat(settings.bodyOrder()).isEqualTo(4);
        assertThat(settings.committee()).isEqualTo(16);
        assertThat(settings.features()).isEqualTo(300);
    }

    @Test
    void an_element_outside_the_training_set_is_refused_by_name() {
        SurrogateModel model = train(10, Map.of("features", 30));
        assertThatThrownBy(() -> model.evaluate(RandomCells.cell(1, Element.Si)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Si");
    }

    @Test
    void too_few_labels_are_refused() {
        assertThatThrownBy(() -> train(1, Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 2");
    }

    @Test
    void summary_tells_size_errors_and_data_hash() {
        SurrogateModel model = train(10, Map.of("features", 30));
        assertThat(model.summary())
                .containsEntry("labels", "10")
                .containsKeys("features", "training error energy", "training error force", "noise force", "data hash");
        assertThat(model.summary().get("data hash")).hasSize(64);
    }
}
