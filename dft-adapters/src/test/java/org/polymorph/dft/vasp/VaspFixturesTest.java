package org.polymorph.dft.vasp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.polymorph.model.calculation.CalculationFailure;
import org.polymorph.model.calculation.CalculationResult;
import org.polymorph.model.calculation.FailureKind;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.format.Poscar;
import org.polymorph.model.units.Units;

/** Reference values: references.json beside the outputs (pymatgen's test files; some damaged on purpose). */
class VaspFixturesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "OUTCAR.etest1.gz",
                "OUTCAR.vasp.6.2.0.gz",
                "OUTCAR_merged_numbers",
                "OUTCAR.NiO_SOC.gz",
                "relaxation.OUTCAR",
                "static_silicon.OUTCAR"
            })
    void outcars_give_the_reference_values(String name) throws IOException {
        JsonNode truth = VaspFixtures.truth(name);
        CalculationResult result = VaspFixtures.result(VaspFixtures.parse(VaspFixtures.file(name)));
        compareEnergies(result, truth);
        assertThat(result.converged()).isTrue();
        assertThat(result.ionicSteps())
                .isEqualTo(truth.get("n_ionic_with_forces").asInt());
        JsonNode forces = truth.get("final_forces");
        double[] found = result.evaluation().forces();
        assertThat(found).hasSize(3 * forces.size());
        for (int i = 0; i < found.length; i++) {
            assertThat(found[i]).isCloseTo(forces.get(i / 3).get(i % 3).asDouble(), within(1e-9));
        }
    }

    private static void compareEnergies(CalculationResult result, JsonNode truth) {
        assertThat(result.evaluation().energy()).isCloseTo(truth.get("F").asDouble(), within(1e-6));
        assertThat(Double.parseDouble(result.details().get("energySigmaZero")))
                .isCloseTo(truth.get("E0").asDouble(), within(1e-6));
        assertThat(Double.parseDouble(result.details().get("energyWithoutEntropy")))
                .isCloseTo(truth.get("E_without_entropy").asDouble(), within(1e-6));
        assertThat(result.details().get("energy")).contains("free energy");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "relaxation.vasprun.xml.gz",
                "static_silicon.vasprun.xml.gz",
                "vasprun.etest1.xml.gz",
                "vasprun.vdw.xml.gz",
                "vasprun.Al.xml.gz",
                "vasprun.ml_md.xml.gz"
            })
    void vaspruns_give_the_reference_values(String name) throws IOException {
        JsonNode truth = VaspFixtures.truth(name);
        CalculationResult result = VaspFixtures.result(VaspFixtures.parse(VaspFixtures.file(name)));
        compareEnergies(result, truth);
        assertThat(result.converged())
                .isEqualTo(truth.get("pymatgen_converged_ionic").asBoolean());
        assertThat(result.ionicSteps()).isEqualTo(truth.get("n_ionic").asInt());
        List<String> species = new ArrayList<>();
        truth.get("species").forEach(symbol -> species.add(symbol.asText()));
        assertThat(result.structure().species()).extracting(Object::toString).containsExactlyElementsOf(species);
    }

    @Test
    void an_electronic_minimisation_that_hit_nelm_is_no_label() throws IOException {
        Path file = VaspFixtures.file("vasprun.unconverged.xml.gz");
        CalculationFailure failure = VaspFixtures.failure(VaspFixtures.parse(file));
        assertThat(failure.kind()).isEqualTo(FailureKind.SCF_NOT_CONVERGED);
        assertThat(failure.error()).isEqualTo("unconverged");
        assertThat(failure.evidence()).contains("100");
        JsonNode truth = VaspFixtures.truth("vasprun.unconverged.xml.gz");
        VaspRun run = VaspJobDirectory.read(file).run().orElseThrow();
        assertThat(run.last().orElseThrow().freeEnergy())
                .isCloseTo(truth.get("F").asDouble(), within(1e-6));
        assertThat(run.energies()).hasSize(truth.get("n_ionic").asInt());
    }

    @ParameterizedTest
    @CsvSource({
        "own_truncated_midstep.relaxation.vasprun.xml, 2, TRUNCATED_OUTPUT",
        "own_empty.vasprun.xml, 0, TRUNCATED_OUTPUT",
        "vasprun.bad.xml.gz, 1, TRUNCATED_OUTPUT",
        "own_truncated.relaxation.OUTCAR, 2, TRUNCATED_OUTPUT"
    })
    void files_that_were_cut_are_never_taken_for_whole_ones(String name, int steps, FailureKind kind) {
        Path file = VaspFixtures.file(name);
        CalculationFailure failure = VaspFixtures.failure(VaspFixtures.parse(file));
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.detail()).contains(steps + " complete steps");
        assertThat(failure.geometry().isPresent()).isEqualTo(steps > 1);
    }

    @Test
    void stress_is_tensile_positive_whatever_the_order_of_the_file() throws IOException {
        // OUTCAR.NiO_SOC: in kB 45.27215 45.27085 45.26824 -2.06208 -2.06166 -2.06072, in the order XX YY ZZ XY YZ ZX
        double[] kilobar = {45.27215, 45.27085, 45.26824, -2.06166, -2.06072, -2.06208};
        double[] found = VaspFixtures.result(VaspFixtures.parse(VaspFixtures.file("OUTCAR.NiO_SOC.gz")))
                .evaluation()
                .stress()
                .toVoigt();
        for (int i = 0; i < 6; i++) {
            assertThat(found[i]).isCloseTo(-kilobar[i] * Units.KBAR, within(1e-9));
        }
        double[] xml = VaspFixtures.result(VaspFixtures.parse(VaspFixtures.file("static_silicon.vasprun.xml.gz")))
                .evaluation()
                .stress()
                .toVoigt();
        assertThat(xml[0]).isCloseTo(15.22612 * Units.KBAR, within(1e-6 * Units.KBAR * 10));
    }

    @Test
    void moments_times_memory_and_version_are_told() {
        CalculationResult result = VaspFixtures.result(VaspFixtures.parse(VaspFixtures.file("OUTCAR.NiO_SOC.gz")));
        assertThat(result.details())
                .containsEntry("magneticMomentsZ", "1.671 -1.671 0.000 0.000")
                .containsEntry("version", "5.4.1")
                .containsEntry("wallSeconds", "124.469")
                .containsEntry("memoryMiB", "70")
                .containsEntry("potcar", "PAW_PBE Ni_pv 06Sep2000; PAW_PBE O 08Apr2002");
        assertThat(result.structure().composition().toString()).isEqualTo("Ni2O2");
    }

    @Test
    void two_outputs_of_one_run_are_compared(@TempDir Path directory) throws IOException {
        Files.write(directory.resolve("vasprun.xml"), VaspFixtures.bytes("relaxation.vasprun.xml.gz"));
        Files.copy(VaspFixtures.file("relaxation.OUTCAR"), directory.resolve("OUTCAR"));
        CalculationResult result = VaspFixtures.result(VaspFixtures.parse(directory));
        assertThat(result.evaluation().energy()).isCloseTo(-1.92459954, within(1e-9));
        assertThat(result.details()).containsEntry("source", "vasprun.xml").containsEntry("wallSeconds", "12.567");
        String log = Files.readString(directory.resolve("OUTCAR"), StandardCharsets.ISO_8859_1);
        Files.writeString(directory.resolve("OUTCAR"), log.replace("-1.15048    -1.15048", "-1.15048    -1.15058"));
        assertThat(VaspFixtures.failure(VaspFixtures.parse(directory)).kind())
                .isEqualTo(FailureKind.UNREADABLE_NUMBERS);
        // what was cut is made up for by the other file
        Files.writeString(directory.resolve("OUTCAR"), log);
        Files.write(
                directory.resolve("vasprun.xml"), VaspFixtures.bytes("own_truncated_midstep.relaxation.vasprun.xml"));
        assertThat(VaspFixtures.result(VaspFixtures.parse(directory)).details()).containsEntry("source", "OUTCAR");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POSCAR", "POSCAR_Fe3O4", "POSCAR_symbols_natoms_multilines", "CONTCAR_Li2O"})
    void geometries_are_the_reference_ones(String name) throws IOException {
        JsonNode truth = VaspFixtures.truth(name);
        Structure structure = Poscar.read(
                        new BufferedReader(new InputStreamReader(
                                new ByteArrayInputStream(VaspFixtures.bytes(name)), StandardCharsets.UTF_8)),
                        name)
                .structure();
        double[] lattice = structure.lattice().toArray();
        for (int i = 0; i < 9; i++) {
            assertThat(lattice[i])
                    .isCloseTo(truth.get("lattice").get(i / 3).get(i % 3).asDouble(), within(1e-9));
        }
        assertThat(structure.size()).isEqualTo(truth.get("species").size());
        double[] fractional = structure.fractional();
        for (int i = 0; i < fractional.length; i++) {
            assertThat(structure.species(i / 3).symbol())
                    .isEqualTo(truth.get("species").get(i / 3).asText());
            assertThat(fractional[i])
                    .isCloseTo(truth.get("frac").get(i / 3).get(i % 3).asDouble(), within(1e-9));
        }
    }

    @Test
    void a_prediction_printed_below_what_was_computed_is_no_label(@TempDir Path directory) throws IOException {
        // as VASP 6 prints it while it trains a force field
        String prediction = """

                  ML FORCE on cell =-STRESS in cart. coord. units (eV/cell)
                  Direction    XX          YY          ZZ          XY          YZ          ZX
                  in kB        1.00000     2.00000     3.00000     0.00000     0.00000     0.00000

                 POSITION                                       TOTAL-FORCE (eV/Angst) (ML)
                 -----------------------------------------------------------------------------------
                      0.00000      0.00000      0.00000         1.000000      0.000000      0.000000
                      1.36750      1.36750      1.36750        -1.000000      0.000000      0.000000
                 -----------------------------------------------------------------------------------
                  ML FREE ENERGIE OF THE ION-ELECTRON SYSTEM (eV)
                  free  energy ML TOTEN  =       -99.00000000 eV

                  ML energy  without entropy=      -99.00000000  ML energy(sigma->0) =      -99.00000000

                """;
        String text = new String(VaspFixtures.bytes("static_silicon.OUTCAR"), StandardCharsets.ISO_8859_1);
        int after = text.indexOf('\n', text.lastIndexOf("energy  without entropy=")) + 1;
        Path file = directory.resolve("OUTCAR");
        Files.writeString(file, text.substring(0, after) + prediction + text.substring(after));
        CalculationResult result = VaspFixtures.result(VaspFixtures.parse(file));
        assertThat(result.evaluation().energy()).isCloseTo(-10.645278, within(1e-9));
        assertThat(result.evaluation().maxForce()).isZero();
        assertThat(result.evaluation().stress().xx()).isCloseTo(15.22612 * Units.KBAR, within(1e-9));
        // a step of the force field alone
        Files.writeString(
                file,
                text.substring(0, after) + "--------------------------------------- Ionic step        2  ------\n"
                        + prediction + text.substring(after));
        CalculationFailure failure = VaspFixtures.failure(VaspFixtures.parse(file));
        assertThat(failure.kind()).isEqualTo(FailureKind.OTHER);
        assertThat(failure.detail()).contains("prediction of a machine-learned force field");
    }

    @Test
    void compressed_files_are_told_by_their_first_bytes(@TempDir Path directory) throws IOException {
        byte[] clean = VaspFixtures.bytes("static_silicon.OUTCAR");
        Path file = directory.resolve("OUTCAR");
        for (String kind : List.of("gz", "bzip2", "xz")) {
            try (java.io.OutputStream out = compressor(kind, Files.newOutputStream(file))) {
                out.write(clean);
            }
            CalculationResult result = VaspFixtures.result(VaspFixtures.parse(directory));
            assertThat(result.evaluation().energy()).as(kind).isCloseTo(-10.645278, within(1e-9));
            byte[] cut = Files.readAllBytes(file);
            Files.write(file, java.util.Arrays.copyOf(cut, cut.length / 2));
            assertThat(VaspFixtures.parse(directory)).as(kind).isInstanceOf(CalculationFailure.class);
        }
    }

    private static java.io.OutputStream compressor(String kind, java.io.OutputStream out) throws IOException {
        return switch (kind) {
            case "gz" -> new java.util.zip.GZIPOutputStream(out);
            case "bzip2" -> new org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream(out);
            default -> new org.tukaani.xz.XZOutputStream(out, new org.tukaani.xz.LZMA2Options());
        };
    }

    @Test
    void an_entity_of_an_xml_file_is_not_followed(@TempDir Path directory) throws IOException {
        Path secret = Files.writeString(directory.resolve("secret"), "-1.0");
        Path file = Files.writeString(
                directory.resolve("vasprun.xml"),
                "<!DOCTYPE a [<!ENTITY x SYSTEM \"" + secret.toUri() + "\">]><modeling><generator>"
                        + "<i name=\"version\">&x;</i></generator></modeling>");
        VaspRun run = VaspJobDirectory.read(file).run().orElseThrow();
        assertThat(run.facts().getOrDefault("version", "")).doesNotContain("-1.0");
    }

    @Test
    void names_that_vasp_writes_unescaped_do_not_break_the_file(@TempDir Path directory) throws IOException {
        String text = new String(VaspFixtures.bytes("static_silicon.vasprun.xml.gz"), StandardCharsets.ISO_8859_1);
        Path file = directory.resolve("vasprun.xml");
        Files.writeString(
                file, text.replaceFirst("<incar>", "<incar><i type=\"string\" name=\"SYSTEM\">R&D \u0001</i>"));
        assertThat(VaspFixtures.result(VaspFixtures.parse(file)).evaluation().energy())
                .isCloseTo(-10.64527774, within(1e-9));
    }
}
