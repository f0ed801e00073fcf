package org.polymorph.dft.potential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.polymorph.model.batch.InputFile;
import org.polymorph.model.calculation.CalculationFailure;
import org.polymorph.model.calculation.CalculationOutcome;
import org.polymorph.model.calculation.CalculationRequest;
import org.polymorph.model.calculation.CalculationResult;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.calculation.FailureKind;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.format.Frame;
import org.polymorph.model.format.StructureFiles;
import org.polymorph.model.spi.ConfigurationException;
import org.polymorph.model.spi.DftCode;
import org.polymorph.model.spi.PreparedJob;
import org.polymorph.model.spi.Providers;
import org.polymorph.model.spi.Settings;

class PotentialCodeTest {
    private static final Structure DIAMOND = Phases.zincblende(Element.Si, Element.Si, 5.43);
    private static final Structure BCC = Phases.bcc(Element.Si, 3.2);
    private final DftCode code = Providers.of(DftCode.class).get("potential");

    @TempDir
    private Path directory = Path.of("");

    private static CalculationRequest request(String inputSet, double pressure, Map<String, ?> settings) {
        return new CalculationRequest(
                List.of(DIAMOND, BCC),
                inputSet,
                pressure,
                Settings.of(settings),
                Settings.of(Map.of("command", "'/opt/my java' -jar x", "prelude", "module load java")));
    }

    @Test
    void a_static_job_calculates_all_structures_with_the_command_of_the_site() {
        PreparedJob job = code.prepare(request("static", 0, Map.of("potential", "sw")));
        assertThat(job.script())
                .isEqualTo(
                        "module load java\n'/opt/my java' -jar x calculate structures.extxyz --with potential:sw --threads 1 -o results.extxyz\n");
        assertThat(job.files()).extracting(InputFile::name).containsExactly("structures.extxyz");
        write(job);
        assertThat(StructureFiles.read(directory.resolve("structures.extxyz")))
                .extracting(Frame::structure)
                .containsExactly(DIAMOND, BCC);
    }

    @ParameterizedTest
    @CsvSource({"coarse, 0.05", "fine, 0.01"})
    void a_relaxation_says_how_far_and_under_which_pressure(String inputSet, String fmax) {
        assertThat(code.prepare(request(inputSet, -2.5, Map.of("potential", "tersoff")))
                        .script())
                .contains("relax structures.extxyz --with potential:tersoff --fmax " + fmax
                        + " --steps 500 --pressure=-2.5 --threads 1 -o results.extxyz");
        assertThat(code.prepare(request(inputSet, 0, Map.of("potential", "sw", "fmax", 0.002, "steps", 90)))
                        .script())
                .contains("--fmax 0.002 --steps 90");
    }

    @Test
    void parameters_become_quoted_arguments() {
        Map<String, ?> pairs = Map.of("Si-Si", Map.of("epsilon", 0.5));
        assertThat(code.prepare(request("static", 0, Map.of("potential", "lj", "parameters", Map.of("pairs", pairs))))
                        .script())
                .contains(" --param pairs.Si-Si.epsilon=0.5 ");
        Map<String, ?> elements = Map.of("elements", List.of("Si", "C"));
        assertThat(code.prepare(request("static", 0, Map.of("potential", "kob-andersen", "parameters", elements)))
                        .script())
                .contains(" --param 'elements=[\"Si\", \"C\"]' ");
    }

