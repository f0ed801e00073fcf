package org.polymorph.dft.vasp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.model.calculation.CalculationFailure;
import org.polymorph.model.calculation.CalculationOutcome;
import org.polymorph.model.calculation.CalculationResult;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.calculation.FailureKind;

/** Damaged outputs end as a result with true numbers or as a failure; no exception escapes. */
class VaspFuzzTest {
    private static final List<String> FILES = List.of(
            "relaxation.OUTCAR",
            "static_silicon.OUTCAR",
            "OUTCAR.etest1.gz",
            "OUTCAR_merged_numbers",
            "vasprun.etest1.xml.gz",
            "relaxation.vasprun.xml.gz",
            "static_silicon.vasprun.xml.gz");

    private final Path folder;

    VaspFuzzTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void five_hundred_damaged_outputs() throws IOException {
        fuzz(500, 3);
    }

    @Test
    @Tag("long")
    void two_thousand_damaged_outputs() throws IOException {
        fuzz(2000, 5);
    }

    private void fuzz(int count, long seed) throws IOException {
        Random random = new Random(seed);
        List<byte[]> clean = new ArrayList<>();
        List<Evaluation> truth = new ArrayList<>();
        for (String name : FILES) {
            clean.add(VaspFixtures.bytes(name));
            truth.add(VaspFixtures.result(VaspFixtures.parse(VaspFixtures.file(name)))
                    .evaluation());
        }
        TreeMap<String, Integer> ends = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            int which = i % FILES.size();
            int kind = (i / FILES.size()) % 3;
            byte[] damaged =
                    switch (kind) {
                        case 0 -> Arrays.copyOf(clean.get(which), random.nextInt(clean.get(which).length));
                        case 1 -> flipped(clean.get(which), random);
                        default -> shuffled(clean.get(which), random);
                    };
            Path file =
                    Files.write(folder.resolve(FILES.get(which).contains("xml") ? "vasprun.xml" : "OUTCAR"), damaged);
            CalculationOutcome outcome = VaspFixtures.parse(file);
            ends.merge(
                    outcome.fold(result -> "RESULT", failure -> failure.kind().name()), 1, Integer::sum);
            String what = FILES.get(which) + ", damage " + kind + ", number " + i + ": " + outcome;
            if (outcome instanceof CalculationResult result) {
                assertThat(kind).as(what).isNotZero();
                sameEnergyAndStress(result.evaluation(), truth.get(which), what);
            } else if (outcome instanceof CalculationFailure failure) {
                assertThat(failure.detail()).as(what).isNotBlank();
            }
            Files.delete(file);
        }
        assertThat(ends)
                .containsKeys("RESULT", FailureKind.TRUNCATED_OUTPUT.name(), FailureKind.UNREADABLE_NUMBERS.name());
    }

    // A force stands once in a file, so a digit of it that became another one cannot be told from one file alone.
    private static void sameEnergyAndStress(Evaluation found, Evaluation truth, String what) {
        assertThat(found.energy()).as(what).isCloseTo(truth.energy(), within(5e-6));
        assertThat(found.forces()).as(what).hasSameSizeAs(truth.forces());
        assertThat(found.isFinite()).as(what).isTrue();
    }

    private static byte[] flipped(byte[] clean, Random random) {
        byte[] damaged = clean.clone();
        for (int k = 0; k < 1 + random.nextInt(20); k++) {
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return damaged;
    }

    // lines, or blocks as a bad copy swaps them
    private static byte[] shuffled(byte[] clean, Random random) {
        if (random.nextBoolean()) {
            List<String> lines = new ArrayList<>(
                    new String(clean, StandardCharsets.ISO_8859_1).lines().toList());
            int from = random.nextInt(lines.size() / 2);
            Collections.shuffle(lines.subList(from, from + random.nextInt(lines.size() / 2)), random);
            return String.join("\n", lines).concat("\n").getBytes(StandardCharsets.ISO_8859_1);
        }
        int size = 4096;
        int blocks = clean.length / size;
        int a = random.nextInt(blocks);
        int b = random.nextInt(blocks);
        byte[] damaged = clean.clone();
        System.arraycopy(clean, a * size, damaged, b * size, size);
        System.arraycopy(clean, b * size, damaged, a * size, size);
        return damaged;
    }

    @Test
    void two_outputs_side_by_side_give_true_numbers_or_a_failure() throws IOException {
        Random random = new Random(11);
        Path job = Files.createDirectory(folder.resolve("job"));
        byte[] xml = VaspFixtures.bytes("vasprun.etest1.xml.gz");
        byte[] log = VaspFixtures.bytes("OUTCAR.etest1.gz");
        Files.write(job.resolve("OUTCAR"), log);
        Files.write(job.resolve("vasprun.xml"), xml);
        CalculationResult truth = VaspFixtures.result(VaspFixtures.parse(job));
        for (int i = 0; i < 150; i++) {
            boolean first = random.nextBoolean();
            byte[] damaged = random.nextInt(3) == 0
                    ? Arrays.copyOf(first ? xml : log, random.nextInt(log.length / 4))
                    : flipped(first ? xml : log, random);
            Files.write(job.resolve("vasprun.xml"), first ? damaged : xml);
            Files.write(job.resolve("OUTCAR"), first ? log : damaged);
            if (VaspFixtures.parse(job) instanceof CalculationResult result) {
                assertThat(result.evaluation().energy())
                        .isCloseTo(truth.evaluation().energy(), within(1e-6));
                double[] forces = truth.evaluation().forces();
                for (int k = 0; k < forces.length; k++) {
                    assertThat(result.evaluation().forces()[k]).isCloseTo(forces[k], within(2e-6));
                }
                double[] stress = truth.evaluation().stress().toVoigt();
                for (int k = 0; k < 6; k++) {
                    assertThat(result.evaluation().stress().toVoigt()[k]).isCloseTo(stress[k], within(1e-7));
                }
                assertThat(VaspResult.same(result.structure(), truth.structure(), 1e-4))
                        .isTrue();
            }
        }
    }
}
