package org.polymorph.dft.abinit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.polymorph.model.calculation.CalculationFailure;
import org.polymorph.model.calculation.CalculationOutcome;
import org.polymorph.model.calculation.CalculationResult;
import org.polymorph.model.calculation.FailureKind;
import org.polymorph.model.calculation.IonicStep;
import org.polymorph.model.units.Units;

/** Outputs of ABINIT 9.6.2 for inputs of this adapter, whole and damaged; the numbers expected stand at their ends. */
class AbinitOutputsTest {
    private final Path directory;

    AbinitOutputsTest(@TempDir Path directory) {
        this.directory = directory;
    }

    private static Path saved(String name) {
        try {
            return Path.of(Objects.requireNonNull(AbinitOutputsTest.class.getResource(name + "/abinit.abo"))
                            .toURI())
                    .resolveSibling("");
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static CalculationOutcome parse(Path directory) {
        return new AbinitCode().parse(directory).get(0);
    }

    private static CalculationResult result(String name) {
        return LiveAbinit.result(parse(saved(name)));
    }

    // a damaged main output beside the input, without the log that would tell of an error
    private CalculationOutcome damaged(String name, byte[] output) throws IOException {
        Files.copy(
                saved(name).resolve("abinit.abi"),
                directory.resolve("abinit.abi"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        Files.write(directory.resolve("abinit.abo"), output);
        return parse(directory);
    }

    private CalculationOutcome altered(String name, String old, String with) throws IOException {
        String text = Files.readString(saved(name).resolve("abinit.abo"), StandardCharsets.ISO_8859_1);
        assertThat(text).contains(old);
        return damaged(name, text.replace(old, with).getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void a_single_point_is_read() {
        CalculationResult result = result("static");
        assertThat(result.evaluation().energy()).isCloseTo(-8.7753443485 * Units.HARTREE, within(1e-8));
        assertThat(result.evaluation().forces()[1])
                .isCloseTo(0.0087412355448 * Units.HARTREE / Units.BOHR, within(1e-8));
        double stress = Units.HARTREE / Math.pow(Units.BOHR, 3);
        assertThat(result.evaluation().stress().toVoigt())
                .containsExactly(
                        new double[] {
                            -0.00017762657232 * stress,
                            -0.0001934357777 * stress,
                            -0.00017979246149 * stress,
                            -1.0437772462e-05 * stress,
                            5.5103687199e-05 * stress,
                            1.9790163412e-05 * stress
                        },
                        within(1e-9));
        assertThat(result.converged()).isTrue();
        assertThat(result.ionicSteps()).isEqualTo(1);
        assertThat(result.details())
                .containsEntry("version", "9.6.2")
                .containsEntry("pseudopotential.Si", "md5 3916b143991b1cfa1542b130be320e5e");
    }

    @Test
    void a_relaxation_is_read_to_its_last_step() {
        CalculationResult result = result("relaxed");
        assertThat(result.evaluation().energy()).isCloseTo(-8.7771684393 * Units.HARTREE, within(1e-8));
        assertThat(result.converged()).isTrue();
        assertThat(result.ionicSteps()).isEqualTo(4);
        assertThat(result.structure().lattice().length(0)).isCloseTo(7.4065834323 * Units.BOHR, within(1e-8));
    }

    @Test
    void every_ionic_step_is_read() {
        List<IonicStep> path = new ArrayList<>();
        new AbinitCode().path(saved("relaxed"), path::add);
        CalculationResult result = result("relaxed");
        assertThat(path).hasSize(result.ionicSteps());
        assertThat(path.get(path.size() - 1)).isEqualTo(new IonicStep(result.structure(), result.evaluation()));
        assertThat(path.get(0).structure().volume()).isCloseTo(5.3 * 5.3 * 5.3 / 4, within(1e-6));
        assertThat(path.get(0).evaluation().energy())
                .isGreaterThan(result.evaluation().energy());
    }

    @Test
    void moments_of_spins_are_read() {
        CalculationResult result = result("spin");
        assertThat(Double.parseDouble(String.valueOf(result.details().get("totalMagnetization"))))
                .isCloseTo(1, within(1e-3));
        assertThat(result.details()).containsKey("magneticMoments");
    }

    @Test
    void what_abinit_refuses_is_told_with_its_own_words() {
        CalculationFailure failure = LiveAbinit.failure(parse(saved("refused")));
        assertThat(failure.kind()).isEqualTo(FailureKind.BAD_INPUT);
        assertThat(failure.evidence()).contains("ixc is 99999");
    }

    @Test
    void stars_and_no_numbers_are_no_result() throws IOException {
        for (String wrong : List.of("***************", "            NaN")) {
            CalculationFailure failure = LiveAbinit.failure(altered("static", "-8.7753443484611", wrong));
            assertThat(failure.kind()).as(wrong).isEqualTo(FailureKind.UNREADABLE_NUMBERS);
            assertThat(failure.evidence()).contains(wrong.trim());
        }
    }

    @Test
    void an_energy_that_is_another_one_at_the_end_is_no_result() throws IOException {
        CalculationFailure failure = LiveAbinit.failure(altered("static", "etotal     -8.", "etotal     -9."));
        assertThat(failure.kind()).isEqualTo(FailureKind.UNREADABLE_NUMBERS);
        assertThat(failure.evidence()).contains("etotal");
    }

    @ParameterizedTest
    @ValueSource(strings = {"static", "relaxed"})
    void an_output_that_was_cut_anywhere_is_no_result(String name) throws IOException {
        byte[] whole = Files.readAllBytes(saved(name).resolve("abinit.abo"));
        String text = new String(whole, StandardCharsets.ISO_8859_1);
        // what stands behind the time in the last line that matters is said by nobody
        int end = text.indexOf("+Overall time at end");
        for (int length = 0; length < end; length += length < end - 100 ? 97 : 1) {
            CalculationFailure failure = LiveAbinit.failure(damaged(name, Arrays.copyOf(whole, length)));
            assertThat(failure.kind())
                    .as("the first %d bytes", length)
                    .isIn(FailureKind.TRUNCATED_OUTPUT, FailureKind.NO_OUTPUT);
        }
    }

    @Test
    void damaged_outputs_give_true_results_or_classified_failures() throws IOException {
        Random random = new Random(7);
        int results = 0;
        for (int i = 0; i < 400; i++) {
            String name = i % 2 == 0 ? "static" : "relaxed";
            byte[] bytes = damage(Files.readAllBytes(saved(name).resolve("abinit.abo")), random);
            if (damaged(name, bytes) instanceof CalculationResult result) {
                results++;
                CalculationResult truth = result(name);
                assertThat(result.evaluation().energy())
                        .isCloseTo(truth.evaluation().energy(), within(1e-6));
                assertThat(result.evaluation().forces())
                        .containsExactly(truth.evaluation().forces(), within(1e-6));
                assertThat(result.evaluation().stress().toVoigt())
                        .containsExactly(truth.evaluation().stress().toVoigt(), within(1e-6));
                assertThat(result.structure().volume())
                        .isCloseTo(truth.structure().volume(), within(1e-3));
            }
        }
        assertThat(results).as("damage that does not matter").isPositive();
    }

    private static byte[] damage(byte[] whole, Random random) {
        int kind = random.nextInt(3);
        if (kind == 2) {
            List<String> lines = new ArrayList<>(
                    new String(whole, StandardCharsets.ISO_8859_1).lines().toList());
            int from = random.nextInt(lines.size());
            Collections.shuffle(lines.subList(from, Math.min(lines.size(), from + 1 + random.nextInt(60))), random);
            return String.join("\n", lines).getBytes(StandardCharsets.ISO_8859_1);
        }
        byte[] damaged = whole.clone();
        for (int i = 0; i < (kind == 0 ? 1 : 1 + random.nextInt(60)); i++) {
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return damaged;
    }

    @ParameterizedTest
    @CsvSource({
        "127, abinit: not found, NO_PROGRAM",
        "1, srun: error: execve(): abinit: No such file or directory, NO_PROGRAM",
        "2, At line 61 of file m_io.F90: No such file or directory, CRASHED"
    })
    void a_file_that_abinit_misses_is_no_missing_program(
            int exit, String complaint, FailureKind kind, @TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve(AbinitJobScript.EXIT), exit + "\n");
        Files.writeString(directory.resolve("stderr"), complaint + "\n");
        assertThat(LiveAbinit.failure(new AbinitCode().parse(directory).get(0)).kind())
                .isEqualTo(kind);
    }
}