    @Test
    void wrong_settings_are_refused_all_at_once_with_their_place() {
        Map<String, ?> settings = Map.of("potential", "sw", "parameters", Map.of("epsilon", -1, "x", 1), "fmaxx", 1);
        assertThatThrownBy(() -> code.prepare(request("static", 0, settings)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("parameters.epsilon", "parameters.x", "fmaxx", "did you mean fmax");
        refuses(Map.of("potential", "swx"), "unknown calculator \"swx\"", "sw, tersoff");
        refuses(Map.of(), "potential: expected one of");
        refuses(Map.of("potential", "tosi-fumi"), "does not know the element Si", "known: Na, Cl");
        assertThatThrownBy(() -> code.prepare(request("medium", 0, Map.of("potential", "sw"))))
                .hasMessageContaining("static, coarse, fine")
                .hasMessageContaining("medium");
    }

    private void refuses(Map<String, ?> settings, String... words) {
        CalculationRequest request = request("static", 0, settings);
        code.validate(request);
        assertThat(String.join("\n", request.settings().problems())).contains(words);
        assertThatThrownBy(() -> code.prepare(request))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll(words);
    }

    @Test
    void sound_settings_have_no_problems() {
        CalculationRequest request = request("fine", 0, Map.of("potential", "sw"));
        code.validate(request);
        assertThat(request.settings().problems()).isEmpty();
        assertThat(request.site().problems()).isEmpty();
        assertThat(code.maxStructuresPerJob()).isGreaterThanOrEqualTo(100);
    }

    @Test
    void results_come_in_the_order_of_the_structures() {
        given();
        StructureFiles.write(
                directory.resolve("results.extxyz"),
                List.of(
                        result(DIAMOND, Map.of("outcome", "CONVERGED", "converged", "T", "steps", "7")),
                        new Frame(
                                BCC,
                                Optional.empty(),
                                Map.of(
                                        "outcome", "EXPLODED",
                                        "converged", "F",
                                        "failure", "BAD_STRUCTURE",
                                        "detail", "volume grew twentyfold"))));
        List<CalculationOutcome> outcomes = code.parse(directory);
        assertThat(outcomes).hasSize(2);
        CalculationResult first = (CalculationResult) outcomes.get(0);
        assertThat(first.converged()).isTrue();
        assertThat(first.ionicSteps()).isEqualTo(7);
        assertThat(first.structure()).isEqualTo(DIAMOND);
        assertThat(first.evaluation()).isEqualTo(Potentials.of("sw").evaluate(DIAMOND));
        assertThat(first.details()).containsEntry("outcome", "CONVERGED");
        assertThat(outcomes.get(1))
                .isEqualTo(new CalculationFailure(FailureKind.BAD_STRUCTURE, "volume grew twentyfold", "", ""));
    }

    @Test
    void a_relaxation_out_of_steps_is_a_result_that_did_not_converge() {
        given();
        Frame frame = result(DIAMOND, Map.of("outcome", "STEPS", "converged", "F", "steps", "500"));
        StructureFiles.write(
                directory.resolve("results.extxyz"), List.of(frame, result(BCC, Map.of("converged", "T"))));
        assertThat(((CalculationResult) code.parse(directory).get(0)).converged())
                .isFalse();
        assertThat(((CalculationResult) code.parse(directory).get(1)).converged())
                .isTrue();
    }

    @Test
    void missing_results_are_a_failure_of_every_structure_with_the_last_lines_of_stderr() throws IOException {
        given();
        kinds(FailureKind.NO_OUTPUT, FailureKind.NO_OUTPUT);
        Files.writeString(directory.resolve("stderr"), "one\ntwo\nthree\nfour\nfive\nkilled\n");
        assertThat(evidence()).isEqualTo("two\nthree\nfour\nfive\nkilled");
        Files.writeString(directory.resolve("stderr"), "script.sh: 1: polymorph: not found\n");
        kinds(FailureKind.NO_PROGRAM, FailureKind.NO_PROGRAM);
        Files.writeString(directory.resolve("stderr"), "java.lang.OutOfMemoryError: Java heap space\n");
        kinds(FailureKind.OUT_OF_MEMORY, FailureKind.OUT_OF_MEMORY);
        Files.writeString(directory.resolve("stderr"), "write error: No space left on device\n");
        kinds(FailureKind.OUT_OF_DISK, FailureKind.OUT_OF_DISK);
    }

    private String evidence() {
        return ((CalculationFailure) code.parse(directory).get(0)).evidence();
    }

    @Test
    void an_empty_directory_has_no_output() {
        kinds(FailureKind.NO_OUTPUT);
    }

    @Test
    void a_file_cut_at_any_byte_is_never_taken_for_whole() throws IOException {
        given();
        Path results = directory.resolve("results.extxyz");
        Map<String, String> good = Map.of("converged", "T", "steps", "1");
        StructureFiles.write(results, List.of(result(DIAMOND, good), result(BCC, good)));
        byte[] whole = Files.readAllBytes(results);
        assertThat(code.parse(directory)).allMatch(CalculationResult.class::isInstance);
        for (int length = 0; length < whole.length; length++) {
            Files.write(results, java.util.Arrays.copyOf(whole, length));
            List<CalculationOutcome> outcomes = code.parse(directory);
            assertThat(outcomes).hasSize(2);
            assertThat(outcomes.get(1)).as("cut at %d", length).isInstanceOf(CalculationFailure.class);
            if (outcomes.get(0) instanceof CalculationResult first) {
                assertThat(first.evaluation()).isEqualTo(Potentials.of("sw").evaluate(DIAMOND));
            }
        }
    }

    @Test
    void results_of_other_structures_and_surplus_ones_are_no_labels() {
        given();
        Structure other = Phases.fcc(Element.Si, 4);
        Map<String, String> good = Map.of("converged", "T", "steps", "1");
        Path results = directory.resolve("results.extxyz");
        StructureFiles.write(results, List.of(result(other, good)));
        kinds(FailureKind.OTHER, FailureKind.TRUNCATED_OUTPUT);
        StructureFiles.write(results, List.of(result(DIAMOND, good), result(BCC, good), result(BCC, good)));
        kinds(FailureKind.OTHER, FailureKind.OTHER);
    }

    @Test
    void absurd_results_are_no_labels() {
        given();
        Structure close = DIAMOND.withLattice(DIAMOND.lattice().withVolume(0.02));
        Evaluation fine = new Evaluation(-8, new double[6], org.polymorph.model.crystal.Stress.ZERO);
        Evaluation huge = new Evaluation(-1e9, new double[3], org.polymorph.model.crystal.Stress.ZERO);
        Map<String, String> good = Map.of("converged", "T", "steps", "1");
        StructureFiles.write(
                directory.resolve("results.extxyz"),
                List.of(new Frame(close, Optional.of(fine), good), new Frame(BCC, Optional.of(huge), good)));
        kinds(FailureKind.BAD_STRUCTURE, FailureKind.BAD_STRUCTURE);
        StructureFiles.write(
                directory.resolve("results.extxyz"),
                List.of(new Frame(DIAMOND, Optional.empty(), good), result(BCC, Map.of("converged", "yes"))));
        kinds(FailureKind.TRUNCATED_OUTPUT, FailureKind.UNREADABLE_NUMBERS);
    }

    private void kinds(FailureKind... kinds) {
        assertThat(code.parse(directory))
                .extracting(outcome -> ((CalculationFailure) outcome).kind())
                .containsExactly(kinds);
    }

    private void given() {
        write(code.prepare(request("static", 0, Map.of("potential", "sw"))));
    }

    private void write(PreparedJob job) {
        for (InputFile file : job.files()) {
            try {
                Files.write(directory.resolve(file.name()), file.content());
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    private static Frame result(Structure structure, Map<String, String> info) {
        return new Frame(
                structure, Optional.of(Potentials.of("sw").evaluate(structure)), new java.util.TreeMap<>(info));
    }
}
