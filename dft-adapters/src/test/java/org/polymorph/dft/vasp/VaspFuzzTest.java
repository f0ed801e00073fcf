package org.polymorph.dft.vasp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.dft.output.Damage;
import org.polymorph.dft.output.DamagedOutputTimes;
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
        fuzz(2000, 7);
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
            Damage kind = Damage.KINDS.get((i / FILES.size()) % Damage.KINDS.size());
            byte[] damaged = kind.of(clean.get(which), random);
            Path file =
                    Files.write(folder.resolve(FILES.get(which).contains("xml") ? "vasprun.xml" : "OUTCAR"), damaged);
            CalculationOutcome outcome = VaspFixtures.parse(file);
            ends.merge(
                    outcome.fold(result -> "RESULT", failure -> failure.kind().name()), 1, Integer::sum);
            String what = FILES.get(which) + ", damage " + kind + ", number " + i + ": " + outcome;
            if (outcome instanceof CalculationResult result) {
                // of a file that is cut nothing but the last line feed may be missing
                assertThat(kind == Damage.CUT && damaged.length < clean.get(which).length - 1)
                        .as(what)
                        .isFalse();
                sameEnergyAndStress(result.evaluation(), truth.get(which), what);
            } else if (outcome instanceof CalculationFailure failure) {
                assertThat(failure.detail()).as(what).isNotBlank();
            }
            Files.delete(file);
        }
        assertThat(ends)
                .containsKeys("RESULT", FailureKind.TRUNCATED_OUTPUT.name(), FailureKind.UNREADABLE_NUMBERS.name());
    }

    @Test
    @Tag("long")
    void a_damaged_output_takes_no_longer_than_twice_the_clean_one() throws IOException {
        DamagedOutputTimes times = new DamagedOutputTimes(VaspFixtures::parse);
        for (String name : FILES) {
            Path file = folder.resolve(name.contains("xml") ? "vasprun.xml" : "OUTCAR");
            times.measure(name, file, VaspFixtures.bytes(name), 300, new Random(7));
        }
        assertThat(times.worst()).isLessThan(2);
    }

    // A force stands once in a file, so a digit of it that became another one cannot be told from one file alone.
    private static void sameEnergyAndStress(Evaluation found, Evaluation truth, String what) {
        assertThat(found.energy()).as(what).isCloseTo(truth.energy(), within(5e-6));
        assertThat(found.forces()).as(what).hasSameSizeAs(truth.forces());
        assertThat(found.isFinite()).as(what).isTrue();
    }

    @Test
    void two_ionic_steps_that_changed_places_are_no_result() throws IOException {
        byte[] clean = VaspFixtures.bytes("OUTCAR.etest1.gz");
        byte[] damaged = clean.clone();
        // these two blocks hold the same parts of the last two ionic steps
        System.arraycopy(clean, 42 * 4096, damaged, 46 * 4096, 4096);
        System.arraycopy(clean, 46 * 4096, damaged, 42 * 4096, 4096);
        VaspFixtures.failure(VaspFixtures.parse(Files.write(folder.resolve("OUTCAR"), damaged)));
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
            byte[] damaged = (random.nextInt(3) == 0 ? Damage.CUT : Damage.FLIPPED).of(first ? xml : log, random);
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
