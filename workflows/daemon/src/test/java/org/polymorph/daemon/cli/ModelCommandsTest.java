package org.polymorph.daemon.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.Composition;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Structure;
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

/** Train, evaluate and what models are used for, with labels of the potential of Stillinger and Weber. */
class ModelCommandsTest {
    @TempDir
    Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final List<Frame> labels = new ArrayList<>();

    @BeforeEach
    void label() {
        Calculator potential = Providers.of(CalculatorProvider.class).get("sw").create(Settings.empty());
        try (Workers workers = new Workers(1)) {
            Providers.of(Generator.class)
                    .get("random")
                    .generate(
                            Composition.parse("Si4"),
                            24,
                            Settings.of(Map.of("minDistance", Map.of("Si-Si", 1.9))),
                            new Seed(1),
                            workers,
                            Progress.NONE)
                    .forEach(structure -> labels.add(frame(structure, potential.evaluate(structure))));
        }
        StructureFiles.write(directory.resolve("train.extxyz"), labels.subList(0, 16));
        StructureFiles.write(directory.resolve("test.extxyz"), labels.subList(16, 24));
    }

    private static Frame frame(Structure structure, Evaluation evaluation) {
        return new Frame(structure, Optional.of(evaluation), Map.of());
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

    private String file(String name) {
        return directory.resolve(name).toString();
    }

    private String train(String... more) {
        List<String> words = new ArrayList<>(List.of("train", file("train.extxyz"), "-o", file("m"), "--threads", "1"));
        words.addAll(List.of("--set", "features=60", "--set", "cutoff=4"));
        Collections.addAll(words, more);
        assertThat(run(words.toArray(new String[0])))
                .as(err.toString(StandardCharsets.UTF_8))
                .isZero();
        out.reset();
        return file("m");
    }

    private String problem() {
        String text = err.toString(StandardCharsets.UTF_8);
        assertThat(text).doesNotContain("should not have happened");
        return text;
    }

    @Test
    void evaluate_shows_errors_and_what_uncertainties_tell_of_them() {
        String model = train();
        assertThat(run("evaluate", model, file("test.extxyz"))).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("8 structures", "energy [meV/atom]", "forces [eV/Å]", "stress [eV/Å³]")
                .contains("RMSE/σ", "within 1σ [%]", "calibration error [%]", "rank correlation", "finds worst tenth")
                .contains("share of errors found", " 100 │", "   0 │", "E energy  F forces  S stress");
    }

    @Test
    void evaluate_gives_all_numbers_to_programs() throws IOException {
        String model = train();
        assertThat(run("evaluate", model, file("test.extxyz"), "--json")).isZero();
        JsonNode forces = new ObjectMapper().readTree(out.toByteArray()).get("forces");
        assertThat(forces.get("count").asInt()).isEqualTo(8 * 12);
        for (String name : List.of("mae", "rmse", "largest", "std", "calibrationError", "negativeLogLikelihood")) {
            assertThat(forces.get(name).isNumber()).as(name).isTrue();
        }
        assertThat(forces.get("rmseOverStd").asDouble())
                .isCloseTo(forces.get("rmse").asDouble() / forces.get("std").asDouble(), within(1e-12));
        assertThat(forces.get("worstTenthArea").asDouble()).isBetween(0.0, 1.0);
        assertThat(forces.get("rankCorrelation").asDouble()).isBetween(-1.0, 1.0);
        assertThat(forces.get("reliability")).hasSize(31);
        assertThat(forces.get("reliability").get(10).get("found").asDouble())
                .isEqualTo(forces.get("within1Std").asDouble());
    }

    @Test
    void evaluate_draws_the_reliability() throws Exception {
        String model = train();
        assertThat(run("evaluate", model, file("test.extxyz"), "-o", file("curve.svg")))
                .isZero();
        var picture = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(Path.of(file("curve.svg")).toFile());
        assertThat(picture.getDocumentElement().getTextContent())
                .contains("energy", "forces", "stress", "share found within it [%]");
        assertThat(run("evaluate", model, file("test.extxyz"), "-o", file("curve.pdf")))
                .isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("-o: expected a name that ends in .png or .svg");
    }

    @Test
    void labels_that_contradict_each_other_are_named_by_file_and_number() {
        List<Frame> frames = new ArrayList<>(labels.subList(0, 16));
        for (double change : new double[] {0.04, 40}) {
            Frame frame = frames.get(change < 1 ? 2 : 4);
            Evaluation e = frame.evaluation().orElseThrow();
            frames.add(frame(frame.structure(), new Evaluation(e.energy() + change, e.forces(), e.stress())));
        }
        StructureFiles.write(directory.resolve("train.extxyz"), frames);
        train();
        assertThat(problem())
                .contains("train.extxyz, structure 3 and ", "train.extxyz, structure 17", "10.0 meV/atom")
                .contains("train.extxyz, structure 5 and ", "train.extxyz, structure 18", "10000.0 meV/atom", "neither")
                .contains("noise of 7.1 meV/atom");
    }

    @Test
    void too_few_labels_are_told_with_the_least_number() {
        StructureFiles.write(directory.resolve("train.extxyz"), labels.subList(0, 1));
        assertThat(run("train", file("train.extxyz"), "-o", file("m"))).isEqualTo(2);
        assertThat(problem()).contains("train.extxyz", "at least 2 labels, found 1");
        StructureFiles.write(directory.resolve("train.extxyz"), labels.subList(0, 3));
        assertThat(run("train", file("train.extxyz"), "-o", file("m"), "--type", "schnet"))
                .isEqualTo(2);
        assertThat(problem()).contains("at least 5 labels, found 3");
    }

    @Test
    void a_number_that_is_none_is_told_by_file_and_number() throws IOException {
        String text = Files.readString(directory.resolve("test.extxyz"));
        int second = text.indexOf("energy=", text.indexOf("energy=") + 1);
        int end = text.indexOf(' ', second);
        Files.writeString(
                directory.resolve("nan.extxyz"), text.substring(0, second) + "energy=NaN" + text.substring(end));
        assertThat(run("train", file("nan.extxyz"), "-o", file("m"))).isEqualTo(2);
        assertThat(problem()).contains("nan.extxyz", "NaN");
        String model = train();
        assertThat(run("evaluate", model, file("nan.extxyz"))).isEqualTo(2);
    }

    @Test
    void an_element_that_a_model_has_not_seen_is_told_by_file_number_and_name() {
        String model = train();
        Structure silicon = labels.get(20).structure();
        Structure carbide = Structure.of(
                silicon.lattice(), List.of(Element.Si, Element.Si, Element.C, Element.C), silicon.fractional());
        StructureFiles.write(
                directory.resolve("sic.extxyz"),
                List.of(
                        labels.get(20),
                        frame(carbide, labels.get(20).evaluation().orElseThrow())));
        for (String[] command : new String[][] {
            {"evaluate", model, file("sic.extxyz")},
            {"calculate", file("sic.extxyz"), "--with", model},
            {"relax", file("sic.extxyz"), "--with", model}
        }) {
            err.reset();
            assertThat(run(command)).as(command[0]).isEqualTo(2);
            assertThat(problem()).as(command[0]).contains("sic.extxyz, structure 2", "C", "Si");
        }
    }

    @Test
    void a_file_that_is_no_sound_model_is_told_with_what_is_wrong() throws IOException {
        String model = train();
        byte[] bytes = Files.readAllBytes(Path.of(model));
        Files.write(directory.resolve("cut"), Arrays.copyOf(bytes, bytes.length / 2));
        byte[] changed = bytes.clone();
        changed[bytes.length / 2] ^= 1;
        Files.write(directory.resolve("changed"), changed);
        byte[] other = bytes.clone();
        System.arraycopy("wizard".getBytes(StandardCharsets.US_ASCII), 0, other, 10, 6);
        Files.write(directory.resolve("other"), other);
        Map<String, List<String>> told = Map.of(
                "cut", List.of("expected " + bytes.length + " bytes, found " + bytes.length / 2, "damaged"),
                "changed", List.of("SHA-256", "damaged"),
                "other", List.of("ace", "schnet", "kind wizard"),
                "test.extxyz", List.of("expected a model written by `train`", "something else"));
        told.forEach((name, words) -> {
            err.reset();
            assertThat(run("calculate", file("test.extxyz"), "--with", file(name)))
                    .isEqualTo(2);
            assertThat(problem()).contains(words).contains(file(name));
            assertThat(run("evaluate", file(name), file("test.extxyz"))).isEqualTo(2);
        });
    }
}
