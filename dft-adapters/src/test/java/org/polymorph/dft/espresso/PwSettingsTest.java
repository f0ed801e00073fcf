package org.polymorph.dft.espresso;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.polymorph.dft.input.KPointMesh;
import org.polymorph.dft.input.KPoints;
import org.polymorph.model.batch.Resources;
import org.polymorph.model.calculation.Attempt;
import org.polymorph.model.calculation.CalculationFailure;
import org.polymorph.model.calculation.CalculationRequest;
import org.polymorph.model.calculation.InputChange;
import org.polymorph.model.calculation.Remedy;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.ConfigurationException;
import org.polymorph.model.spi.DftCode;
import org.polymorph.model.spi.PreparedJob;
import org.polymorph.model.spi.Providers;
import org.polymorph.model.spi.Settings;

class PwSettingsTest {
    private static final Structure ROCKSALT = Structure.of(
            Lattice.of(0, 2.8, 2.8, 2.8, 0, 2.8, 2.8, 2.8, 0),
            List.of(Element.Cl, Element.Na),
            new double[] {0, 0, 0, 0.5, 0.5, 1e-7});

    private final Path folder;

    PwSettingsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private void upf(String name, String element, String type, String functional, double cutoff) throws IOException {
        Files.writeString(
                folder.resolve(name),
                "<UPF version=\"2.0.1\">\n<PP_INFO>\n</PP_INFO>\n<PP_HEADER generated=\"a b\"\n element=\"" + element
                        + "\"\n pseudo_type=\"" + type + "\" functional='" + functional
                        + "' z_valence=\"7.0e0\" wfc_cutoff=\"" + cutoff + "\" rho_cutoff=\"" + 6 * cutoff
                        + "\"/>\n<PP_MESH>\n");
    }

    private void sodiumAndChlorine() throws IOException {
        upf("na.upf", " Na", "NC", "PBE", 0);
        upf("Cl.UPF", "CL", "NC", " SLA  PW   PBX  PBC", 0);
    }

