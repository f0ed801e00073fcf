package org.polymorph.dft.abinit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.polymorph.model.calculation.Attempt;
import org.polymorph.model.calculation.CalculationFailure;
import org.polymorph.model.calculation.CalculationRequest;
import org.polymorph.model.calculation.CalculationResult;
import org.polymorph.model.calculation.FailureKind;
import org.polymorph.model.calculation.Remedy;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.units.Units;

/** Checks against the real ABINIT, serial; skipped with a message where it is not installed. */
class LiveAbinitTest {
    private final Path folder;
    private final LiveAbinit abinit;

    LiveAbinitTest(@TempDir Path folder) {
        this.folder = folder;
        this.abinit = new LiveAbinit(folder);
    }

    @BeforeEach
    void abinit_is_installed() {
        LiveAbinit.assumeInstalled();
    }

    private static Structure distorted() {
        return LiveAbinit.diamond(5.43).withFractional(new double[] {0, 0, 0, 0.26, 0.245, 0.252});
    }

    @Test
    void a_label_has_energy_forces_stress_and_what_made_them() {
        CalculationResult result = LiveAbinit.result(abinit.run(distorted(), "static", LiveAbinit.silicon()));
        assertThat(result.converged()).isTrue();
        assertThat(result.structure().fractional()).containsExactly(distorted().fractional());
        assertThat(result.evaluation().energy() / 2).isBetween(-120.0, -118.0);
        double[] forces = result.evaluation().forces();
        assertThat(forces[0] + forces[3]).isCloseTo(0, within(1e-6));
        assertThat(result.details())
                .containsKeys("version", "wallSeconds", "memoryPerProcess", "smearingEnergy", "fermiEnergy")
                .containsEntry("pseudopotential.Si", "md5 3916b143991b1cfa1542b130be320e5e")
                .containsEntry("code", "ABINIT");
        assertThat(abinit.last().resolve("out")).as("files that nobody needs").doesNotExist();
    }

    @Test
    void a_left_handed_cell_gives_the_numbers_of_the_right_handed_one() {
        Structure right = distorted();
        Lattice lattice = right.lattice();
        double[] rows = lattice.toArray();
        double[] swapped = {rows[3], rows[4], rows[5], rows[0], rows[1], rows[2], rows[6], rows[7], rows[8]};
        Structure left = Structure.ofCartesian(Lattice.of(swapped), right.species(), right.cartesian());
        assertThat(left.lattice().isLeftHanded()).isNotEqualTo(lattice.isLeftHanded());
        CalculationResult one = LiveAbinit.result(abinit.run(right, "static", LiveAbinit.silicon()));
        CalculationResult other = LiveAbinit.result(abinit.run(left, "static", LiveAbinit.silicon()));
        assertThat(other.evaluation().energy()).isCloseTo(one.evaluation().energy(), within(1e-6));
        assertThat(other.evaluation().forces()).containsExactly(one.evaluation().forces(), within(1e-4));
        assertThat(other.evaluation().stress().toVoigt())
                .containsExactly(one.evaluation().stress().toVoigt(), within(1e-5));
        assertThat(other.structure().lattice().isLeftHanded())
                .isEqualTo(left.lattice().isLeftHanded());
    }

    @Test
    void a_relaxation_under_pressure_ends_where_the_stress_balances_it() {
        CalculationRequest request =
                LiveAbinit.request(LiveAbinit.diamond(5.35), "coarse", 5, LiveAbinit.silicon("tolmxf", 2e-4), Map.of());
        CalculationResult result = LiveAbinit.result(abinit.run(request));
        assertThat(result.converged()).isTrue();
        assertThat(result.ionicSteps()).isGreaterThan(1);
        assertThat(result.evaluation().stress().pressure() / Units.GPA).isCloseTo(5, within(0.2));
        assertThat(String.valueOf(result.details().get("ionicEnergies")).split(" ", -1))
                .hasSize(result.ionicSteps());
    }

