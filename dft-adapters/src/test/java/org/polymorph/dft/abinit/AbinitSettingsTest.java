package org.polymorph.dft.abinit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.polymorph.model.batch.Resources;
import org.polymorph.model.calculation.Attempt;
import org.polymorph.model.calculation.CalculationFailure;
import org.polymorph.model.calculation.CalculationRequest;
import org.polymorph.model.calculation.Remedy;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.ConfigurationException;
import org.polymorph.model.spi.PreparedJob;
import org.polymorph.model.spi.Settings;

class AbinitSettingsTest {
    private static final Structure ROCKSALT = Structure.of(
            Lattice.of(0, 2.8, 2.8, 2.8, 0, 2.8, 2.8, 2.8, 0),
            List.of(Element.Na, Element.Cl),
            new double[] {0, 0, 0, 0.5, 0.5, 0.5});

    private final Path folder;

    AbinitSettingsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void sodium_and_chlorine() throws IOException {
        pseudo("na.psp8", 11, 9, 11, "");
        pseudo("cl.psp8", 17, 7, 11, "");
    }

    private void pseudo(String name, int z, int valence, int functional, String report) throws IOException {
        Files.writeString(
                folder.resolve(name),
                "made for a test\n  " + z + ".0  " + valence + ".0  170504  zatom,zion,pspd\n  8  " + functional
                        + "  2  4  600  0  pspcod,pspxc,lmax,lloc,mmax,r2well\n" + report);
    }

    private static String report(double low, double normal) {
        return "<DOJO_REPORT>\n{\"hints\": {\"low\": {\"ecut\": " + low + "}, \"normal\": {\"ecut\": " + normal
                + "}}}\n</DOJO_REPORT>\n";
    }

