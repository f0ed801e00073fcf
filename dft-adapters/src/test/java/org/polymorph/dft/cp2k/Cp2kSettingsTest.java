package org.polymorph.dft.cp2k;

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

class Cp2kSettingsTest {
    private static final Structure ROCKSALT = Structure.of(
            Lattice.of(0, 2.8, 2.8, 2.8, 0, 2.8, 2.8, 2.8, 0),
            List.of(Element.Cl, Element.Na),
            new double[] {0, 0, 0, 0.5, 0.5, 1e-7});

    /** Entries in the form of CP2K's files; their numbers are of no use. */
    private static final String BASES = """
            # a comment with Na in it
            Na DZVP-MOLOPT-SR-GTH DZVP-MOLOPT-SR-GTH-q9
             2
             2 0 1 2 1 1
                  1.25 0.22 0.06
                  0.50 0.02 0.21
             3 2 2 1 1
                  0.5 1.0
            #
            Na SZV-GTH-q1
             1
             3 0 0 1 1
                  0.5 1.0
             Cl DZVP-MOLOPT-SR-GTH DZVP-MOLOPT-SR-GTH-q7
             1
             3 0 2 1 2 2 1
                  0.5 1.0 1.0 1.0 1.0 1.0
            """;

    private static final String POTENTIALS = """
            Na GTH-PBE-q1
                1
                 0.88 1 -1.23
            Na GTH-PBE-q9 GTH-PBE
                3    6
                 0.23 2 0.29 -0.91
            #
            CL GTH-PBE-q7 GTH-PBE
                2    5
                 0.41 1 -6.39
            Cl GTH-BLYP-q7 GTH-BLYP
                2    5
                 0.41 1 -6.39
            """;

    private final Path data;

    Cp2kSettingsTest(@TempDir Path folder) {
        this.data = folder;
    }

    @BeforeEach
    void files() throws IOException {
        Files.writeString(data.resolve("BASIS_MOLOPT"), BASES);
        Files.writeString(data.resolve("GTH_POTENTIALS"), POTENTIALS);
    }

