package org.polymorph.tests.dft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.model.batch.Resources;
import org.polymorph.model.calculation.Attempt;
import org.polymorph.model.calculation.CalculationRequest;
import org.polymorph.model.calculation.CalculationResult;
import org.polymorph.model.calculation.FailureKind;
import org.polymorph.model.calculation.Remedy;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.DftCode;
import org.polymorph.model.spi.Providers;
import org.polymorph.model.spi.Settings;
import org.polymorph.tests.PolymorphProcess;

/** VASP's adapter as jobs and on the command line, with the stand-in {@code tests/fake-vasp} in the place of VASP. */
class FakeVaspJobsTest {
    // Stillinger-Weber diamond: -2 epsilon of 2.1683 eV an atom at a = 5.43095 Å (Phys. Rev. B 31, 5262)
    private static final double DIAMOND = -4.3366;

    private static final Structure SILICON = Structure.of(
            Lattice.of(0, 2.6, 2.6, 2.6, 0, 2.6, 2.6, 2.6, 0),
            List.of(Element.Si, Element.Si),
            new double[] {0, 0, 0, 0.25, 0.25, 0.25});

    @TempDir
    Path directory;

    private int chains;

    @BeforeEach
    void datasets() throws IOException {
        Path target = Files.createDirectories(directory.resolve("potpaw/Si"));
        Files.writeString(target.resolve("POTCAR"), """
                  PAW_PBE Si 05Jan2001
                   LEXCH  = PE
                   TITEL  = PAW_PBE Si 05Jan2001
                   POMASS =   28.085; ZVAL   =    4.000
                   ENMAX  =  245.345; ENMIN  =  184.009 eV
                """);
    }

    private static Path program() {
        return PolymorphProcess.checkout().resolve("tests/fake-vasp");
    }

    private AttemptChain chain(String failure, String inputSet, Duration walltime, int stepMillis) {
        Map<String, Object> site = new LinkedHashMap<>();
        site.put("command", program().toString());
        site.put("potcarDir", directory.resolve("potpaw").toString());
        site.put(
                "prelude",
                List.of(
                        "FAKE_VASP_FAIL='" + failure + "'; export FAKE_VASP_FAIL",
                        "FAKE_VASP_STEP_MS=" + stepMillis + "; export FAKE_VASP_STEP_MS"));
        DftCode code = Providers.of(DftCode.class).get("vasp");
        CalculationRequest request = new CalculationRequest(
                List.of(SILICON),
                inputSet,
                0,
                Settings.of(Map.of("kspacing", 0.5)),
                Settings.of(site),
                new Resources(1, 1, walltime, 0),
                Attempt.FIRST);
        return AttemptChain.run(code, request, directory.resolve("work" + ++chains));
    }

    @Test
    void a_job_gives_its_numbers_and_leaves_no_potcar_behind() throws IOException {
        CalculationResult result = chain("", "fine", Duration.ofMinutes(10), 0).result();
        assertThat(result.evaluation().energy() / 2).isCloseTo(DIAMOND, within(1e-3));
        assertThat(result.structure().lattice().length(0) * Math.sqrt(2)).isCloseTo(5.43095, within(0.01));
        assertThat(result.details()).containsEntry("potcar", "PAW_PBE Si 05Jan2001");
        try (Stream<Path> files = Files.walk(directory.resolve("work1"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .contains("OUTCAR", "vasprun.xml")
                    .doesNotContain("POTCAR");
        }
    }

    @Test
    void a_failure_is_repaired_by_jobs_that_follow_each_other() {
        AttemptChain repaired = chain("edddav unless ALGO=All", "static", Duration.ofMinutes(10), 0);
        assertThat(repaired.errors()).containsExactly("edddav");
        assertThat(repaired.changes(0)).containsEntry("ALGO", "All");
        assertThat(repaired.result().evaluation().energy()).isNegative();
    }

    @Test
    void atoms_too_close_are_rejected_at_once() {
        AttemptChain chain = chain("zpotrf", "static", Duration.ofMinutes(10), 0);
        assertThat(chain.remedies()).extracting(Remedy::action).containsExactly(Remedy.Action.REJECT);
        assertThat(chain.failure(0).kind()).isEqualTo(FailureKind.BAD_STRUCTURE);
    }

    @Test
    void the_command_line_prepares_and_parses() throws Exception {
        Path bin = Files.createDirectories(directory.resolve("bin"));
        Files.createSymbolicLink(bin.resolve("vasp_std"), program());
        Files.writeString(
                directory.resolve("POSCAR"),
                "Si2\n1\n0 2.7 2.7\n2.7 0 2.7\n2.7 2.7 0\nSi\n2\nDirect\n0 0 0\n0.25 0.25 0.25\n");
        PolymorphProcess here = PolymorphProcess.in(directory);
        here.run("dft", "prepare", "vasp", "POSCAR", "--dir", "job", "--set", "potcarDir=potpaw")
                .exits(0);
        assertThat(directory.resolve("job/INCAR")).exists();
        here.withEnvironment("PATH", bin + ":" + System.getenv("PATH"))
                .runCommand("sh", "-c", "cd job && ./job.sh")
                .exits(0);
        JsonNode result = here.run("dft", "parse", "vasp", "job", "--json")
                .exits(0)
                .json()
                .get("results")
                .get(0);
        assertThat(result.get("energy").asDouble() / 2).isBetween(DIAMOND - 1e-4, DIAMOND + 0.1);
        assertThat(result.get("converged").asBoolean()).isTrue();
        here.run("dft", "parse", "vasp", "job", "--path", "path.extxyz").exits(0);
        assertThat(directory.resolve("path.extxyz")).content().contains("directory=job", "step=1", "energy=");
        assertThat(here.run("dft", "parse", "vasp", "job", "--path", "-")
                        .exits(2)
                        .err())
                .contains("--path -: expected the name of a file");
        String told = here.run("dft", "prepare", "vasp", "POSCAR", "--dir", "job2", "--set", "EDIF=1")
                .exits(2)
                .err();
        assertThat(told).contains("did you mean EDIFF?");
    }
}
