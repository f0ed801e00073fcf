package org.polymorph.dft.espresso;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.model.calculation.CalculationOutcome;
import org.polymorph.model.calculation.CalculationResult;

/** Real outputs, cut, with bits flipped and lines shuffled: a true result or a classified failure, never an exception. */
class PwFuzzTest {
    private static final List<String> NAMES = List.of(
            "default",
            "default_xml_200420",
            "default_xml_230310",
            "relax_success",
            "vcrelax_success",
            "tot_magnetization",
            "failed_scf_not_converged",
            "vcrelax_failed_bfgs_history",
            "relax_failed_not_converged_nstep");

    @TempDir
    private Path directory;

    private final Map<String, CalculationOutcome> clean = new HashMap<>();

    @Test
    void damaged_outputs_give_true_results_or_classified_failures() throws IOException {
        fuzz(500, 11);
    }

    @Test
    @Tag("long")
    void many_damaged_outputs_give_true_results_or_classified_failures() throws IOException {
        fuzz(2000, 12);
    }

    private void fuzz(int count, long seed) throws IOException {
        Random random = new Random(seed);
        int results = 0;
        for (int i = 0; i < count; i++) {
            String name = NAMES.get(i % NAMES.size());
            Path folder = QeFixtures.folder().resolve(name);
            boolean xmlToo = random.nextInt(4) == 0;
            for (String file : List.of("pw.out", "data-file-schema.xml")) {
                byte[] bytes = Files.readAllBytes(folder.resolve(file));
                boolean damaged = file.equals("pw.out") || xmlToo;
                Files.write(directory.resolve(file), damaged ? damaged(bytes, random) : bytes);
            }
            CalculationOutcome outcome = QeFixtures.parse(directory);
            results += outcome.fold(result -> compare(name, result, !xmlToo), failure -> 0);
        }
        assertThat(results).as("damage that does not matter").isBetween(1, count / 2);
    }

    private int compare(String name, CalculationResult result, boolean twice) {
        CalculationOutcome expected = clean.computeIfAbsent(
                name, key -> QeFixtures.parse(QeFixtures.folder().resolve(key)));
        if (!(expected instanceof CalculationResult truth)) {
            // the line that told of the optimiser is gone; the forces and the stress still tell that it did not end
            // well
            assertThat(name).isEqualTo("vcrelax_failed_bfgs_history");
            assertThat(result.converged()).isFalse();
            return 1;
        }
        assertThat(result.evaluation().energy())
                .as(name)
                .isCloseTo(truth.evaluation().energy(), within(1e-6));
        // forces and geometry stand in each output once: only the other output can show that a digit was changed
        double[] forces = result.evaluation().forces();
        if (twice && !Double.isNaN(forces[0])) {
            assertThat(forces).as(name).containsExactly(truth.evaluation().forces(), within(2e-6));
        }
        if (twice) {
            assertThat(result.structure().volume()).isCloseTo(truth.structure().volume(), within(1e-3));
        }
        return 1;
    }

    private static byte[] damaged(byte[] whole, Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> Arrays.copyOf(whole, random.nextInt(whole.length));
            case 1 -> flipped(whole, 1, random);
            case 2 -> flipped(whole, 1 + random.nextInt(60), random);
            default -> shuffled(whole, random);
        };
    }

    private static byte[] flipped(byte[] whole, int count, Random random) {
        byte[] damaged = whole.clone();
        for (int i = 0; i < count; i++) {
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return damaged;
    }

    private static byte[] shuffled(byte[] whole, Random random) {
        List<String> lines = new ArrayList<>(
                new String(whole, StandardCharsets.ISO_8859_1).lines().toList());
        int from = random.nextInt(lines.size());
        int to = Math.min(lines.size(), from + 1 + random.nextInt(random.nextBoolean() ? 20 : lines.size()));
        Collections.shuffle(lines.subList(from, to), random);
        return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.ISO_8859_1);
    }
}