    private Map<String, Object> settings(Object... pairs) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("ecutwfc", 30);
        settings.put("pseudopotentials", folder.toString());
        for (int i = 0; i < pairs.length; i += 2) {
            settings.put(pairs[i].toString(), pairs[i + 1]);
        }
        return settings;
    }

    private static PreparedJob prepare(String inputSet, double pressure, Map<String, Object> settings) {
        return new EspressoCode()
                .prepare(new CalculationRequest(
                        List.of(ROCKSALT), inputSet, pressure, Settings.of(settings), Settings.empty()));
    }

    private static String input(PreparedJob job) {
        return new String(job.files().get(0).content(), StandardCharsets.UTF_8);
    }

    private static List<String> problems(Map<String, Object> settings) {
        Settings read = Settings.of(settings);
        new EspressoCode().validate(new CalculationRequest(List.of(ROCKSALT), "static", 0, read, Settings.empty()));
        return read.problems();
    }

    @Test
    void is_found_by_its_name() {
        assertThat(Providers.of(DftCode.class).get("espresso")).isInstanceOf(EspressoCode.class);
    }

    @Test
    void a_static_input_is_written_out_in_full() throws IOException {
        sodiumAndChlorine();
        PreparedJob job = prepare("static", 0, settings("kspacing", 0.4, "degauss", 0.02));
        assertThat(job.files()).extracting(file -> file.name()).containsExactly("pw.in");
        assertThat(input(job)).isEqualTo("""
                &CONTROL
                  calculation = 'scf'
                  prefix = 'pw'
                  outdir = './out'
                  tprnfor = .true.
                  tstress = .true.
                  disk_io = 'low'
                  max_seconds = 3060.0d0
                  pseudo_dir = '%s'
                /
                &SYSTEM
                  ecutwfc = 30.0d0
                  ecutrho = 120.0d0
                  occupations = 'smearing'
                  smearing = 'mv'
                  degauss = 0.02d0
                  ibrav = 0
                  nat = 2
                  ntyp = 2
                /
                &ELECTRONS
                  conv_thr = 1.0d-8
                  mixing_beta = 0.7d0
                  electron_maxstep = 100
                /
                ATOMIC_SPECIES
                Na 22.98976928 na.upf
                Cl 35.45 Cl.UPF
                CELL_PARAMETERS angstrom
                0.0 2.8 2.8
                2.8 0.0 2.8
                2.8 2.8 0.0
                ATOMIC_POSITIONS crystal
                Cl 0.0 0.0 0.0
                Na 0.5 0.5 0.00000010
                K_POINTS automatic
                5 5 5 0 0 0
                """.formatted(folder));
    }

    @Test
    void the_input_gives_back_the_same_structure() throws IOException {
        sodiumAndChlorine();
        assertThat(PwGivenInput.parse(input(prepare("static", 0, settings()))).structure())
                .contains(ROCKSALT);
    }

    @Test
    void a_relaxation_is_told_its_pressure_in_kbar_and_its_thresholds() throws IOException {
        sodiumAndChlorine();
        String text = input(prepare("fine", 2.5, settings("press_conv_thr", 0.3, "nstep", 7, "max_seconds", "50m")));
        assertThat(text)
                .contains("calculation = 'vc-relax'", "press = 25.0d0", "press_conv_thr = 0.3d0", "nstep = 7")
                .contains("ion_dynamics = 'bfgs'", "cell_dynamics = 'bfgs'", "cell_factor = 2.0d0")
                .contains("max_seconds = 3000.0d0", "disk_io = 'low'");
    }

    @Test
    void the_density_cutoff_follows_the_kind_and_the_suggestion() throws IOException {
        upf("na.upf", "Na", "NC", "PBE", 0);
        upf("Cl.UPF", "Cl", "PAW", "PBE", 40);
        assertThat(input(prepare("static", 0, settings()))).contains("ecutrho = 240.0d0");
        upf("Cl.UPF", "Cl", "US", "PBE", 50);
        assertThat(input(prepare("static", 0, settings()))).contains("ecutrho = 300.0d0");
        assertThat(input(prepare("static", 0, settings("ecutrho", 200)))).contains("ecutrho = 200.0d0");
    }

    @Test
    void further_namelist_entries_become_fortran() throws IOException {
        sodiumAndChlorine();
        Map<String, Object> lists = Map.of(
                "SYSTEM", Map.of("nosym", true, "Hubbard_U", List.of(1, 2.5), "assume_isolated", "it's"),
                "electrons", Map.of("mixing_mode", "local-TF", "diago_thr_init", "1e-4"));
        assertThat(input(prepare("static", 0, settings("namelists", lists))))
                .contains("nosym = .true.", "hubbard_u(1) = 1", "hubbard_u(2) = 2.5d0", "assume_isolated = 'it''s'")
                .contains("mixing_mode = 'local-TF'", "diago_thr_init = 1d-4");
    }

    @Test
    void spin_is_by_element_in_the_order_of_the_types() throws IOException {
        sodiumAndChlorine();
        String text = input(prepare("static", 0, settings("nspin", 2, "starting_magnetization", Map.of("Cl", 0.5))));
        assertThat(text)
                .contains("nspin = 2", "starting_magnetization(1) = 0.0d0", "starting_magnetization(2) = 0.5d0");
    }

    @Test
    void copied_pseudopotentials_travel_with_the_job() throws IOException {
        sodiumAndChlorine();
        PreparedJob job = prepare("static", 0, settings("copyPseudopotentials", true));
        assertThat(job.files()).extracting(file -> file.name()).containsExactly("pw.in", "Na.UPF", "Cl.UPF");
        assertThat(input(job)).contains("pseudo_dir = './'", "Na 22.98976928 Na.UPF");
    }

    @Test
    void the_script_keeps_the_exit_status() throws IOException {
        sodiumAndChlorine();
        Settings site = Settings.of(Map.of("prelude", List.of("module load qe"), "command", "srun pw.x -in pw.in"));
        String script = new EspressoCode()
                .prepare(new CalculationRequest(List.of(ROCKSALT), "static", 0, Settings.of(settings()), site))
                .script();
        assertThat(script)
                .containsSubsequence(
                        "OMP_NUM_THREADS", "module load qe\n", "srun pw.x -in pw.in\n", "> pw.out &\n", "> pw.exit\n");
    }

    @Test
    void what_is_missing_is_named_with_what_there_is() throws IOException {
        upf("na.upf", "Na", "NC", "PBE", 0);
        Map<String, Object> settings = settings();
        settings.remove("ecutwfc");
        assertThat(problems(settings))
                .anySatisfy(problem ->
                        assertThat(problem).contains("pseudopotentials", "for Cl", folder.toString(), "those of Na"))
                .anySatisfy(problem -> assertThat(problem).contains("ecutwfc", "Ry", "found nothing"))
                .hasSize(2);
    }

    @Test
    void a_directory_that_is_absent_and_a_file_that_is_absent_are_named() {
        assertThat(problems(settings("pseudopotentials", "no/such/dir")))
                .singleElement()
                .asString()
                .contains("no directory", "no/such/dir");
        Map<String, Object> named =
                settings("pseudopotentials", Map.of("Na", "x.upf", "Cl", "y.upf"), "pseudoDir", folder.toString());
        assertThat(problems(named)).hasSize(2).anySatisfy(problem -> assertThat(problem)
                .contains("pseudopotentials.Na", folder.resolve("x.upf").toString(), "no UPF file"));
    }

    @Test
    void two_files_for_one_element_want_a_choice() throws IOException {
        sodiumAndChlorine();
        upf("na2.upf", "Na", "NC", "PBE", 0);
        assertThat(problems(settings())).singleElement().asString().contains("na.upf, na2.upf", "name one");
    }

    @Test
    void unreadable_and_wrong_files_are_named() throws IOException {
        sodiumAndChlorine();
        Files.writeString(folder.resolve("na.upf"), "<UPF version=\"2.0.1\"><PP_HEADER element=\"Na\"");
        assertThat(problems(settings())).singleElement().asString().contains("for Na", "na.upf", "does not end");
        Map<String, Object> wrong =
                settings("pseudopotentials", Map.of("Na", "Cl.UPF", "Cl", "Cl.UPF"), "pseudoDir", folder.toString());
        assertThat(problems(wrong)).singleElement().asString().contains("of Na, found one of Cl");
    }

    @Test
    void functionals_must_agree_unless_one_is_chosen() throws IOException {
        upf("na.upf", "Na", "NC", "PBE", 0);
        upf("Cl.UPF", "Cl", "NC", " SLA  PZ   NOGX NOGC", 0);
        assertThat(problems(settings()))
                .singleElement()
                .asString()
                .contains("na.upf with PBE", "Cl.UPF with PZ", "input_dft");
        assertThat(problems(settings("namelists", Map.of("system", Map.of("input_dft", "PBE")))))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "sytem, nosym, did you mean system?",
        "system, nat, follows from the structure",
        "system, ecutwfc, key of its own",
        "control, outdir, job's directory",
        "electrons, mixing_beat, has no entry",
        "electrons, diagonalisation, did you mean diagonalization?",
        "electrons, nosym, it belongs to system",
        "system, bad name, name of a pw.x variable"
    })
    void namelist_entries_that_cannot_be_are_refused(String list, String key, String message) throws IOException {
        sodiumAndChlorine();
        assertThat(problems(settings("namelists", Map.of(list, Map.of(key, 1)))))
                .singleElement()
                .asString()
                .contains("namelists." + list, message);
    }

    @ParameterizedTest
    @CsvSource({
        "ecutwcf, 30, did you mean ecutwfc?",
        "kspacing, dense, expected a number",
        "smearing, warm, expected one of",
        "ecutrho, 60, four times",
        "kgrid, 4, list of 3",
        "mixing_beta, 2, between"
    })
    void wrong_values_are_refused_with_what_was_expected(String key, String value, String message) throws IOException {
        sodiumAndChlorine();
        assertThat(problems(settings(key, value))).singleElement().asString().contains(key, message);
    }

    @Test
    void both_ways_of_giving_k_points_are_refused() throws IOException {
        sodiumAndChlorine();
        assertThat(problems(settings("kgrid", List.of(2, 2, 2), "kspacing", 0.3)))
                .singleElement()
                .asString()
                .contains("either kgrid or kspacing");
        assertThat(input(prepare("static", 0, settings("kgrid", List.of(2, 3, 4), "koffset", List.of(1, 0, 1)))))
                .contains("2 3 4 1 0 1");
    }

    @Test
    void an_unknown_input_set_names_the_known_ones() {
        assertThatThrownBy(() -> prepare("statik", 0, settings()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("static, coarse, fine, final-static")
                .hasMessageContaining("did you mean static?");
    }

    @Test
    void cutoffs_follow_from_the_pseudopotentials_times_a_factor() throws IOException {
        upf("na.upf", "Na", "NC", "PBE", 25);
        upf("Cl.UPF", "Cl", "NC", "PBE", 40);
        Map<String, Object> settings = settings();
        settings.remove("ecutwfc");
        assertThat(input(prepare("static", 0, settings))).contains("ecutwfc = 40.0d0", "ecutrho = 240.0d0");
        settings.put("cutoffFactor", 1.25);
        assertThat(input(prepare("static", 0, settings))).contains("ecutwfc = 50.0d0", "ecutrho = 300.0d0");
        settings.put("ecutwfc", 30);
        assertThat(problems(settings)).singleElement().asString().contains("cutoffFactor", "either");
        upf("na.upf", "Na", "NC", "PBE", 0);
        Map<String, Object> unknown = settings();
        unknown.remove("ecutwfc");
        assertThat(problems(unknown)).singleElement().asString().contains("ecutwfc", "not every pseudopotential");
    }

    @Test
    void antiferro_spins_alternate_within_an_element() throws IOException {
        sodiumAndChlorine();
        Structure four =
                Structure.of(Lattice.cubic(6), List.of(Element.Na, Element.Cl, Element.Na, Element.Cl), new double[] {
                    0, 0, 0, 0.5, 0, 0, 0.5, 0.5, 0, 0, 0.5, 0
                });
        Map<String, Object> settings = settings("spin", "antiferro", "moments", Map.of("Na", 0.4));
        String text = input(new EspressoCode()
                .prepare(new CalculationRequest(List.of(four), "static", 0, Settings.of(settings), Settings.empty())));
        assertThat(text)
                .contains("ntyp = 3", "nspin = 2", "starting_magnetization(1) = 0.4d0")
                .contains("starting_magnetization(2) = -0.4d0", "starting_magnetization(3) = 0.0d0")
                .contains("Na1 22.98976928 na.upf\nNa2 22.98976928 na.upf\nCl 35.45 Cl.UPF")
                .containsSubsequence("Na1 0.0 0.0 0.0", "Cl 0.5 0.0 0.0", "Na2 0.5 0.5 0.0", "Cl 0.0 0.5 0.0");
        assertThat(PwGivenInput.parse(text).structure()).contains(four);
        assertThat(input(prepare("static", 0, settings("spin", "none")))).doesNotContain("nspin");
        assertThat(problems(settings("spin", "none", "nspin", 2)))
                .singleElement()
                .asString()
                .contains("agree with nspin");
    }

    @Test
    void hubbard_parameters_are_written_as_the_version_wants_them() throws IOException {
        sodiumAndChlorine();
        Map<String, Object> hubbard = Map.of("Cl", Map.of("U", 2.5, "J0", 0.5, "manifold", "3p"));
        String old = input(prepare("static", 0, settings("hubbard", hubbard, "version", "6.7")));
        assertThat(old).contains("lda_plus_u = .true.", "hubbard_u(2) = 2.5d0", "hubbard_j0(2) = 0.5d0");
        assertThat(old).contains("u_projection_type = 'atomic'").doesNotContain("HUBBARD (");
        String card = input(prepare("static", 0, settings("hubbard", hubbard, "version", "7.2")));
        assertThat(card)
                .endsWith("HUBBARD (atomic)\nU Cl-3p 2.5\nJ0 Cl-3p 0.5\n")
                .doesNotContain("lda_plus_u");
        assertThat(input(prepare("static", 0, settings("hubbard", hubbard, "version", "7.10"))))
                .contains("HUBBARD (");
        assertThat(problems(settings("hubbard", hubbard)))
                .singleElement()
                .asString()
                .contains("version", "7.1");
        assertThat(problems(settings("hubbard", Map.of("Na", 3, "projectors", "odd"), "version", "7.2")))
                .hasSize(2)
                .anySatisfy(problem -> assertThat(problem).contains("hubbard.Na", "manifold"))
                .anySatisfy(problem -> assertThat(problem).contains("hubbard.projectors", "ortho-atomic"));
    }

    @Test
    void van_der_waals_functional_and_charge_are_keys_of_their_own() throws IOException {
        sodiumAndChlorine();
        assertThat(input(prepare("static", 0, settings("vdw", "d3bj", "charge", 1))))
                .contains("vdw_corr = 'dft-d3'", "dftd3_version = 4", "tot_charge = 1.0d0");
        assertThat(input(prepare("static", 0, settings("vdw", "df2")))).contains("input_dft = 'vdw-df2'");
        assertThat(input(prepare("static", 0, settings("functional", "pbesol"))))
                .contains("input_dft = 'pbesol'");
        assertThat(problems(settings("vdw", "df2", "functional", "pbe")))
                .singleElement()
                .asString()
                .contains("functional itself");
        assertThat(problems(settings("vdw", "d4"))).singleElement().asString().contains("expected one of", "d3bj");
    }

    @Test
    void meshes_can_be_shifted_off_the_centre_and_of_one_parity() {
        Lattice cubic = Lattice.cubic(2 * Math.PI);
        assertThat(points("kcentring", "shifted").of(cubic)).isEqualTo(new KPointMesh(4, 4, 4, 1, 1, 1));
        assertThat(points("kcentring", "shifted", "kparity", "odd").of(cubic))
                .isEqualTo(new KPointMesh(5, 5, 5, 0, 0, 0));
        assertThat(points("kparity", "even").of(Lattice.of(5.1, 0, 0, 0, 5.1, 0, 0, 0, 60)))
                .isEqualTo(new KPointMesh(6, 6, 1, 0, 0, 0));
        Lattice hexagonal = Lattice.of(4, 0, 0, -2, 2 * Math.sqrt(3), 0, 0, 0, 6);
        assertThat(KPoints.isHexagonal(hexagonal)).isTrue();
        assertThat(KPoints.isHexagonal(cubic)).isFalse();
        KPointMesh mesh = points("kcentring", "shifted").of(hexagonal);
        assertThat(mesh.s1() + mesh.s2() + mesh.s3()).isZero();
    }

    private static KPoints points(Object... pairs) {
        Map<String, Object> settings = new LinkedHashMap<>(Map.of("kspacing", 0.25));
        for (int i = 0; i < pairs.length; i += 2) {
            settings.put(pairs[i].toString(), pairs[i + 1]);
        }
        return KPoints.read(Settings.of(settings));
    }

    @Test
    void k_points_are_shared_out_among_the_tasks() throws IOException {
        sodiumAndChlorine();
        Settings site = Settings.of(Map.of("command", "srun pw.x -in pw.in"));
        CalculationRequest request = new CalculationRequest(
                        List.of(ROCKSALT), "static", 0, Settings.of(settings("kgrid", List.of(6, 6, 6))), site)
                .with(new Resources(1, 16, Duration.ofHours(2), 0));
        // 216 k-points are at least 5 under 48 operations; 4 is the largest divisor of 16 below
        assertThat(new EspressoCode().prepare(request).script()).contains("srun pw.x -in pw.in -nk 4\n");
        assertThat(input(new EspressoCode().prepare(request))).contains("max_seconds = 6300.0d0");
        Settings own = Settings.of(Map.of("command", "srun pw.x -nk $PW_POOLS -in pw.in | tee log"));
        CalculationRequest piped =
                new CalculationRequest(List.of(ROCKSALT), "static", 0, Settings.of(settings("pools", 2)), own);
        assertThat(new EspressoCode().prepare(piped).script()).contains("PW_POOLS=2;", "-nk $PW_POOLS -in pw.in | tee");
    }

    @Test
    void remedies_are_the_uppermost_layer_of_an_input() throws IOException {
        sodiumAndChlorine();
        CalculationRequest first = new CalculationRequest(
                List.of(ROCKSALT), "static", 0, Settings.of(settings("mixing_beta", 0.5)), Settings.empty());
        CalculationFailure failure = PwRemedies.TABLE.row("scf").failure("convergence NOT achieved");
        Remedy remedy = new EspressoCode().remedy(first, failure);
        assertThat(remedy.changes())
                .containsExactly(new InputChange("mixing_beta", Optional.of("0.5"), Optional.of("0.4")));
        CalculationRequest second = first.after(new Attempt(List.of(remedy), Optional.of("../before")));
        assertThat(input(new EspressoCode().prepare(second))).contains("mixing_beta = 0.4\n");
        Remedy clean =
                new EspressoCode().remedy(second, PwRemedies.TABLE.row("clean").failure(""));
        CalculationRequest third = first.after(new Attempt(List.of(remedy, clean), Optional.of("../be fore")));
        assertThat(input(new EspressoCode().prepare(third))).contains("restart_mode = 'restart'", "mixing_beta = 0.4");
        assertThat(new EspressoCode().prepare(third).script()).contains("mv '../be fore/out' out");
    }

    private void library(String name, String sodiumMd5) throws IOException {
        Files.writeString(
                folder.resolve(name),
                "{\"Na\": {\"filename\": \"na.upf\", \"md5\": \"" + sodiumMd5 + "\", \"cutoff_wfc\": 40.0,"
                        + " \"cutoff_rho\": 320.0, \"pseudopotential\": \"x\"},"
                        + " \"Cl\": {\"filename\": \"Cl.UPF\", \"cutoff\": 35.0, \"dual\": 8.0}}");
    }

    private static String md5(Path file) throws IOException {
        try {
            return java.util.HexFormat.of()
                    .formatHex(java.security.MessageDigest.getInstance("MD5").digest(Files.readAllBytes(file)));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_library_names_files_cutoffs_and_checksums() throws IOException {
        sodiumAndChlorine();
        upf("another-na.upf", "Na", "NC", "PBE", 90);
        library("SSSP.json", md5(folder.resolve("na.upf")));
        Map<String, Object> settings = settings();
        settings.remove("ecutwfc");
        assertThat(input(prepare("static", 0, settings)))
                .contains("ecutwfc = 40.0d0", "ecutrho = 320.0d0", "Na 22.98976928 na.upf");
        library("SSSP.json", "0123456789abcdef0123456789abcdef");
        assertThat(problems(settings))
                .anySatisfy(problem -> assertThat(problem).contains("na.upf", "0123456789abcdef", "cut or changed"));
    }

    @Test
    void of_several_libraries_one_is_named() throws IOException {
        sodiumAndChlorine();
        library("a.json", "");
        library("b.json", "");
        assertThat(problems(settings()))
                .anySatisfy(problem -> assertThat(problem).contains("a.json, b.json", "name one"));
        assertThat(problems(
                        settings("pseudopotentials", folder.resolve("b.json").toString())))
                .isEmpty();
        Path other = Files.writeString(folder.resolve("c.json"), "[]");
        assertThat(problems(settings("pseudopotentials", other.toString())))
                .anySatisfy(problem -> assertThat(problem).contains("library", "c.json"));
    }

    @Test
    void an_entry_of_a_namelist_may_stand_beside_the_other_keys() throws IOException {
        sodiumAndChlorine();
        assertThat(input(prepare("coarse", 0, settings("cell_dofree", "x", "nosym", true, "Hubbard_alpha(1)", 0.1))))
                .contains("cell_dofree = 'x'", "nosym = .true.", "hubbard_alpha(1) = 0.1d0");
        assertThat(String.join("\n", problems(settings("prefix", "mine")))).contains("prefix: is set by the adapter");
        assertThat(String.join("\n", problems(settings("nosim", true)))).contains("unknown key \"nosim\"");
    }
}
