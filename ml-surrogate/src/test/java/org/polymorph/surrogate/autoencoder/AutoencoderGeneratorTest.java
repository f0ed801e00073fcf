package org.polymorph.surrogate.autoencoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.model.crystal.Composition;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.ConfigurationException;
import org.polymorph.model.spi.Progress;
import org.polymorph.model.spi.Seed;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.Workers;
import org.polymorph.surrogate.generate.DistanceCheck;
import org.polymorph.surrogate.generate.MinimumDistances;

class AutoencoderGeneratorTest {
    private static final Composition MGO = Composition.parse("MgO");

    @TempDir
    static Path directory;

    /** Learns six cells between two. */
    @BeforeAll
    static void train() {
        List<Structure> structures = new ArrayList<>();
        for (int k = 0; k < 6; k++) {
            structures.add(Structure.of(
                    Lattice.of(3 + 0.05 * k, 0, 0, 0, 3.2, 0, 0, 0, 3.4),
                    List.of(Element.of("Mg"), Element.of("O")),
                    new double[] {0.2, 0.3, 0.25, 0.7, 0.75, 0.6 + 0.02 * k}));
        }
        Settings settings = CrystalAutoencoderTest.settings(Map.of(
                "epochs", 40, "validation", 0, "rotations", "none", "translations", false, "learningRate", 0.005));
        try (Workers workers = new Workers(1)) {
            CrystalAutoencoder.train(new AutoencoderTask(
                            structures, settings, new Seed(1), workers, Progress.NONE, Optional.empty()))
                    .save(directory.resolve("m"));
        }
    }

    private static List<Structure> generate(String from, int count, int threads) {
        try (Workers workers = new Workers(threads)) {
            return new AutoencoderGenerator()
                    .generate(MGO, count, settings(Map.of("from", from)), new Seed(3), workers, Progress.NONE);
        }
    }

    private static Settings settings(Map<String, Object> more) {
        Map<String, Object> tree = new java.util.LinkedHashMap<>(more);
        tree.put("model", directory.resolve("m").toString());
        return Settings.of(tree);
    }

    @Test
    void samples_and_interpolates_with_the_composition_and_its_distances() {
        DistanceCheck check = new DistanceCheck(MinimumDistances.defaults());
        for (String from : List.of("sample", "interpolate")) {
            List<Structure> made = generate(from, 4, 2);
            assertThat(made).hasSize(4).allSatisfy(structure -> {
                assertThat(structure.composition()).isEqualTo(MGO);
                assertThat(check.broken(structure)).isEmpty();
                assertThat(structure.volume()).isBetween(20.0, 60.0);
            });
            assertThat(generate(from, 2, 1)).isEqualTo(made.subList(0, 2));
        }
    }

    @Test
    void says_why_it_makes_none() {
        Settings far = settings(Map.of("minDistance", 9, "attempts", 5));
        try (Workers workers = new Workers(1)) {
            assertThatThrownBy(
                            () -> new AutoencoderGenerator().generate(MGO, 1, far, new Seed(1), workers, Progress.NONE))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("nearer than 9.00 Å")
                    .hasMessageContaining("5 attempts");
        }
    }

    @Test
    void refuses_a_missing_model_and_elements_that_it_does_not_know() {
        Settings none = Settings.of(Map.of("model", directory.resolve("absent").toString()));
        new AutoencoderGenerator().validate(MGO, none);
        assertThat(none.problems()).singleElement().asString().contains("absent");
        Settings other = settings(Map.of());
        new AutoencoderGenerator().validate(Composition.parse("SiO2"), other);
        assertThat(other.problems()).singleElement().asString().contains("SiO2").contains("Mg");
        Settings absent = Settings.empty();
        new AutoencoderGenerator().validate(MGO, absent);
        assertThat(absent.problems()).singleElement().asString().contains("model");
    }
}