    private Map<String, Object> settings(Object... pairs) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("dataDir", data.toString());
        for (int i = 0; i < pairs.length; i += 2) {
            settings.put(pairs[i].toString(), pairs[i + 1]);
        }
        return settings;
    }

    private static CalculationRequest request(String inputSet, double pressure, Map<String, Object> settings) {
        return new CalculationRequest(List.of(ROCKSALT), inputSet, pressure, Settings.of(settings), Settings.empty());
    }

    private static String input(CalculationRequest request) {
        PreparedJob job = new Cp2kCode().prepare(request);
        return new String(job.files().get(0).content(), StandardCharsets.UTF_8);
    }

    private String input(Object... pairs) {
        return input(request("static", 0, settings(pairs)));
    }

    private List<String> problems(Object... pairs) {
        Settings read = Settings.of(settings(pairs));
        new Cp2kCode().validate(new CalculationRequest(List.of(ROCKSALT), "static", 0, read, Settings.empty()));
        return read.problems();
    }

    @Test
    void is_found_by_its_name() {
        assertThat(Providers.of(DftCode.class).get("cp2k")).isInstanceOf(Cp2kCode.class);
    }

    @Test
    void a_static_input_is_written_out_in_full() {
        assertThat(input("kgrid", List.of(3, 3, 3))).isEqualTo("""
                &GLOBAL
                  PROJECT_NAME cp2k
                  RUN_TYPE ENERGY_FORCE
                  PRINT_LEVEL LOW
                  WALLTIME 3060.0
                &END GLOBAL
                &FORCE_EVAL
                  METHOD QUICKSTEP
                  STRESS_TENSOR ANALYTICAL
                  &DFT
                    BASIS_SET_FILE_NAME cp2k-basis.txt
                    POTENTIAL_FILE_NAME cp2k-potentials.txt
                    &QS
                      EPS_DEFAULT 1.0E-12
                    &END QS
                    &SCF
                      EPS_SCF 1.0E-7
                      SCF_GUESS ATOMIC
                      MAX_SCF 100
                      ADDED_MOS 8
                      &SMEAR ON
                        METHOD FERMI_DIRAC
                        ELECTRONIC_TEMPERATURE [K] 500.0
                      &END SMEAR
                      &MIXING
                        METHOD BROYDEN_MIXING
                        ALPHA 0.4
                        NBUFFER 8
                      &END MIXING
                      &PRINT
                        &RESTART_HISTORY OFF
                        &END RESTART_HISTORY
                        &RESTART ON
                          FILENAME =wfn/cp2k-RESTART
                          BACKUP_COPIES 0
                          &EACH
                            QS_SCF 5
                          &END EACH
                        &END RESTART
                      &END PRINT
                    &END SCF
                    &XC
                      &XC_FUNCTIONAL
                        &PBE T
                        &END PBE
                      &END XC_FUNCTIONAL
                    &END XC
                    &MGRID
                      CUTOFF 400.0
                      REL_CUTOFF 60.0
                    &END MGRID
                    &KPOINTS
                      SCHEME MONKHORST-PACK 3 3 3
                      SYMMETRY .FALSE.
                      WAVEFUNCTIONS COMPLEX
                    &END KPOINTS
                  &END DFT
                  &PRINT
                    &FORCES ON
                    &END FORCES
                    &STRESS_TENSOR ON
                    &END STRESS_TENSOR
                  &END PRINT
                  &SUBSYS
                    &CELL
                      A 0.0 2.8 2.8
                      B 2.8 0.0 2.8
                      C 2.8 2.8 0.0
                      PERIODIC XYZ
                    &END CELL
                    &COORD
                      SCALED .TRUE.
                      Cl 0.0 0.0 0.0
                      Na 0.5 0.5 0.00000010
                    &END COORD
                    &KIND Cl
                      ELEMENT Cl
                      BASIS_SET DZVP-MOLOPT-SR-GTH
                      POTENTIAL GTH-PBE-q7
                    &END KIND
                    &KIND Na
                      ELEMENT Na
                      BASIS_SET DZVP-MOLOPT-SR-GTH
                      POTENTIAL GTH-PBE-q9
                    &END KIND
                  &END SUBSYS
                &END FORCE_EVAL
                """);
    }

    @Test
    void the_input_gives_back_the_same_structure() {
        assertThat(Cp2kGivenInput.parse(input()).structure()).contains(ROCKSALT);
        assertThat(Cp2kGivenInput.parse(input("spin", "antiferro")).structure()).contains(ROCKSALT);
    }

    @Test
    void a_job_carries_the_basis_sets_and_potentials_of_its_elements() {
        PreparedJob job = new Cp2kCode().prepare(request("static", 0, settings()));
        assertThat(job.files())
                .extracting(file -> file.name())
                .containsExactly("cp2k.inp", "cp2k-basis.txt", "cp2k-potentials.txt");
        assertThat(new String(job.files().get(1).content(), StandardCharsets.UTF_8))
                .contains("Na DZVP-MOLOPT-SR-GTH\n 2\n", "Cl DZVP-MOLOPT-SR-GTH\n")
                .doesNotContain("SZV-GTH-q1", "#");
        assertThat(new String(job.files().get(2).content(), StandardCharsets.UTF_8))
                .contains("Na GTH-PBE-q9\n    3    6\n", "Cl GTH-PBE-q7\n")
                .doesNotContain("BLYP", "Na GTH-PBE-q1\n");
    }

    @Test
    void basis_and_potential_may_be_named_for_each_element() {
        String text = input("basis", Map.of("Na", "SZV-GTH-q1"), "potential", Map.of("Na", "GTH-PBE-q1"));
        assertThat(text).contains("POTENTIAL GTH-PBE-q1", "BASIS_SET SZV-GTH-q1", "POTENTIAL GTH-PBE-q7");
        // of the charges of a family the one that the basis set is made for
        assertThat(input("basis", Map.of("Na", "SZV-GTH"))).contains("POTENTIAL GTH-PBE-q1");
        assertThat(problems("basis", Map.of("Na", "SZV-GTH-q1"), "potential", Map.of("Na", "GTH-PBE-q9")))
                .singleElement()
                .asString()
                .contains("SZV-GTH-q1 of Na is made for 1 valence electrons", "GTH-PBE-q9 has 9");
    }

    @Test
    void the_potential_must_be_made_for_the_functional() {
        assertThat(problems("potential", Map.of("Cl", "GTH-BLYP-q7")))
                .singleElement()
                .asString()
                .contains("GTH-BLYP-q7 of Cl", "not made for the functional pbe", "GTH-PBE");
        assertThat(problems("functional", "blyp"))
                .singleElement()
                .asString()
                .contains("no potential of Na is named GTH-BLYP", "there are GTH-PBE-q1, GTH-PBE-q9, GTH-PBE");
        assertThat(problems("functional", "custom", "potential", "GTH-PBE")).isEmpty();
        assertThat(problems("functional", "custom")).hasSize(2);
    }

    @Test
    void what_is_not_there_is_named_with_the_nearest() {
        assertThat(problems("basis", "DZVP-MOLOPT-SR-GTX")).hasSize(2).anySatisfy(problem -> assertThat(problem)
                .contains("no basis set of Cl is named DZVP-MOLOPT-SR-GTX", "did you mean DZVP-MOLOPT-SR-GTH?"));
        assertThat(problems("basisFile", "BASIS_NONE"))
                .singleElement()
                .asString()
                .contains("basisFile", "BASIS_NONE", data.toString());
        assertThat(problems("dataDir", data.resolve("none").toString()))
                .anySatisfy(problem -> assertThat(problem).contains("dataDir", "BASIS_MOLOPT", "cp2k-data"));
    }

    @Test
    void any_keyword_may_be_set_by_its_path_or_in_sections() {
        Map<String, Object> given = Map.of(
                "FORCE_EVAL/DFT/SCF/MAX_SCF",
                77,
                "force_eval",
                Map.of("dft", Map.of("qs/eps_default", "1e-14", "SCF/mixing", Map.of("nbroyden", 4))),
                "FORCE_EVAL/DFT/SCF/DIAGONALIZATION",
                "ON",
                "MOTION/CELL_OPT/KEEP_ANGLES",
                true);
        assertThat(input("input", given))
                .contains("MAX_SCF 77", "EPS_DEFAULT 1e-14", "&DIAGONALIZATION ON", "KEEP_ANGLES .TRUE.")
                // CP2K's other name of the keyword that the adapter sets too
                .contains("NBUFFER 4\n")
                .doesNotContain("NBROYDEN", "MAX_SCF 100", "1.0E-12");
    }

    @Test
    void a_kind_of_atoms_may_have_sections_of_its_own() {
        Map<String, Object> correction = new LinkedHashMap<>();
        correction.put("L", 2);
        correction.put("U_MINUS_J", "[eV] 4.0");
        Map<String, Object> plus = Map.of("Na", Map.of("DFT_PLUS_U", correction));
        assertThat(input("kinds", plus))
                .containsSubsequence(
                        "&KIND Na", "POTENTIAL GTH-PBE-q9", "&DFT_PLUS_U", "L 2", "U_MINUS_J [eV] 4.0", "&END KIND");
        assertThat(problems("kinds", Map.of("K", Map.of("MASS", 1))))
                .singleElement()
                .asString()
                .contains("unknown key \"K\"");
        assertThat(problems("kinds", Map.of("Na", Map.of("POTENTIAL", "GTH-PBE-q1", "MASSS", 1))))
                .hasSize(2)
                .anySatisfy(problem -> assertThat(problem).contains("kinds.Na.POTENTIAL", "use potential"))
                .anySatisfy(problem -> assertThat(problem).contains("kinds.Na.MASSS", "did you mean MASS?"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "FORCE_EVAL/DFT/SCF/MAXSCF | 5 | section FORCE_EVAL/DFT/SCF has no section or keyword \"MAXSCF\" (did you mean MAX_SCF?)",
                "FORCE_EVAL/DTF/SCF/MAX_SCF | 5 | section FORCE_EVAL has no section or keyword \"DTF\" (did you mean DFT?)",
                "FORCEEVAL | 5 | CP2K's input has no section or keyword \"FORCEEVAL\" (did you mean FORCE_EVAL?)",
                "GLOBAL/RUN_TYPE | MD | is set by the adapter: it follows from the input set",
                "GLOBAL/PROJECT | x | is set by the adapter: the output parser relies on it",
                "FORCE_EVAL/DFT/MGRID/CUTOFF | 100 | use cutoff",
                "FORCE_EVAL/SUBSYS/CELL/A | 1 | it follows from the structure",
                "FORCE_EVAL/DFT/XC/XC_FUNCTIONAL/PBE | T | use functional",
                "FORCE_EVAL/DFT/SCF/MAX_SCF | '' | expected a value",
                "FORCE_EVAL/DFT/SCF/MAX_SCF | '5 ! 6' | expected plain words"
            })
    void keywords_that_cannot_be_are_refused(String path, String value, String message) {
        assertThat(problems("input", Map.of(path, value)))
                .singleElement()
                .asString()
                .contains("input." + path, message);
    }

    @Test
    void a_value_cannot_begin_another_line() {
        for (String value : List.of("5\n&END SCF", "@INCLUDE x", "${HOME}")) {
            assertThat(problems("input", Map.of("FORCE_EVAL/DFT/SCF/MAX_SCF", value)))
                    .singleElement()
                    .asString()
                    .contains("expected plain words");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "cutof, 30, did you mean cutoff?",
        "kspacing, dense, expected a number",
        "smearing, warm, expected one of fermi-dirac",
        "functional, pbee, did you mean pbe?",
        "charge, 16, less than the 16 valence electrons",
        "charge, 0.5, whole number",
        "addedMos, -2, between",
        "moments, 3, section of keys",
        "multiplicity, 3, ferro or antiferro"
    })
    void wrong_values_are_refused_with_what_was_expected(String key, String value, String message) {
        assertThat(problems(key, value)).isNotEmpty().anySatisfy(problem -> assertThat(problem)
                .contains(message));
    }

    @Test
    void k_points_are_gamma_centred_unless_all_angles_are_right() {
        Cp2kKPoints points = Cp2kKPoints.read(Settings.of(Map.of("kspacing", 0.6)));
        assertThat(points.of(ROCKSALT.lattice()).card()).isEqualTo("4 4 4 0 0 0");
        assertThat(points.of(Lattice.cubic(5.5)).card()).isEqualTo("2 2 2 1 1 1");
        assertThat(points.of(Lattice.cubic(11)).card()).isEqualTo("1 1 1 0 0 0");
        assertThat(input("kgrid", List.of(2, 2, 2), "koffset", List.of(1, 1, 1)))
                .contains("MONKHORST-PACK 2 2 2");
        assertThat(input("kgrid", List.of(1, 1, 1))).doesNotContain("KPOINTS");
    }

    // 4×4×4 about Γ: 64 points, 8 of them their own opposites
    @Test
    void of_each_pair_of_opposite_k_points_one_is_listed_with_the_weight_of_both() {
        List<double[]> rows = input("kgrid", List.of(4, 4, 4))
                .lines()
                .filter(line -> line.contains("KPOINT "))
                .map(line -> org.polymorph.dft.output.FortranNumbers.only(line.replace("KPOINT", ""), 4))
                .toList();
        assertThat(rows).hasSize(36);
        assertThat(rows.stream().mapToDouble(row -> row[3]).sum()).isEqualTo(64);
        assertThat(rows).filteredOn(row -> row[3] == 1).hasSize(8);
    }

    @Test
    void orbital_transformation_is_for_gamma_and_gaps() {
        assertThat(input("solver", "ot"))
                .contains("&OT ON", "PRECONDITIONER FULL_SINGLE_INVERSE", "&OUTER_SCF ON")
                .doesNotContain("SMEAR", "KPOINTS", "MIXING", "ADDED_MOS");
        assertThat(problems("solver", "ot", "kspacing", 0.3, "smearing", "fermi-dirac"))
                .hasSize(2);
    }

    @Test
    void spins_begin_with_moments_and_the_multiplicity_fits_the_electrons() {
        assertThat(input("spin", "ferro", "moments", Map.of("Na", 1.0, "Cl", 0)))
                .contains("UKS .TRUE.", "MULTIPLICITY 3", "MAGNETIZATION 1.0", "ADDED_MOS 8 8");
        assertThat(input("spin", "ferro", "multiplicity", 1)).contains("MULTIPLICITY 1");
        assertThat(input("spin", "antiferro")).contains("&KIND Cl1", "&KIND Na1", "ELEMENT Na", "Na1 0.5 0.5");
        assertThat(problems("smearing", "none", "charge", 1))
                .singleElement()
                .asString()
                .contains("odd number of electrons, 15");
    }

    @Test
    void charge_dispersion_and_pressure_are_told() {
        String text = input(request("coarse", 2.5, settings("charge", -1, "vdw", "d3bj", "walltime", "50m")));
        assertThat(text)
                .contains("CHARGE -1", "TYPE DFTD3(BJ)", "REFERENCE_FUNCTIONAL PBE", "EXTERNAL_PRESSURE 25000.0")
                .contains("RUN_TYPE CELL_OPT", "PRESSURE_TOLERANCE 2000.0", "WALLTIME 3000.0")
                .doesNotContain("wfn/");
        assertThat(problems("functional", "custom", "potential", "GTH-PBE", "vdw", "d3"))
                .singleElement()
                .asString()
                .contains("no parameters");
    }

    @Test
    void an_unknown_input_set_is_refused_with_the_nearest() {
        assertThatThrownBy(() -> new Cp2kCode().prepare(request("statik", 0, settings())))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("did you mean static?");
    }

    @Test
    void a_repaired_attempt_has_the_changes_and_goes_on_from_the_states() {
        String key = "FORCE_EVAL/DFT/SCF/MIXING/ALPHA";
        Remedy less = new Remedy(
                "scf",
                0,
                Remedy.Action.RETRY,
                "less",
                List.of(new InputChange(key, Optional.of("0.4"), Optional.of("0.2"))),
                Remedy.Start.GIVEN,
                false,
                List.of());
        Remedy on =
                new Remedy("unfinished", 0, Remedy.Action.RETRY, "on", List.of(), Remedy.Start.GIVEN, true, List.of());
        CalculationRequest again = new CalculationRequest(
                List.of(ROCKSALT),
                "static",
                0,
                Settings.of(settings()),
                Settings.of(Map.of("prelude", List.of("module load cp2k"), "command", "srun cp2k.psmp -i cp2k.inp")),
                new Resources(1, 4, Duration.ofHours(2), 0),
                new Attempt(List.of(less, on), Optional.of("../it's")));
        assertThat(input(again))
                .contains(
                        "ALPHA 0.2\n",
                        "SCF_GUESS RESTART",
                        "WFN_RESTART_FILE_NAME wfn/cp2k-RESTART",
                        "WALLTIME 6300.0");
        assertThat(new Cp2kCode().prepare(again).script())
                .containsSubsequence(
                        "OMP_NUM_THREADS",
                        "module load cp2k\n",
                        "mv '../it'\\''s/wfn' wfn",
                        "srun cp2k.psmp -i cp2k.inp\n",
                        "> cp2k.out &\n",
                        "> cp2k.exit\n");
    }
}
