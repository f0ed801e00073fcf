package org.polymorph.daemon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.format.Frame;
import org.polymorph.model.format.StructureFiles;

/** {@code train --type autoencoder} and {@code generate --type autoencoder}. */
class AutoencoderCommandsTest {
    private static final Structure CRYSTAL = Structure.of(
            Lattice.of(3.1, 0, 0, 0, 3.3, 0, 0, 0, 3.5),
            List.of(Element.of("Mg"), Element.of("O")),
            new double[] {0.2, 0.3, 0.25, 0.7, 0.8, 0.6});

    @TempDir
    Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void write() {
        StructureFiles.write(directory.resolve("one.extxyz"), List.of(new Frame(CRYSTAL)));
        StructureFiles.write(
                directory.resolve("large.extxyz"), List.of(new Frame(CRYSTAL), new Frame(CRYSTAL.supercell(3, 3, 3))));
    }

    private int run(String... words) {
        Console console = new Console(
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                false);
        return Main.commandLine(console).execute(words);
    }

    private int train(String file, String... more) {
        List<String> words = new java.util.ArrayList<>(List.of(
                "train",
                directory.resolve(file).toString(),
                "-o",
                directory.resolve("m").toString()));
        words.addAll(List.of("--type", "autoencoder", "--threads", "1", "--set", "grid=16", "--set", "box=5.3"));
        words.addAll(List.of("--set", "latent=2", "--set", "width=4", "--set", "epochs=60", "--set", "rotations=none"));
        words.addAll(List.of("--set", "translations=false", "--set", "learningRate=0.005", "--set", "batch=1"));
        words.addAll(List.of(more));
        return run(words.toArray(String[]::new));
    }

    @Test
    void learns_structures_and_proposes_others() {
        assertThat(train("one.extxyz")).as(err.toString(StandardCharsets.UTF_8)).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("trained autoencoder on 1 structures", "O Mg", "60");
        assertThat(directory.resolve("m.training")).doesNotExist();

        Path made = directory.resolve("new.extxyz");
        String model = "model=" + directory.resolve("m");
        assertThat(run("generate", "MgO", "-n", "2", "--type", "autoencoder", "--set", model, "-o", made.toString()))
                .as(err.toString(StandardCharsets.UTF_8))
                .isZero();
        assertThat(StructureFiles.read(made)).hasSize(2);
    }

    @Test
    void refuses_a_cell_that_is_too_large_and_settings_that_are_none() {
        assertThat(train("large.extxyz")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("large.extxyz: structure 2 (Mg27O27)", "does not fit into the box");
        assertThat(train("one.extxyz", "--set", "latent=0", "--set", "widht=3")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("latent", "width");
    }
}