    @Test
    void magnetic_moments_are_told() {
        Structure hydrogen = Structure.of(Lattice.cubic(4), List.of(Element.H), new double[3]);
        Map<String, Object> settings = LiveAbinit.silicon(
                "spin", "ferro", "kgrid", List.of(1, 1, 1), "pseudopotentials", Map.of("H", "1h.pspnc"));
        CalculationResult result = LiveAbinit.result(abinit.run(hydrogen, "static", settings));
        assertThat(Double.parseDouble(String.valueOf(result.details().get("totalMagnetization"))))
                .isCloseTo(1, within(0.05));
        assertThat(String.valueOf(result.details().get("magneticMoments")).split(" ", -1))
                .hasSize(1);
    }

    @Test
    void a_cycle_that_does_not_converge_is_no_label_and_is_repaired() {
        CalculationRequest request =
                LiveAbinit.request(distorted(), "static", 0, LiveAbinit.silicon("nstep", 4), Map.of());
        CalculationResult result = repaired(request, "scf", FailureKind.SCF_NOT_CONVERGED, 3);
        assertThat(result.converged()).isTrue();
    }

    @Test
    void bands_that_do_not_hold_the_electrons_are_made_more() {
        CalculationRequest request =
                LiveAbinit.request(distorted(), "static", 0, LiveAbinit.silicon("nband", 3), Map.of());
        repaired(request, "bands", FailureKind.CHARGE, 2);
    }

    @Test
    void atoms_on_top_of_each_other_are_rejected() {
        Structure touching = LiveAbinit.diamond(5.43).withFractional(new double[] {0, 0, 0, 0.01, 0.01, 0.01});
        CalculationRequest request = LiveAbinit.request(touching, "static", 0, LiveAbinit.silicon(), Map.of());
        CalculationFailure failure = LiveAbinit.failure(abinit.run(request));
        assertThat(failure.kind()).isEqualTo(FailureKind.BAD_STRUCTURE);
        assertThat(new AbinitCode().remedy(request, failure).action()).isEqualTo(Remedy.Action.REJECT);
    }

    @ParameterizedTest
    @CsvSource({"Pseudodojo_paw_pbe_standard/Si.xml", "Pseudodojo_nc_sr_04_pbe_standard_psp8/Si.psp8"})
    void paw_data_and_psp8_files_are_read(String file) {
        Assumptions.assumeTrue(Files.isRegularFile(LiveAbinit.PSEUDO.resolve(file)), file + " is missing");
        CalculationResult result = LiveAbinit.result(abinit.run(
                LiveAbinit.diamond(5.43),
                "static",
                LiveAbinit.silicon("ecut", 12, "pseudopotentials", Map.of("Si", file))));
        assertThat(result.evaluation().stress().pressure() / Units.GPA).isBetween(0.0, 20.0);
    }

    @Test
    void heads_of_every_format_tell_element_and_valence() throws IOException {
        String[] files = {"14_Si_oncv.psml", "Si.psp8", "14si.fhi", "14si.4.hgh", "14-Si.nlcc.UPF", "Si_paw_pw_12el.xml"
        };
        for (String file : files) {
            PseudoFile pseudo = PseudoFileReader.read(LiveAbinit.PSEUDO.resolve(file));
            assertThat(pseudo.element()).as(file).isEqualTo(Element.Si);
            assertThat(pseudo.valence()).as(file).isEqualTo(file.contains("12el") ? 12 : 4);
            assertThat(pseudo.paw()).as(file).isEqualTo(file.endsWith(".xml"));
        }
    }

    @Test
    void a_relaxation_goes_on_where_its_steps_are_used_up() {
        CalculationRequest request =
                LiveAbinit.request(distorted(), "coarse", 0, LiveAbinit.silicon("ntime", 4, "tolmxf", 2e-3), Map.of());
        repaired(request, "steps", FailureKind.IONS_NOT_CONVERGED, 3);
    }

    @Test
    void a_cell_that_outgrows_dilatmx_goes_on_with_a_larger_one() {
        CalculationRequest request = LiveAbinit.request(
                LiveAbinit.diamond(4.9), "coarse", 0, LiveAbinit.silicon("dilatmx", 1.005), Map.of());
        repaired(request, "dilatmx", FailureKind.IONS_NOT_CONVERGED, 4);
    }

