package org.polymorph.dft.vasp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.polymorph.model.batch.Resources;
import org.polymorph.model.calculation.CalculationRequest;
import org.polymorph.model.calculation.CalculationResult;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.ConfigurationException;
import org.polymorph.model.spi.DftCode;
import org.polymorph.model.spi.Providers;

class VaspSettingsTest {
    private static final Structure HEMATITE_LIKE = Structure.of(
            Lattice.of(5, 0, 0, 0, 5, 0, 0, 0, 10),
            List.of(Element.O, Element.Fe, Element.O, Element.Fe, Element.Fe, Element.Fe),
            new double[] {0, 0, 0, 0.5, 0, 0.1, 0.5, 0.5, 0, 0, 0.5, 0.2, 0, 0, 0.5, 0.5, 0.5, 0.5});

    private final Path folder;

    VaspSettingsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private VaspJob job() throws IOException {
        VaspJob job = new VaspJob(folder);
        job.dataset("Fe_pv", "PAW_PBE Fe_pv 02Aug2007", "PE", 293.238, 14);
        job.dataset("O", "PAW_PBE O 08Apr2002", "PE", 400, 6);
        job.with("potcarLabels", Map.of("Fe", "Fe_pv"));
        return job;
    }

    private static Map<String, String> incar(Path directory) throws IOException {
        return Incar.parse(Files.readString(directory.resolve("INCAR")));
    }

    @Test
    void is_found_by_its_name() {
        assertThat(Providers.of(DftCode.class).get("vasp")).isInstanceOf(VaspCode.class);
    }

    @Test
    void layers_lie_over_each_other() throws IOException {
        VaspJob job = job();
        Map<String, String> fixed = incar(job.prepare(job.request(VaspJob.SILICON, "static")));
        assertThat(fixed)
                .containsEntry("PREC", "Accurate")
                .containsEntry("NSW", "0")
                .containsEntry("IBRION", "-1")
                .containsEntry("LWAVE", ".FALSE.")
                .containsEntry("ENCUT", "319"); // 245.345 × 1.3, rounded up
        Map<String, String> fine = incar(job.prepare(job.request(VaspJob.SILICON, "fine")));
        assertThat(fine)
                .containsEntry("ISIF", "3")
                .containsEntry("EDIFFG", "-0.01")
                .containsEntry("PSTRESS", "0");
        job.with("nsw", 7).with("incar", Map.of("EDIFFG", -0.5, "LORBIT", 11)).with("ENCUT", 500);
        Map<String, String> given = incar(job.prepare(job.request(VaspJob.SILICON, "fine")));
        assertThat(given)
                .containsEntry("NSW", "7")
                .containsEntry("EDIFFG", "-0.5")
                .containsEntry("LORBIT", "11")
                .containsEntry("ENCUT", "500");
    }

    @Test
    void a_pressure_is_in_kilobar() throws IOException {
        VaspJob job = job();
        CalculationRequest plain = job.request(VaspJob.SILICON, "coarse");
        CalculationRequest pressed =
                new CalculationRequest(plain.structures(), "coarse", 2.5, plain.settings(), plain.site());
        assertThat(incar(job.prepare(pressed))).containsEntry("PSTRESS", "25");
    }

    @Test
    void atoms_of_an_element_stand_together_and_come_back_in_their_order() throws IOException, InterruptedException {
        Path directory = job().prepare(job().request(HEMATITE_LIKE, "static"));
        List<String> poscar = Files.readAllLines(directory.resolve("POSCAR"));
        assertThat(poscar.get(5).trim().split("\\s+")).containsExactly("O", "Fe");
        assertThat(poscar.get(6).trim().split("\\s+")).containsExactly("2", "4");
        AtomOrder order = AtomOrder.parse(Files.readString(directory.resolve("atoms.order")))
                .orElseThrow();
        assertThat(order.places()).containsExactly(0, 2, 1, 3, 4, 5);
        assertThat(order.given(order.sorted(HEMATITE_LIKE))).isEqualTo(HEMATITE_LIKE);
    }

