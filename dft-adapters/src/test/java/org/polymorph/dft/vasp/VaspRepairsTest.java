package org.polymorph.dft.vasp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.polymorph.model.calculation.CalculationFailure;
import org.polymorph.model.calculation.CalculationOutcome;
import org.polymorph.model.calculation.CalculationResult;
import org.polymorph.model.calculation.FailureKind;
import org.polymorph.model.calculation.InputChange;
import org.polymorph.model.calculation.Remedy;
import org.polymorph.model.calculation.Remedy.Start;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.remedy.RemedyRow;

/** Each row of the table, driven by the stand-in: repaired, given up or rejected as the table says. */
class VaspRepairsTest {
    private final Path folder;

    VaspRepairsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private static String steps(VaspJob job) {
        return job.remedies.stream()
                .map(remedy -> remedy.changes().stream()
                        .map(change -> change.key() + "=" + change.after().orElse("-"))
                        .collect(Collectors.joining(" ")))
                .collect(Collectors.joining(" | "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "brmix unless ISYM=0; static; ISTART=1 | IMIX=1 | kcentring=shifted | ISYM=0",
                "eddrmm unless ALGO=Normal; static; ALGO=Fast | ALGO=Normal",
                "edddav unless ALGO=All; static; ALGO=All",
                "zheev unless ALGO=Exact; static; ALGO=Fast | ALGO=Normal | ALGO=Exact",
                "subspace unless LREAL=.FALSE.; static; LREAL=.FALSE.",
                "subspace unless PREC=Accurate; static; LREAL=.FALSE. | PREC=Accurate",
                "rspher unless LREAL=.FALSE.; static; LREAL=.FALSE.",
                "real_optlay unless LREAL=.FALSE.; static; LREAL=.FALSE.",
                "tet unless ISMEAR=0; static; kdensity=1.3 | ISMEAR=0 SIGMA=0.05",
                "dentet unless ISMEAR=0; static; kdensity=1.3 | ISMEAR=0 SIGMA=0.05",
                "symmetry unless ISYM=0; static; SYMPREC=0.000001 | SYMPREC=0.0000001 | ISYM=0",
                "pricelv unless ISYM=0; static; SYMPREC=0.000001 | SYMPREC=0.0000001 | ISYM=0",
                "bands unless NBANDS=9; static; NBANDS=9",
                "unconverged unless ALGO=All; static; ALGO=Fast | ALGO=Normal | ALGO=All",
                "unconverged unless AMIX=0.1; static; ALGO=Fast | ALGO=Normal | ALGO=All | AMIX=0.1 BMIX=0.0001 NELM=200 NELMIN=-",
                "zbrent unless IBRION=1; coarse; EDIFF=0.000001 NELMIN=8 | IBRION=1",
                "brions unless IBRION=2; coarse; POTIM=0.4 | IBRION=2",
                "zpotrf-later unless POTIM=0.15; coarse; POTIM=0.15"
            })
    void rows_with_repairs_are_repaired_step_by_step(String failure, String inputSet, String expected)
            throws IOException, InterruptedException {
        VaspJob job = new VaspJob(folder).failing(failure).with("ALGO", "VeryFast");
        if (failure.startsWith("eddrmm")) {
            job.with("POTIM", 0.3);
        }
        if (failure.startsWith("tet") || failure.startsWith("dentet")) {
            job.with("ISMEAR", -5).with("SIGMA", 0.2);
        }
        if (failure.startsWith("subspace") || failure.startsWith("r")) {
            job.with("LREAL", "Auto").with("PREC", "Normal");
        }
        if (failure.startsWith("brions")) {
            job.with("IBRION", 1);
        }
        if (failure.startsWith("brmix")) {
            job.with("kcentring", "gamma");
        }
        Optional<Remedy> end = job.repair(VaspJob.SILICON, inputSet);
        assertThat(end).as("%s, attempts: %s", job.outcomes, steps(job)).isEmpty();
        assertThat(steps(job)).isEqualTo(expected);
        assertThat(job.outcomes.get(job.outcomes.size() - 1)).isInstanceOf(CalculationResult.class);
        String row = failure.split(" ", 2)[0];
        String named = rowOf(row);
        assertThat(job.remedies).extracting(Remedy::error).containsOnly(named);
        List<String> moved = List.of("zbrent", "brions", "zpotrf");
        assertThat(job.remedies)
                .extracting(Remedy::start)
                .containsOnly(moved.contains(named) ? Start.LAST : Start.GIVEN);
    }

    private static String rowOf(String failure) {
        return switch (failure) {
            case "real_optlay" -> "rspher";
            case "dentet" -> "tet";
            case "pricelv" -> "symmetry";
            case "zpotrf-later" -> "zpotrf";
            default -> failure;
        };
    }

    @ParameterizedTest
    @CsvSource({
        "brmix, static, brmix, 4, SCF_NOT_CONVERGED",
        "zbrent, coarse, zbrent, 2, IONS_NOT_CONVERGED",
        "edddav, static, edddav, 1, DIAGONALIZATION",
        "eddrmm, coarse, eddrmm, 6, DIAGONALIZATION",
        "bands, static, bands, 3, OTHER",
        "unconverged, static, unconverged, 2, SCF_NOT_CONVERGED",
        "symmetry, static, symmetry, 3, OTHER",
        "brions, coarse, brions, 1, IONS_NOT_CONVERGED",
        "nsw, coarse, nsw, 3, IONS_NOT_CONVERGED",
        "item, static, item, 0, BAD_INPUT",
        "core, static, potcar, 0, PSEUDOPOTENTIAL"
    })
    void what_no_repair_helps_is_given_up_when_the_repairs_are_used_up(
            String failure, String inputSet, String row, int least, FailureKind kind)
            throws IOException, InterruptedException {
        VaspJob job = new VaspJob(folder).failing(failure);
        Optional<Remedy> end = job.repair(VaspJob.SILICON, inputSet);
        assertThat(end.map(Remedy::action)).contains(Remedy.Action.GIVE_UP);
        assertThat(end.map(Remedy::error)).contains(row);
        CalculationFailure last = failure(job.outcomes.get(job.outcomes.size() - 1));
        assertThat(last.kind()).isEqualTo(kind);
        assertThat(last.remedy()).isNotEmpty();
        assertThat(job.remedies.size()).isBetween(least > 0 ? 1 : 0, Math.max(least, 0));
    }

    private static CalculationFailure failure(CalculationOutcome outcome) {
        return VaspFixtures.failure(outcome);
    }

    @Test
    void atoms_too_close_at_the_first_step_end_the_candidate() throws IOException, InterruptedException {
        VaspJob job = new VaspJob(folder).failing("zpotrf");
        Optional<Remedy> end = job.repair(VaspJob.SILICON, "coarse");
        assertThat(end.map(Remedy::action)).contains(Remedy.Action.REJECT);
        assertThat(job.outcomes).hasSize(1);
        assertThat(failure(job.outcomes.get(0)).kind()).isEqualTo(FailureKind.BAD_STRUCTURE);
        VaspJob near = new VaspJob(folder);
        Structure overlapping = VaspJob.SILICON.withFractional(new double[] {0, 0, 0, 0.02, 0.02, 0.02});
        assertThat(near.repair(overlapping, "static").map(Remedy::action)).contains(Remedy.Action.REJECT);
    }

    @Test
    void a_missing_potcar_is_told_and_not_repaired() throws IOException, InterruptedException {
        VaspJob job = new VaspJob(folder)
                .at("command", "true")
                .at("potcarDir", "/nowhere/potpaw")
                .with("ENCUT", 300);
        CalculationFailure failure = failure(job.script(job.request(VaspJob.SILICON, "static")));
        assertThat(failure.kind()).isEqualTo(FailureKind.PSEUDOPOTENTIAL);
        assertThat(failure.evidence()).contains("Si not found in /nowhere/potpaw");
        assertThat(new VaspCode()
                        .remedy(job.request(VaspJob.SILICON, "static"), failure)
                        .action())
                .isEqualTo(Remedy.Action.GIVE_UP);
    }

    @Test
    void a_relaxation_that_was_stopped_in_time_goes_on() throws IOException, InterruptedException {
        VaspJob job = new VaspJob(folder).stopped();
        CalculationFailure failure = failure(job.compute(job.request(VaspJob.SILICON, "coarse")));
        assertThat(failure.kind()).isEqualTo(FailureKind.OUT_OF_WALLTIME);
        assertThat(failure.error()).isEqualTo("walltime");
        assertThat(new VaspCode()
                        .remedy(job.request(VaspJob.SILICON, "coarse"), failure)
                        .action())
                .isEqualTo(Remedy.Action.RETRY);
    }

    // the script looks at the clock: half a minute before the limit is the least that it leaves
    @Test
    @Tag("long")
    void a_relaxation_is_asked_to_stop_in_time_and_goes_on_from_where_it_was()
            throws IOException, InterruptedException {
        VaspJob job = new VaspJob(folder)
                .at("command", VaspJob.command())
                .with("EDIFFG", -1e-6)
                .with("NSW", 100000)
                .taking(Duration.ofSeconds(75), 1500);
        CalculationFailure failure = failure(job.script(job.request(VaspJob.SILICON, "coarse")));
        assertThat(failure.kind()).isEqualTo(FailureKind.OUT_OF_WALLTIME);
        assertThat(failure.error()).isEqualTo("walltime");
        assertThat(failure.evidence()).contains("STOPCAR");
        Remedy remedy = new VaspCode().remedy(job.request(VaspJob.SILICON, "coarse"), failure);
        assertThat(remedy.action()).isEqualTo(Remedy.Action.RETRY);
        assertThat(remedy.start()).isEqualTo(Start.LAST);
        assertThat(failure.geometry()).isPresent();
        assertThat(failure.geometry().orElseThrow().volume()).isGreaterThan(VaspJob.SILICON.volume());
    }

    @Test
    void the_scheduler_ends_a_run_whose_last_geometry_is_sound() throws IOException, InterruptedException {
        VaspJob job = new VaspJob(folder).failing("killed");
        CalculationFailure failure = failure(job.compute(job.request(VaspJob.SILICON, "coarse")));
        assertThat(failure.kind()).isEqualTo(FailureKind.CRASHED);
        assertThat(failure.geometry()).isPresent();
        CalculationFailure told =
                new CalculationFailure(FailureKind.OUT_OF_WALLTIME, "TIMEOUT", "", "").after(failure.geometry());
        Remedy remedy = new VaspCode().remedy(job.request(VaspJob.SILICON, "coarse"), told);
        assertThat(remedy.error()).isEqualTo("walltime");
        assertThat(remedy.start()).isEqualTo(Start.LAST);
    }

    @Test
    void stars_in_the_place_of_an_energy_are_no_label() throws IOException, InterruptedException {
        VaspJob job = new VaspJob(folder).failing("stars");
        CalculationFailure failure = failure(job.compute(job.request(VaspJob.SILICON, "static")));
        assertThat(failure.kind()).isEqualTo(FailureKind.UNREADABLE_NUMBERS);
        assertThat(failure.evidence()).contains("****");
    }

    @Test
    void changes_are_recorded_with_what_was_before() throws IOException, InterruptedException {
        VaspJob job = new VaspJob(folder).failing("edddav unless ALGO=All");
        assertThat(job.repair(VaspJob.SILICON, "static")).isEmpty();
        assertThat(job.remedies.get(0).changes())
                .containsExactly(new InputChange("ALGO", Optional.of("Normal"), Optional.of("All")));
        assertThat(job.remedies.get(0).dropped()).containsExactly("CHGCAR");
    }

    @Test
    void each_row_has_a_kind_and_words() {
        for (RemedyRow row : VaspRepairs.TABLE.rows()) {
            assertThat(row.detail()).isNotBlank();
            assertThat(row.failure("x").remedy()).as(row.id()).isNotBlank();
        }
        assertThat(Arrays.stream(FailureKind.values())).isNotEmpty();
    }
}