    // runs a request and its repairs, all of one row, to the result
    private CalculationResult repaired(CalculationRequest request, String row, FailureKind kind, int most) {
        CalculationRequest next = request;
        for (int attempt = 0; attempt <= most; attempt++) {
            var outcome = abinit.run(next);
            if (outcome instanceof CalculationResult result) {
                assertThat(attempt).as("attempts before the result").isPositive();
                return result;
            }
            CalculationFailure failure = LiveAbinit.failure(outcome);
            assertThat(failure.error()).as(failure.toString()).isEqualTo(row);
            assertThat(failure.kind()).isEqualTo(kind);
            Remedy remedy = new AbinitCode().remedy(next, failure);
            assertThat(remedy.action()).as(remedy.toString()).isEqualTo(Remedy.Action.RETRY);
            next = after(next, failure, remedy);
        }
        throw new AssertionError("not repaired by " + most + " attempts");
    }

    private CalculationRequest after(CalculationRequest request, CalculationFailure failure, Remedy remedy) {
        List<Remedy> remedies = new java.util.ArrayList<>(request.attempt().remedies());
        remedies.add(remedy);
        Structure start = remedy.start() == Remedy.Start.LAST
                ? failure.geometry().orElse(request.structures().get(0))
                : request.structures().get(0);
        return LiveAbinit.request(
                        start,
                        request.inputSet(),
                        request.pressure(),
                        request.settings().tree(),
                        request.site().tree())
                .after(new Attempt(remedies, Optional.of("../" + abinit.last().getFileName())));
    }

    @Test
    void a_label_that_was_asked_to_end_goes_on_from_its_wave_functions() throws IOException {
        // no cycle gets as far as this threshold
        CalculationRequest request = LiveAbinit.request(
                distorted(), "static", 0, LiveAbinit.silicon("tolvrs", 1e-40, "nstep", 100_000), Map.of());
        CalculationFailure failure = ended(request);
        assertThat(failure.error()).as(failure.toString()).isEqualTo("clean");
        assertThat(failure.kind()).isEqualTo(FailureKind.OUT_OF_WALLTIME);
        Remedy remedy = new AbinitCode().remedy(request, failure);
        assertThat(remedy.restart()).isTrue();
        CalculationRequest easier = LiveAbinit.request(distorted(), "static", 0, LiveAbinit.silicon(), Map.of());
        CalculationResult result = LiveAbinit.result(abinit.run(after(easier, failure, remedy)));
        assertThat(abinit.last().resolve("abinit.abi")).content().contains("irdwfk 1");
        assertThat(result.converged()).isTrue();
    }

    @Test
    void a_relaxation_that_was_asked_to_end_goes_on_from_its_last_geometry() throws IOException {
        CalculationRequest request = LiveAbinit.request(
                distorted(), "coarse", 0, LiveAbinit.silicon("tolmxf", 1e-30, "ntime", 10_000), Map.of());
        CalculationFailure failure = ended(request);
        assertThat(failure.error()).as(failure.toString()).isEqualTo("stopped");
        assertThat(failure.geometry()).isPresent();
        assertThat(new AbinitCode().remedy(request, failure).start()).isEqualTo(Remedy.Start.LAST);
    }

    // asks a job's script to end once ABINIT has computed something
    private CalculationFailure ended(CalculationRequest request) throws IOException {
        Path directory = abinit.write(new AbinitCode().prepare(request));
        Process process = LiveAbinit.start(directory);
        try {
            // the second cycle, or a geometry after the second
            Pattern sign = Pattern.compile(request.inputSet().equals("static") ? " ETOT  2" : "--- Iteration: \\( *3/");
            Awaitility.await()
                    .atMost(java.time.Duration.ofMinutes(3))
                    .until(() -> !process.isAlive() || shows(directory.resolve("abinit.abo"), sign));
            assertThat(process.isAlive()).as("computing").isTrue();
            process.destroy();
        } finally {
            LiveAbinit.finish(process);
        }
        return LiveAbinit.failure(new AbinitCode().parse(directory).get(0));
    }

