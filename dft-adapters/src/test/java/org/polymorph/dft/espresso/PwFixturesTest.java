package org.polymorph.dft.espresso;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

/** Reference values and names: references.json beside the outputs (aiida-quantumespresso's fixtures). */
class PwFixturesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "default",
                "default_xml_200420",
                "default_xml_230310",
                "default_xml_260128",
                "relax_success",
                "scf_success_rVV10",
                "tot_magnetization",
                "vcrelax_success"
            })
    void successes_give_the_reference_values(String name) throws IOException {
        Path folder = QeFixtures.folder().resolve(name);
        JsonNode reference = QeFixtures.references().get(name);
        CalculationResult result = QeFixtures.result(QeFixtures.parse(folder));
        assertThat(result.converged()).isTrue();
        assertThat(result.evaluation().energy())
                .isCloseTo(reference.get("truth").get("energy_eV").asDouble(), within(1e-6));
        JsonNode stdout = reference.get("stdout");
        assertThat(result.ionicSteps()).isEqualTo(stdout.get("energies_Ry").size());
        assertThat(result.details())
                .containsEntry("version", stdout.get("version").asText());
        compareForces(result, stdout.get("final_forces_Ry_bohr"));
        compareStress(result, stdout.get("final_stress_Ry_bohr3"));
        compareStructure(result, reference.get("xml"));
    }

    private static void compareForces(CalculationResult result, JsonNode forces) {
        double[] found = result.evaluation().forces();
        if (forces.isNull()) {
            assertThat(found).containsOnly(Double.NaN);
            assertThat(result.details().get("missing")).contains("forces");
            return;
        }
        for (int i = 0; i < found.length; i++) {
            double expected = forces.get(i / 3).get(i % 3).asDouble() * Units.RYDBERG / Units.BOHR;
            assertThat(found[i]).isCloseTo(expected, within(1e-9));
        }
    }

    private static void compareStress(CalculationResult result, JsonNode stress) {
        double[] found = result.evaluation().stress().toMatrix();
        if (stress == null) {
            assertThat(found).containsOnly(Double.NaN);
            return;
        }
        for (int i = 0; i < 9; i++) {
            double expected = -stress.get(i / 3).get(i % 3).asDouble() * Units.RYDBERG / Math.pow(Units.BOHR, 3);
            assertThat(found[i]).isCloseTo(expected, within(1e-9));
        }
    }

    private static void compareStructure(CalculationResult result, JsonNode xml) {
        double[] lattice = result.structure().lattice().toArray();
        for (int i = 0; i < 9; i++) {
            double expected = xml.get("cell_bohr").get(i / 3).get(i % 3).asDouble() * Units.BOHR;
            assertThat(lattice[i]).isCloseTo(expected, within(1e-7));
        }
        double[] positions = result.structure().cartesian();
        for (int i = 0; i < positions.length; i++) {
            JsonNode atom = xml.get("atoms").get(i / 3);
            assertThat(result.structure().species(i / 3).symbol())
                    .isEqualTo(atom.get(0).asText());
            assertThat(positions[i]).isCloseTo(atom.get(1).get(i % 3).asDouble() * Units.BOHR, within(1e-7));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "failed_computing_cholesky_stdout, DIAGONALIZATION, problems computing cholesky, diagonalization",
        "failed_eigenvectors_convergence_stdout, DIAGONALIZATION, eigenvectors failed to converge, diagonalization",
        "failed_too_many_bands_not_converged_stdout, DIAGONALIZATION, too many bands are not converged, diagonalization",
        "failed_interrupted, TRUNCATED_OUTPUT, '', truncated",
        "failed_missing, NO_OUTPUT, '', nothing",
        "failed_out_of_walltime, OUT_OF_WALLTIME, Maximum CPU time exceeded, clean",
        "failed_out_of_walltime_interrupted, OUT_OF_WALLTIME, Maximum CPU time exceeded, killed",
        "failed_scf_not_converged, SCF_NOT_CONVERGED, convergence NOT achieved, scf",
        "relax_failed_not_converged_nstep, IONS_NOT_CONVERGED, maximum number of steps, steps",
        "vcrelax_failed_bfgs_history, IONS_NOT_CONVERGED, history already reset, bfgs",
        "vcrelax_failed_charge_wrong_stdout, CHARGE, charge is wrong, charge"
    })
    void failures_are_classified_with_their_evidence(String name, FailureKind kind, String evidence, String row) {
        CalculationFailure failure =
                QeFixtures.failure(QeFixtures.parse(QeFixtures.folder().resolve(name)));
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.evidence()).contains(evidence);
        assertThat(failure.remedy()).isNotEmpty();
        assertThat(failure.error()).isEqualTo(row);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "default",
                "default_xml_200420",
                "default_xml_230310",
                "default_xml_260128",
                "relax_success",
                "scf_success_rVV10",
                "tot_magnetization",
                "vcrelax_success"
            })
    void the_xml_alone_gives_the_reference_values(String name) throws IOException {
        JsonNode xml = QeFixtures.references().get(name).get("xml");
        PwDataFile file = PwDataFile.read(QeFixtures.folder().resolve(name).resolve("data-file-schema.xml"))
                .orElseThrow();
        assertThat(file.converged()).isTrue();
        assertThat(file.energy() / 2).isCloseTo(xml.get("etot_Ha").asDouble(), within(1e-12));
        double[] forces = file.forces();
        for (int i = 0; i < forces.length; i++) {
            double expected = xml.get("forces_Ha_bohr").get(i / 3).get(i % 3).asDouble() * Units.HARTREE / Units.BOHR;
            assertThat(forces[i]).isCloseTo(expected, within(1e-9));
        }
        assertThat(forces.length == 0).isEqualTo(xml.get("forces_Ha_bohr").isNull());
        for (int i = 0; i < 9 && file.stress().isPresent(); i++) {
            double expected = -xml.get("stress_Ha_bohr3").get(i / 3).get(i % 3).asDouble()
                    * Units.HARTREE
                    / Math.pow(Units.BOHR, 3);
            assertThat(file.stress().get().toMatrix()[i]).isCloseTo(expected, within(1e-9));
        }
    }

    @Test
    void every_output_of_the_collection_is_a_result_or_a_failure_as_expected() throws IOException {
        JsonNode references = QeFixtures.references();
        references.fieldNames().forEachRemaining(name -> {
            JsonNode reference = references.get(name);
            JsonNode expected = reference.get("expected_exit");
            boolean fails = expected != null && expected.get("status").asInt() != 0;
            CalculationOutcome outcome = QeFixtures.parse(QeFixtures.folder().resolve(name));
            // a final SCF beyond the criteria is a result that says so
            boolean sound = outcome.fold(CalculationResult::converged, failure -> false);
            assertThat(sound).as(name).isEqualTo(!fails && reference.has("stdout"));
        });
    }

    @Test
    void moments_times_memory_and_files_are_told() {
        CalculationResult result =
                QeFixtures.result(QeFixtures.parse(QeFixtures.folder().resolve("tot_magnetization")));
        assertThat(result.details())
                .containsEntry("magneticMoments", "0.2056 0.2056")
                .containsEntry("totalMagnetization", "1.00")
                .containsEntry("absoluteMagnetization", "1.00")
                .containsKeys("wallSeconds", "cpuSeconds", "memoryPerProcess", "version");
        CalculationResult default0 =
                QeFixtures.result(QeFixtures.parse(QeFixtures.folder().resolve("default")));
        assertThat(default0.details())
                .containsEntry("wallSeconds", "1.46")
                .containsEntry("cpuSeconds", "1.17")
                .containsEntry("memoryPerProcess", "60.43 MB")
                .containsEntry("pseudopotential.Si", "md5 0b0bb1205258b0d07b9f9672cf965d36");
    }

    @Test
    void every_ionic_step_is_kept() throws IOException {
        String name = "vcrelax_success";
        CalculationResult result =
                QeFixtures.result(QeFixtures.parse(QeFixtures.folder().resolve(name)));
        JsonNode energies = QeFixtures.references().get(name).get("stdout").get("energies_Ry");
        String[] found = result.details().getOrDefault("ionicEnergies", "").split(" ", -1);
        assertThat(found).hasSize(energies.size());
        for (int i = 0; i < found.length; i++) {
            double expected = energies.get(i).asDouble() * Units.RYDBERG;
            assertThat(Double.parseDouble(found[i])).isCloseTo(expected, within(1e-9));
        }
    }

    @Test
    void a_relaxation_whose_final_scf_exceeds_the_criteria_is_a_result_that_did_not_converge() throws IOException {
        String name = "vcrelax_failed_not_converged_final_scf";
        CalculationResult result =
                QeFixtures.result(QeFixtures.parse(QeFixtures.folder().resolve(name)));
        assertThat(result.converged()).isFalse();
        assertThat(result.ionicSteps()).isEqualTo(5);
        double energy =
                QeFixtures.references().get(name).get("truth").get("energy_eV").asDouble();
        assertThat(result.evaluation().energy()).isCloseTo(energy, within(1e-6));
    }

    @ParameterizedTest
    @ValueSource(strings = {"default", "default_xml_200420", "relax_success", "vcrelax_success", "default_xml_230310"})
    void a_success_that_is_cut_anywhere_before_job_done_is_never_a_result(String name, @TempDir Path directory)
            throws IOException {
        byte[] whole = Files.readAllBytes(QeFixtures.folder().resolve(name).resolve("pw.out"));
        int done = new String(whole, StandardCharsets.ISO_8859_1).indexOf("JOB DONE.") + "JOB DONE.".length();
        Random random = new Random(7);
        for (int i = 0; i < 400; i++) {
            int length = i < 150 ? done - 1 - i : random.nextInt(done);
            Files.write(directory.resolve("pw.out"), java.util.Arrays.copyOf(whole, length));
            CalculationFailure failure = QeFixtures.failure(QeFixtures.parse(directory));
            assertThat(failure.kind())
                    .as("cut to %s bytes", length)
                    .isIn(FailureKind.TRUNCATED_OUTPUT, FailureKind.NO_OUTPUT);
        }
        Files.write(directory.resolve("pw.out"), java.util.Arrays.copyOf(whole, done));
        QeFixtures.result(QeFixtures.parse(directory));
    }

    @ParameterizedTest
    @CsvSource({
        "'!    total energy              =', '!    total energy              =    ************ Ry'",
        "'!    total energy              =', '!    total energy              =             NaN Ry'",
        "'     atom    2 type  1   force =', '     atom    2 type  1   force = **************    0.00000000    0.0'",
        "'  -0.00427469  -0.00000000', '  *********** -0.00000000   0.00000000      -628.83      -0.00       0.00'"
    })
    void stars_and_nan_in_place_of_numbers_are_a_failure(String start, String replacement, @TempDir Path directory)
            throws IOException {
        Path whole = QeFixtures.folder().resolve("default_xml_230310").resolve("pw.out");
        StringBuilder text = new StringBuilder();
        boolean replaced = false;
        for (String line : Files.readAllLines(whole, StandardCharsets.ISO_8859_1)) {
            boolean here = !replaced && line.startsWith(start);
            replaced |= here;
            text.append(here ? replacement : line).append('\n');
        }
        Files.writeString(directory.resolve("pw.out"), text);
        assertThat(replaced || start.contains("type  1")).isTrue();
        if (replaced) {
            CalculationFailure failure = QeFixtures.failure(QeFixtures.parse(directory));
            assertThat(failure.kind()).isEqualTo(FailureKind.UNREADABLE_NUMBERS);
            assertThat(failure.evidence()).isEqualTo(replacement.trim());
        }
    }

    @Test
    void a_program_that_is_not_there_is_told_by_exit_status_and_standard_error(@TempDir Path directory)
            throws IOException {
        Files.writeString(directory.resolve("pw.out"), "");
        Files.writeString(directory.resolve("pw.exit"), "127\n");
        Files.writeString(directory.resolve("stderr"), "script.sh: 3: pw.x: not found\n");
        CalculationFailure failure = QeFixtures.failure(QeFixtures.parse(directory));
        assertThat(failure.kind()).isEqualTo(FailureKind.NO_PROGRAM);
        assertThat(failure.evidence()).contains("pw.x: not found");
    }

    @ParameterizedTest
    @CsvSource({
        "slurmstepd: error: *** JOB 7 ON n1 CANCELLED AT 2026-01-01T00:00:00 DUE TO TIME LIMIT ***, OUT_OF_WALLTIME",
        "slurmstepd: error: Detected 1 oom-kill event(s) in StepId=7.batch., OUT_OF_MEMORY",
        "Fortran runtime error: No space left on device, OUT_OF_DISK"
    })
    void what_ended_a_run_from_outside_is_read_from_standard_error(
            String complaint, FailureKind kind, @TempDir Path directory) throws IOException {
        Files.copy(QeFixtures.folder().resolve("failed_interrupted").resolve("pw.out"), directory.resolve("pw.out"));
        Files.writeString(directory.resolve("stderr"), complaint + "\n");
        assertThat(QeFixtures.failure(QeFixtures.parse(directory)).kind()).isEqualTo(kind);
    }

    @Test
    void a_final_energy_that_was_lost_is_not_replaced_by_an_earlier_one(@TempDir Path directory) throws IOException {
        String text = Files.readString(
                QeFixtures.folder().resolve("vcrelax_success").resolve("pw.out"), StandardCharsets.ISO_8859_1);
        Files.writeString(
                directory.resolve("pw.out"), text.replace("!    total energy              =     -22.66052957 Ry", ""));
        assertThat(QeFixtures.failure(QeFixtures.parse(directory)).kind()).isEqualTo(FailureKind.UNREADABLE_NUMBERS);
    }

    @ParameterizedTest
    @CsvSource({"vcrelax_success, 3", "relax_success, 1", "default, 0", "relax_failed_not_converged_nstep, 1"})
    void every_ionic_step_is_read(String name, int steps) {
        Path directory = QeFixtures.folder().resolve(name);
        List<IonicStep> path = new ArrayList<>();
        new EspressoCode().path(directory, path::add);
        assertThat(path).hasSize(steps);
        // without forces there is nothing to learn from
        if (steps > 0 && QeFixtures.parse(directory) instanceof CalculationResult result) {
            assertThat(path.get(steps - 1).evaluation()).isEqualTo(result.evaluation());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "electrons, 'dexx is negative!  Check that exxdiv_treatment is appropriate', exchange",
        "divide_et_impera, some nodes have no k-points, pools",
        "read_namelists, bad line in namelist &system, input"
    })
    void an_error_that_people_must_mend_is_told_and_not_repaired(
            String routine, String text, String row, @TempDir Path directory) throws IOException {
        String frame = " " + "%".repeat(78) + "\n";
        Files.writeString(
                directory.resolve("pw.out"),
                "     Program PWSCF v.7.2 starts on 26Nov2026\n\n" + frame + "     Error in routine " + routine
                        + " (1):\n     " + text + "\n" + frame + "\n     stopping ...\n");
        CalculationFailure failure = QeFixtures.failure(QeFixtures.parse(directory));
        assertThat(failure.kind()).isEqualTo(FailureKind.BAD_INPUT);
        assertThat(failure.error()).isEqualTo(row);
        assertThat(failure.evidence()).contains(text);
        assertThat(failure.remedy()).isNotEmpty();
    }
}