    private Map<String, Object> settings(Object... more) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("ecut", 20);
        settings.put("pseudoDir", folder.toString());
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i].toString(), more[i + 1]);
        }
        return settings;
    }

    private static PreparedJob prepare(CalculationRequest request) {
        return new AbinitCode().prepare(request);
    }

    private static CalculationRequest request(String set, double pressure, Map<String, ?> settings) {
        return new CalculationRequest(List.of(ROCKSALT), set, pressure, Settings.of(settings), Settings.empty());
    }

    private static String input(String set, double pressure, Map<String, ?> settings) {
        return text(prepare(request(set, pressure, settings)));
    }

    private static String text(PreparedJob job) {
        assertThat(job.files().get(0).name()).isEqualTo("abinit.abi");
        return new String(job.files().get(0).content(), StandardCharsets.UTF_8);
    }

    private static List<String> problems(Map<String, ?> settings) {
        try {
            prepare(request("static", 0, settings));
            return List.of();
        } catch (ConfigurationException e) {
            return e.problems();
        }
    }

    @Test
    void a_label_is_a_single_point_with_forces_and_stress() {
        String text = input("static", 0, settings());
        assertThat(text)
                .contains("pseudos \"na.psp8,\n cl.psp8\"", "pp_dirpath \"" + folder + "\"")
                .contains("znucl 11 17", "typat 1 2", "ecut 20.0", "tolvrs 1.0E-10", "occopt 4", "tsmear 0.005")
                .contains("optforces 1", "optstress 1", "nband 12", "chkprim 0", "tolsym 1.0E-8", "chkexit 1")
                .doesNotContain("ionmov", "dilatmx", "nsppol");
        assertThat(AbinitJobDirectory.given(text)).hasValueSatisfying(structure -> {
            assertThat(structure.species()).isEqualTo(ROCKSALT.species());
            assertThat(structure.fractional()).containsExactly(ROCKSALT.fractional());
            assertThat(structure.lattice().isLeftHanded())
                    .isEqualTo(ROCKSALT.lattice().isLeftHanded());
        });
    }

    @Test
    void a_relaxation_aims_at_the_pressure_on_a_basis_that_may_grow() {
        assertThat(input("coarse", 29421.02648, settings()))
                .contains("ionmov 22", "optcell 2", "ecutsm 0.5", "dilatmx 1.1", "ntime 50", "tolmxf 5.0E-4")
                .containsPattern("strtarget (-1\\.000000\\d* ){3}0.0 0.0 0.0")
                .contains("chkexit 0", "prtwf 0");
        assertThat(input("fine", 0, settings("dilatmx", 1.2, "ionmov", 2)))
                .contains("dilatmx 1.2", "ionmov 2\n", "ntime 100", "tolmxf 1.0E-4");
    }

    @Test
    void the_mesh_follows_from_the_spacing_for_each_cell_anew() {
        assertThat(input("static", 0, settings("kspacing", 0.5)))
                .contains("ngkpt 4 4 4\nnshiftk 1\nshiftk 0.0 0.0 0.0");
        assertThat(input("static", 0, settings("kgrid", List.of(2, 3, 4), "koffset", List.of(1, 0, 1))))
                .contains("ngkpt 2 3 4\nnshiftk 1\nshiftk 0.5 0.0 0.5");
    }

    @Test
    void spins_begin_parallel_or_in_turn() {
        assertThat(input("static", 0, settings("spin", "ferro", "moments", Map.of("Na", 2))))
                .contains("nsppol 2", "spinat 0 0 2.0 0 0 0.0");
        Structure two = ROCKSALT.supercell(2, 1, 1);
        CalculationRequest request = new CalculationRequest(
                List.of(two),
                "static",
                0,
                Settings.of(settings("spin", "antiferro", "moments", Map.of("Cl", 1.5))),
                Settings.empty());
        assertThat(text(prepare(request))).contains("0 0 1.5", "0 0 -1.5");
        assertThat(problems(settings("moments", Map.of("Na", 1))))
                .singleElement()
                .asString()
                .contains("spin");
    }

    @Test
    void any_variable_of_abinit_can_be_set() {
        assertThat(input(
                        "static",
                        0,
                        settings(
                                "variables",
                                Map.of("diemac", 12, "ixc", "-101130", "istatr", "1", "lpawu", List.of(2, -1)))))
                .contains("diemac 12\n", "ixc -101130\n", "lpawu 2 -1\n");
        assertThat(input("static", 0, settings("variables", Map.of("useylm", true, "EFIELD", "3*1e-4"))))
                .contains("useylm 1\n", "efield 3*1e-4\n");
    }

    @ParameterizedTest
    @CsvSource({
        "diemc, 12, did you mean diemac?",
        "natom, 3, follows from the structure",
        "ecut, 30, beside variables",
        "ecut1, 30, has no variable",
        "strtarget, 1, the search's pressure",
        "ndtset, 2, one calculation",
        "getwfk_filepath, 'a\"b', without quotes"
    })
    void variables_that_cannot_be_are_refused(String name, String value, String message) {
        assertThat(problems(settings("variables", Map.of(name, value))))
                .singleElement()
                .asString()
                .contains("variables." + name, message);
    }

    @ParameterizedTest
    @CsvSource({
        "ecutt, 30, did you mean ecut?",
        "occopt, 2, 3 to 8",
        "pawecutdg, 40, PAW data only",
        "cutoffFactor, 1.2, either ecut",
        "dilatmx, 0.5, between",
        "kspacing, dense, expected a number"
    })
    void wrong_values_are_refused_with_what_was_expected(String key, String value, String message) {
        assertThat(problems(settings(key, value))).singleElement().asString().contains(key, message);
    }

    @Test
    void one_threshold_of_the_cycle_is_taken() {
        assertThat(input("static", 0, settings("toldfe", 1e-9)))
                .contains("toldfe 1.0E-9")
                .doesNotContain("tolvrs");
        assertThat(problems(settings("toldfe", 1e-9, "tolvrs", 1e-9)))
                .singleElement()
                .asString()
                .contains("expected one of");
    }

    @Test
    void cutoffs_follow_from_the_pseudopotentials_times_a_factor() throws IOException {
        pseudo("na.psp8", 11, 9, 11, report(30, 40));
        pseudo("cl.psp8", 17, 7, 11, report(20, 25));
        Map<String, Object> settings = settings();
        settings.remove("ecut");
        assertThat(input("static", 0, settings)).contains("ecut 40.0");
        settings.put("cutoffHint", "low");
        settings.put("cutoffFactor", 1.5);
        assertThat(input("static", 0, settings)).contains("ecut 45.0");
        pseudo("cl.psp8", 17, 7, 11, "");
        assertThat(problems(settings)).singleElement().asString().contains("not every pseudopotential");
        Files.writeString(folder.resolve("cl.djrepo"), "{\"hints\": {\"low\": {\"ecut\": 50}}}");
        assertThat(input("static", 0, settings)).contains("ecut 75.0");
    }

    @Test
    void paw_data_of_xml_have_a_fine_grid() throws IOException {
        Files.delete(folder.resolve("na.psp8"));
        Files.delete(folder.resolve("cl.psp8"));
        for (String[] atom : new String[][] {{"Na", "9"}, {"Cl", "7"}}) {
            Files.writeString(
                    folder.resolve(atom[0] + ".xml"),
                    "<?xml version=\"1.0\"?>\n<paw_dataset version=\"0.7\">\n<atom symbol=\"" + atom[0]
                            + "\" Z=\"11\" core=\"2\" valence=\"" + atom[1] + "\"/>\n"
                            + "<xc_functional type=\"GGA\" name=\"PBE\"/>\n"
                            + "<pw_ecut low=\"12.00\" medium=\"15.00\" high=\"20.00\"/>\n");
        }
        Map<String, Object> settings = settings("cutoffHint", "high");
        settings.remove("ecut");
        assertThat(input("static", 0, settings)).contains("ecut 20.0", "pawecutdg 40.0", "Na.xml,\n Cl.xml");
        pseudo("na.psp8", 11, 9, 11, "");
        Files.delete(folder.resolve("Na.xml"));
        assertThat(problems(settings()))
                .anySatisfy(problem -> assertThat(problem).contains("either PAW data", "na.psp8 with norm-conserving"));
    }

    @Test
    void where_files_are_missing_the_keys_that_say_where_they_lie_are_told() {
        Map<String, Object> names = settings("pseudopotentials", Map.of("Na", "no-na.psp8", "Cl", "no-cl.psp8"));
        names.remove("pseudoDir");
        assertThat(problems(names))
                .hasSize(2)
                .allMatch(told -> told.contains("calculate.settings.pseudoDir, or codes.abinit.pseudoDir"));
    }

    @Test
    void pseudopotentials_must_be_found_and_agree() throws IOException {
        pseudo("cl.psp8", 17, 7, -1012, "");
        assertThat(problems(settings())).singleElement().asString().contains("na.psp8 with PBE", "cl.psp8 with LDA");
        assertThat(problems(settings("variables", Map.of("ixc", 11)))).isEmpty();
        pseudo("more.psp8", 17, 7, 11, "");
        assertThat(problems(settings()))
                .anySatisfy(problem -> assertThat(problem).contains("cl.psp8, more.psp8", "name one"));
        assertThat(problems(settings("pseudopotentials", Map.of("Na", "na.psp8", "Cl", "na.psp8"))))
                .singleElement()
                .asString()
                .contains("pseudopotentials.Cl", "found one of Na");
        assertThat(problems(settings("pseudopotentials", Map.of("Na", "na.psp8"))))
                .singleElement()
                .asString()
                .contains("none for Cl");
    }

    @Test
    void an_unknown_input_set_names_the_known_ones() {
        assertThatThrownBy(() -> input("statik", 0, settings()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("static, coarse, fine, final-static")
                .hasMessageContaining("did you mean static?");
    }

    @Test
    void the_time_limit_follows_from_the_job_and_goes_behind_a_plain_command() {
        CalculationRequest request =
                request("static", 0, settings()).with(new Resources(1, 16, Duration.ofHours(30), 0));
        assertThat(prepare(request).script()).contains("( exec abinit abinit.abi --timelimit 1-5:45:0 ) > abinit.log");
        Settings site = Settings.of(Map.of("command", "srun abinit abinit.abi $ABINIT_OPTIONS | tee copy"));
        CalculationRequest piped =
                new CalculationRequest(List.of(ROCKSALT), "static", 0, Settings.of(settings("timelimit", "90s")), site);
        assertThat(prepare(piped).script())
                .contains(
                        "ABINIT_OPTIONS='--timelimit 0-0:1:30'",
                        "\nsrun abinit abinit.abi $ABINIT_OPTIONS | tee copy\n");
    }

    @Test
    void bands_are_shared_out_where_there_are_more_tasks_than_k_points() {
        CalculationRequest request = request("static", 0, settings("kgrid", List.of(2, 2, 2)));
        assertThat(text(prepare(request))).doesNotContain("paral_kgb");
        CalculationRequest wide = request.with(new Resources(1, 16, Duration.ofHours(1), 0));
        assertThat(text(prepare(wide))).contains("paral_kgb 1", "autoparal 1");
    }

    @Test
    void remedies_are_the_uppermost_layer_of_an_input() {
        CalculationRequest first = request("coarse", 0, settings("dilatmx", 1.2));
        CalculationFailure failure =
                AbinitRemedies.TABLE.row("dilatmx").failure("exceeded").after(Optional.of(ROCKSALT));
        Remedy remedy = new AbinitCode().remedy(first, failure);
        assertThat(remedy.start()).isEqualTo(Remedy.Start.LAST);
        CalculationRequest second = first.after(new Attempt(List.of(remedy), Optional.of("../before")));
        assertThat(text(prepare(second))).contains("dilatmx 1.32");
    }

    @Test
    void what_fails_on_wave_functions_of_before_is_begun_from_scratch() {
        CalculationRequest first = request("static", 0, settings());
        Remedy clean =
                new AbinitCode().remedy(first, AbinitRemedies.TABLE.row("clean").failure(""));
        CalculationRequest second = first.after(new Attempt(List.of(clean), Optional.of("../be fore")));
        assertThat(prepare(second).script()).contains("mv '../be fore/out/run_WFK' in/run_WFK");
        Remedy restart = new AbinitCode()
                .remedy(second, AbinitRemedies.TABLE.row("crash").failure(""));
        assertThat(restart.error()).isEqualTo("restart");
        assertThat(restart.restart()).isFalse();
        CalculationRequest third = first.after(new Attempt(List.of(clean, restart), Optional.of("../before")));
        assertThat(new AbinitCode()
                        .remedy(third, AbinitRemedies.TABLE.row("clean").failure(""))
                        .restart())
                .isFalse();
    }
}