    private static boolean shows(Path output, Pattern sign) throws IOException {
        return Files.exists(output) && sign.matcher(Files.readString(output)).find();
    }

    @Test
    void abinit_stops_in_time() {
        Map<String, Object> settings = LiveAbinit.silicon("tolvrs", 1e-40, "nstep", 100_000, "timelimit", 3);
        CalculationFailure failure = LiveAbinit.failure(abinit.run(distorted(), "static", settings));
        assertThat(failure.error()).as(failure.toString()).isEqualTo("clean");
    }

    @ParameterizedTest
    @CsvSource({
        "'ixc 11\necutt 20', input, ECUTT",
        "'toldfe 1e-8', input, tolXXX",
        "'ecut 9', input, occurences",
        "'znucl 6', input, znucl",
    })
    void what_abinit_refuses_is_bad_input(String line, String row, String evidence) throws IOException {
        CalculationFailure failure = altered("", "", line);
        assertThat(failure.error()).as(failure.toString()).isEqualTo(row);
        assertThat(failure.kind()).isEqualTo(FailureKind.BAD_INPUT);
        assertThat(failure.evidence()).containsIgnoringCase(evidence);
    }

    @Test
    void a_missing_pseudopotential_is_told() throws IOException {
        CalculationFailure failure = altered("14si.pspnc", "14si.nothere", "");
        assertThat(failure.kind()).as(failure.toString()).isEqualTo(FailureKind.PSEUDOPOTENTIAL);
        assertThat(failure.evidence()).contains("14si.nothere");
    }

    // an input that the adapter would not have written
    private CalculationFailure altered(String old, String with, String line) throws IOException {
        Path directory = abinit.write(
                new AbinitCode().prepare(LiveAbinit.request(distorted(), "static", 0, LiveAbinit.silicon(), Map.of())));
        Path input = directory.resolve("abinit.abi");
        String text = Files.readString(input);
        Files.writeString(input, (old.isEmpty() ? text : text.replace(old, with)) + line + "\n");
        LiveAbinit.finish(LiveAbinit.start(directory));
        return LiveAbinit.failure(new AbinitCode().parse(directory).get(0));
    }

    @Test
    void a_program_that_is_not_there_is_told() {
        CalculationRequest request = LiveAbinit.request(
                distorted(), "static", 0, LiveAbinit.silicon(), Map.of("command", "no-such-abinit abinit.abi"));
        CalculationFailure failure = LiveAbinit.failure(abinit.run(request));
        assertThat(failure.kind()).isEqualTo(FailureKind.NO_PROGRAM);
    }

    @Test
    void abinit_knows_every_variable_of_the_table() throws IOException {
        // ABINIT looks at all names before it reads any value
        StringBuilder lines = new StringBuilder();
        Path directory = abinit.write(
                new AbinitCode().prepare(LiveAbinit.request(distorted(), "static", 0, LiveAbinit.silicon(), Map.of())));
        Path input = directory.resolve("abinit.abi");
        String text = Files.readString(input);
        for (String name : AbinitKeywords.all()) {
            if (!text.matches("(?s).*(^|\\n)" + name + "\\s.*")) {
                lines.append(name).append(" 1\n");
            }
        }
        Files.writeString(input, text + lines);
        LiveAbinit.finish(LiveAbinit.start(directory));
        assertThat(directory.resolve("abinit.log")).content().contains("ABINIT").doesNotContain("Found token");
    }

    @Test
    void pseudopotentials_are_copied_where_their_names_cannot_be_written() throws IOException {
        Path odd = Files.createDirectories(folder.resolve("odd name"));
        Files.copy(LiveAbinit.PSEUDO.resolve("14si.pspnc"), odd.resolve("Si 1.pspnc"));
        Map<String, Object> settings = new LinkedHashMap<>(LiveAbinit.silicon());
        settings.remove("pseudopotentials");
        settings.put("pseudoDir", odd.toString());
        CalculationResult result = LiveAbinit.result(abinit.run(distorted(), "static", settings));
        assertThat(result.converged()).isTrue();
        assertThat(abinit.last().resolve("Si.pspnc")).exists();
    }
}