    @Test
    void spins_and_hubbard_corrections_follow_poscar() throws IOException {
        VaspJob job = job().with("spin", "antiferro")
                .with("moments", Map.of("Fe", 4, "O", 0))
                .with("hubbard", Map.of("Fe", 4.3));
        Map<String, String> incar = incar(job.prepare(job.request(HEMATITE_LIKE, "static")));
        assertThat(incar)
                .containsEntry("ISPIN", "2")
                .containsEntry("MAGMOM", "0.000 -0.000 4.000 -4.000 4.000 -4.000")
                .containsEntry("LDAUL", "-1 2")
                .containsEntry("LDAUU", "0.000 4.300")
                .containsEntry("LMAXMIX", "4");
        job.with("spin", "ferro");
        assertThat(incar(job.prepare(job.request(HEMATITE_LIKE, "static")))).containsEntry("MAGMOM", "2*0.000 4*4.000");
    }

    @ParameterizedTest
    @CsvSource({"d3bj, IVDW, 12", "optb86b, GGA, MK", "vdw-df2, LUSE_VDW, .TRUE."})
    void van_der_waals_corrections_have_names(String name, String tag, String value) throws IOException {
        VaspJob job = job().with("vdw", name);
        assertThat(incar(job.prepare(job.request(VaspJob.SILICON, "static")))).containsEntry(tag, value);
    }

    @Test
    void a_charge_takes_electrons_away() throws IOException {
        VaspJob job = job().with("charge", 1);
        assertThat(incar(job.prepare(job.request(HEMATITE_LIKE, "static")))).containsEntry("NELECT", "67");
    }

    @Test
    void processes_are_split_by_k_points_and_orbitals() throws IOException {
        VaspJob job = job().using(new Resources(1, 16, Duration.ofHours(1), 0));
        assertThat(incar(job.prepare(job.request(VaspJob.SILICON, "static"))))
                .containsEntry("KPAR", "4")
                .containsEntry("NCORE", "2");
        job.with("KPAR", 1).with("NPAR", 4);
        assertThat(incar(job.prepare(job.request(VaspJob.SILICON, "static"))))
                .containsEntry("KPAR", "1")
                .doesNotContainKey("NCORE");
    }

    @ParameterizedTest
    @CsvSource({
        "'5 0 0 0 5 0 0 0 5', auto, any, '4 4 4', '0.5 0.5 0.5'",
        "'5 0 0 0 5 0 0 0 5', gamma, any, '4 4 4', '0 0 0'",
        "'5 0 0 0 5 0 0 0 5', auto, odd, '5 5 5', '0 0 0'",
        "'5 0 0 0 6.3 0 0 0 30', auto, any, '4 3 1', '0.5 0 0'",
        "'5 0 0 0 6.3 0 0 0 30', auto, even, '4 4 1', '0.5 0.5 0'",
        "'5 0 0 -2.5 4.330127 0 0 0 9', auto, any, '4 4 2', '0 0 0'",
        "'0 3 3 3 0 3 3 3 0', auto, any, '5 5 5', '0 0 0'"
    })
    void meshes_are_centred_as_the_lattice_wants_it(
            String lattice, String centering, String parity, String divisions, String shift) throws IOException {
        double[] rows = java.util.Arrays.stream(lattice.split(" "))
                .mapToDouble(Double::parseDouble)
                .toArray();
        Structure structure = Structure.of(Lattice.of(rows), List.of(Element.Si), new double[3]);
        VaspJob job = job().with("kspacing", 0.38).with("kcentring", centering).with("kparity", parity);
        List<String> lines =
                Files.readAllLines(job.prepare(job.request(structure, "static")).resolve("KPOINTS"));
        assertThat(lines.get(2)).isEqualTo("Gamma");
        assertThat(lines.get(3)).isEqualTo(divisions);
        assertThat(lines.get(4)).isEqualTo(shift);
    }

