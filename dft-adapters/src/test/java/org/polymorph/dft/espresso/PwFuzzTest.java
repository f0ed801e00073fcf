package org.polymorph.dft.espresso;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.polymorph.dft.output.Damage;
import org.polymorph.dft.output.DamagedOutputTimes;
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

    @Test
    @Tag("long")
    void a_damaged_output_takes_no_longer_than_twice_the_clean_one() throws IOException {
        DamagedOutputTimes times = new DamagedOutputTimes(file -> QeFixtures.parse(directory));
        for (String name : NAMES) {
            Path folder = QeFixtures.folder().resolve(name);
            for (String file : List.of("pw.out", "data-file-schema.xml")) {
                Files.write(directory.resolve(file), Files.readAllBytes(folder.resolve(file)));
            }
            for (String file : List.of("pw.out", "data-file-schema.xml")) {
                byte[] clean = Files.readAllBytes(folder.resolve(file));
                times.measure(name + "/" + file, directory.resolve(file), clean, 120, new Random(7));
            }
        }
        assertThat(times.worst()).isLessThan(2);
    }

    // the XML is not there to contradict
    @ParameterizedTest
    @CsvSource({"-22.66052781, -22.66052957", "-22.66052781, -22.66052959"})
    void energies_of_two_steps_that_changed_places_are_no_result(String one, String other) throws IOException {
        String clean = Files.readString(QeFixtures.folder().resolve("vcrelax_success/pw.out"));
        String first = "!    total energy              =     " + one;
        String second = "!    total energy              =     " + other;
        assertThat(clean).contains(first, second);
        // with their terms, which would tell too
        String swapped = clean.replaceAll("(?m)^.*(contribution|contrib\\.).*\n", "")
                .replace(first, "the other")
                .replace(second, first)
                .replace("the other", second);
        Files.writeString(directory.resolve("pw.out"), swapped);
        QeFixtures.failure(QeFixtures.parse(directory));
    }

    @Test
    void a_second_final_calculation_is_no_result() throws IOException {
        String clean = Files.readString(QeFixtures.folder().resolve("vcrelax_success/pw.out"));
        int end = clean.lastIndexOf("     Writing");
        int from = clean.lastIndexOf("!    total energy");
        Files.writeString(
                directory.resolve("pw.out"),
                clean.substring(0, end) + clean.substring(from, end) + clean.substring(end));
        QeFixtures.failure(QeFixtures.parse(directory));
    }

    private static byte[] damaged(byte[] whole, Random random) {
        return Damage.KINDS.get(random.nextInt(Damage.KINDS.size())).of(whole, random);
    }
}
