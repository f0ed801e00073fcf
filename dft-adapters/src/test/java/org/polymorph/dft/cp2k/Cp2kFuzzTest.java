package org.polymorph.dft.cp2k;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.dft.output.Damage;
import org.polymorph.model.calculation.CalculationOutcome;
import org.polymorph.model.calculation.CalculationResult;

/** Saved outputs, cut, with bits flipped and lines shuffled: a true result or a classified failure, never an exception. */
class Cp2kFuzzTest {
    /** eV: what the energy of the cycle lets that of the force evaluation differ by (10⁻⁵ hartree an atom; 10⁻⁴ in coarse relaxations). */
    private static final double ENERGY = 6e-3;

    @TempDir
    private Path directory;

    @Test
    void damaged_outputs_give_true_results_or_classified_failures() throws IOException {
        fuzz(600, 11);
    }

    @Test
    @Tag("long")
    void many_damaged_outputs_give_true_results_or_classified_failures() throws IOException {
        fuzz(3000, 12);
    }

    private void fuzz(int count, long seed) throws IOException {
        Random random = new Random(seed);
        int results = 0;
        for (int i = 0; i < count; i++) {
            String name = SavedJobs.NAMES.get(i % SavedJobs.NAMES.size());
            CalculationResult truth = truth(name);
            Map<String, byte[]> files = SavedJobs.files(name);
            // the input is ours and is not damaged: nothing else has all digits of the geometry
            List<String> names = new ArrayList<>(files.keySet());
            names.remove("cp2k.inp");
            String victim = random.nextInt(4) == 0 ? names.get(random.nextInt(names.size())) : "cp2k.out";
            Files.write(
                    directory.resolve(victim),
                    Damage.KINDS
                            .get(random.nextInt(Damage.KINDS.size()))
                            .of(Objects.requireNonNull(files.get(victim)), random));
            CalculationOutcome outcome = new Cp2kCode().parse(directory).get(0);
            results += outcome.fold(result -> compare(victim, truth, result), failure -> 0);
        }
        assertThat(results).as("damage that does not matter").isBetween(1, count * 3 / 4);
    }

    private CalculationResult truth(String name) throws IOException {
        SavedJobs.copy(name, directory);
        for (String file : List.of("cp2k-1.cell", "cp2k-pos-1.xyz")) {
            if (!SavedJobs.files(name).containsKey(file)) {
                Files.deleteIfExists(directory.resolve(file));
            }
        }
        return LiveCp2k.result(new Cp2kCode().parse(directory).get(0));
    }

    private static int compare(String victim, CalculationResult truth, CalculationResult result) {
        assertThat(result.evaluation().energy())
                .as(victim)
                .isCloseTo(truth.evaluation().energy(), within(ENERGY));
        assertThat(result.evaluation().forces())
                .as(victim)
                .containsExactly(truth.evaluation().forces(), within(1e-5));
        assertThat(result.evaluation().stress().toVoigt())
                .as(victim)
                .containsExactly(truth.evaluation().stress().toVoigt(), within(1e-9));
        // a position of the trajectory stands there once: only the cells can be checked
        if (!victim.endsWith(".xyz")) {
            assertThat(result.structure().volume()).isCloseTo(truth.structure().volume(), within(1e-3));
        }
        return 1;
    }
}