    @ParameterizedTest
    @CsvSource({
        "EDIF, 1e-6, did you mean EDIFF?",
        "kspcing, 0.2, did you mean kspacing?",
        "ISPIN, many, expected a whole number",
        "LWAVE, 3, expected .TRUE. or .FALSE.",
        "KSPACING, 0.2, use kspacing",
        "spin, up, 'none, ferro, antiferro'",
        "vdw, d5, one of",
        "smearing, gausian, did you mean gaussian?",
        "SIGMA, '0.1\nNSW=3', one line of INCAR"
    })
    void mistakes_are_told_with_what_was_expected(String key, String value, String message) throws IOException {
        VaspJob job = job().with(key, value);
        assertThatThrownBy(() -> new VaspCode().prepare(job.request(VaspJob.SILICON, "static")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(message)
                .hasMessageContaining(key);
    }

    @Test
    void datasets_are_checked_where_they_can_be_read() throws IOException {
        VaspJob job = job();
        job.dataset("Si", "PAW Si 02Feb2002", "CA", 245, 4);
        assertThatThrownBy(() -> new VaspCode().prepare(job.request(VaspJob.SILICON, "static")))
                .hasMessageContaining("expected datasets of PBE (PAW_PBE), found \"PAW Si 02Feb2002\"");
        job.with("potcarLabels", Map.of("Si", "Si_sv"));
        assertThatThrownBy(() -> new VaspCode().prepare(job.request(VaspJob.SILICON, "static")))
                .hasMessageContaining("expected Si_sv/POTCAR")
                .hasMessageContaining("there are Si");
        job.with("potcarLabels", Map.of("Si", "../../etc"));
        assertThatThrownBy(() -> new VaspCode().prepare(job.request(VaspJob.SILICON, "static")))
                .hasMessageContaining("expected a label such as Si or Si_pv");
    }

    @Test
    void the_script_assembles_the_potcar_and_keeps_nothing_of_it_but_titles_and_hash()
            throws IOException, InterruptedException {
        VaspJob job = job().at("command", VaspJob.command());
        CalculationRequest request = job.request(VaspJob.SILICON, "static");
        Path directory = job.runScript(job.prepare(request));
        CalculationResult result =
                VaspFixtures.result(new VaspCode().parse(directory).get(0));
        assertThat(result.details()).containsEntry("potcar", "PAW_PBE Si 05Jan2001");
        assertThat(result.details().get("potcarSha256")).matches("[0-9a-f]{64}");
        assertThat(directory.resolve("POTCAR")).doesNotExist();
        assertThat(directory.resolve(".licensed")).doesNotExist();
        assertThat(result.evaluation().energy()).isLessThan(0);
    }

    @Test
    void what_follows_from_the_datasets_is_computed_where_they_are() throws IOException, InterruptedException {
        VaspJob job = job();
        // as on a cluster: a path that only the job's machine knows
        Path there = Files.createDirectories(folder.resolve("home"));
        Files.move(folder.resolve("potpaw"), there.resolve("paw"));
        job.at("potcarDir", "~/paw")
                .at("prelude", List.of("HOME=" + there))
                .at("command", "cp POTCAR INCAR ..")
                .with("charge", 1);
        Path directory = job.prepare(job.request(HEMATITE_LIKE, "static"));
        assertThat(incar(directory)).doesNotContainKeys("ENCUT", "NELECT");
        job.runScript(directory);
        assertThat(incar(directory)).containsEntry("ENCUT", "520").containsEntry("NELECT", "67.000000");
        assertThat(PotcarHeader.read(folder.resolve("POTCAR")))
                .extracting(PotcarHeader::title)
                .containsExactly("PAW_PBE O 08Apr2002", "PAW_PBE Fe_pv 02Aug2007");
        assertThat(Files.readString(directory.resolve("potcar.record"))).contains("titel PAW_PBE Fe_pv 02Aug2007");
    }

    @Test
    void the_synthetic_potcar_of_the_shared_data_is_read_dataset_by_dataset() throws IOException {
        List<PotcarHeader> headers = PotcarHeader.read(VaspFixtures.file("own_POTCAR_synthetic_SiO2"));
        assertThat(headers)
                .containsExactly(
                        new PotcarHeader("PAW_PBE Si 05Jan2001", Element.Si, "PE", 245.345, 4),
                        new PotcarHeader("PAW_PBE O 08Apr2002", Element.O, "PE", 400, 6));
    }
}
