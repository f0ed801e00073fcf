package org.polymorph.daemon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.model.crystal.Composition;
import org.polymorph.model.format.Frame;
import org.polymorph.model.format.StructureFiles;
import org.polymorph.model.spi.Calculator;
import org.polymorph.model.spi.CalculatorProvider;
import org.polymorph.model.spi.Generator;
import org.polymorph.model.spi.Progress;
import org.polymorph.model.spi.Providers;
import org.polymorph.model.spi.Seed;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.Workers;

/** Properties learnt from tables and structures, with energies of the potential of Stillinger and Weber. */
class PropertyCommandsTest {
    @TempDir
    Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void label() throws IOException {
        Calculator potential = Providers.of(CalculatorProvider.class).get("sw").create(Settings.empty());
        List<Frame> labels = new ArrayList<>();
        StringBuilder table = new StringBuilder("file,index,cohesion\n");
        try (Workers workers = new Workers(1)) {
            Providers.of(Generator.class)
                    .get("random")
                    .generate(
                            Composition.parse("Si4"),
                            60,
                            Settings.of(Map.of("minDistance", Map.of("Si-Si", 1.9))),
                            new Seed(1),
                            workers,
                            Progress.NONE)
                    .forEach(structure -> {
                        labels.add(new Frame(structure, Optional.of(potential.evaluate(structure)), Map.of()));
                        double energy = potential.evaluate(structure).energy() / 4;
                        if (labels.size() <= 50) {
                            table.append("train.extxyz,")
                                    .append(labels.size())
                                    .append(',')
                                    .append(energy)
                                    .append('\n');
                        }
                    });
        }
        StructureFiles.write(file("train.extxyz"), labels.subList(0, 50));
        StructureFiles.write(file("test.extxyz"), labels.subList(50, 60));
        Files.writeString(file("table.csv"), table);
    }

    private Path file(String name) {
        return directory.resolve(name);
    }

    private int run(String... words) {
        out.reset();
        err.reset();
        Console console = new Console(
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                false);
        String[] placed = new String[words.length];
        for (int i = 0; i < words.length; i++) {
            placed[i] = words[i].contains(".") && !words[i].contains("=")
                    ? file(words[i]).toString()
                    : words[i];
        }
        return Main.commandLine(console).execute(placed);
    }

    private JsonNode json() throws IOException {
        return new ObjectMapper().readTree(out.toByteArray());
    }

    private String told() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void a_model_learns_from_structures_and_predicts_and_tells_its_errors() throws IOException {
        assertThat(run("train", "train.extxyz", "--type", "amd-gp", "--set", "k=30", "-o", "model.gp"))
                .as(told())
                .isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("leave-one-out MAE", "MAE of the mean");
        assertThat(file("model.gp.training")).doesNotExist();

        assertThat(run("predict", "model.gp", "test.extxyz", "-o", "found.extxyz", "--json"))
                .as(told())
                .isZero();
        assertThat(json().get("property").asText()).isEqualTo("energy");
        assertThat(json().get("results")).hasSize(10);
        double first = json().get("results").get(0).get("value").asDouble();
        assertThat(StructureFiles.read(file("found.extxyz")).get(0).info())
                .containsEntry("predicted_energy", String.valueOf(first));

        assertThat(run("evaluate", "model.gp", "test.extxyz", "-o", "found.svg", "--json"))
                .as(told())
                .isZero();
        assertThat(json().get("errors").get("mae").asDouble())
                .isLessThan(json().get("maeOfTheMean").asDouble());
        assertThat(Files.readString(file("found.svg"))).contains("<svg");
    }

    @Test
    void a_table_gives_the_same_numbers_as_the_structures() throws IOException {
        assertThat(run("train", "train.extxyz", "--type", "amd-krr", "--set", "k=30", "-o", "one.krr"))
                .as(told())
                .isZero();
        assertThat(run(
                        "train",
                        "table.csv",
                        "--type",
                        "amd-krr",
                        "--property",
                        "cohesion",
                        "--set",
                        "k=30",
                        "-o",
                        "two.krr"))
                .as(told())
                .isZero();
        run("predict", "one.krr", "test.extxyz", "--json");
        JsonNode one = json().get("results");
        run("predict", "two.krr", "test.extxyz", "--json");
        assertThat(json().get("results")).isEqualTo(one);
        assertThat(json().get("property").asText()).isEqualTo("cohesion");
    }

    @Test
    void continuity_is_measured_and_drawn() throws IOException {
        assertThat(run("continuity", "train.extxyz", "-o", "found.png", "--json"))
                .as(told())
                .isZero();
        assertThat(json().get("structures").asInt()).isEqualTo(50);
        assertThat(json().get("threshold").asDouble()).isNotNegative();
        assertThat(file("found.png")).isNotEmptyFile();
    }

    @Test
    void what_is_wrong_in_a_table_is_told_with_its_place() throws IOException {
        refuses("file,cohesion\ntrain.extxyz,1\n", "record 1: expected one structure in", "a column index tells which");
        refuses("file,index,cohesion\ntrain.extxyz,51,1\n", "expected an index from 1 to 50, found \"51\"");
        refuses("file,index,cohesion\ntrain.extxyz,1,NaN\n", "expected a finite number as cohesion, found \"NaN\"");
        refuses("file,index,gap\ntrain.extxyz,1,1\n", "expected a column cohesion, found file, index, gap");
        refuses("name,cohesion\nx,1\n", "expected a column file or structure, found name, cohesion");
        refuses("file,index,cohesion\ntrain.extxyz,1\n", "record 1: expected 3 values, found 2");
        refuses("file,cohesion\nnone.cif,1\n", "expected a file of structures, found none");
        refuses("file,index,cohesion\ntrain.extxyz,1,2\n", "expected at least 10 labels, found 1");
    }

    private void refuses(String table, String... messages) throws IOException {
        Files.writeString(file("bad.csv"), table);
        assertThat(run("train", "bad.csv", "--type", "amd-gp", "--property", "cohesion", "-o", "model.gp"))
                .isEqualTo(2);
        assertThat(told()).contains(messages);
    }

    @Test
    void a_structure_may_stand_in_the_table() throws IOException {
        String poscar = "silicon\n1\n0 2.7 2.7\n2.7 0 2.7\n2.7 2.7 0\nSi\n2\nDirect\n0 0 0\n0.25 0.25 0.25\n";
        Files.writeString(file("inline.csv"), "structure,gap\n\"" + poscar + "\",1.1\n");
        PropertyLabelFiles labels =
                PropertyLabelFiles.read(List.of(file("inline.csv").toString()), "gap", Console.ofProcess());
        assertThat(labels.labels()).singleElement().satisfies(label -> {
            assertThat(label.value()).isEqualTo(1.1);
            assertThat(label.structure().size()).isEqualTo(2);
        });
    }

    @Test
    void commands_and_models_that_do_not_fit_are_told() {
        assertThat(run("train", "train.extxyz", "--property", "energy", "-o", "model.ace"))
                .isEqualTo(2);
        assertThat(told()).contains("--property: expected with --type").contains("amd-gp");
        assertThat(run("train", "train.extxyz", "--type", "amd-gb", "-o", "model.ace"))
                .isEqualTo(2);
        assertThat(told()).contains("unknown surrogate \"amd-gb\" (did you mean amd-gp?)");
        assertThat(run("predict", "train.extxyz", "test.extxyz")).isEqualTo(2);
        assertThat(told()).contains("expected a model of a property");
    }
}
