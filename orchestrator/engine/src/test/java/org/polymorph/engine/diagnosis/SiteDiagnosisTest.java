package org.polymorph.engine.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.engine.config.SiteSpec;
import org.polymorph.engine.scheduler.local.LocalScheduler;
import org.polymorph.engine.scheduler.slurm.Slurm;
import org.polymorph.engine.transport.NotDoneException;
import org.polymorph.engine.transport.UnknownOutcomeException;
import org.polymorph.model.diagnosis.Finding;
import org.polymorph.model.diagnosis.Finding.Level;
import org.polymorph.model.spi.BatchScheduler;

class SiteDiagnosisTest {
    private final Path directory;

    SiteDiagnosisTest(@TempDir Path directory) {
        this.directory = directory;
    }

    private static BatchScheduler scheduler(SiteSpec site, Path scratch) {
        return new LocalScheduler(
                new LocalScheduler.Options(site.localWorkDir(scratch), 1, Duration.ofMillis(50)), Clock.systemUTC());
    }

    private List<Finding> run(SiteSpec site, ScriptedTransport transport, Optional<Duration> patience) {
        SiteDiagnosis.Options options = new SiteDiagnosis.Options(
                List.of(), site.isThisMachine() ? Optional.empty() : Optional.of(new Slurm()), patience, directory);
        List<Finding> told = new ArrayList<>();
        try (SiteDiagnosis diagnosis = new SiteDiagnosis(
                site, transport, SiteDiagnosisTest::scheduler, options, Clock.systemUTC(), doing -> {})) {
            List<Finding> findings = diagnosis.run(told::add);
            assertThat(told).isEqualTo(findings);
            return findings;
        }
    }

    @Test
    void this_machine_is_looked_at_with_a_real_job_and_left_as_it_was() {
        List<Finding> findings = run(
                Sites.local(Path.of("jobs"), Map.of()), new ScriptedTransport(), Optional.of(Duration.ofMinutes(2)));
        assertThat(findings).extracting(Finding::subject).contains("shell", "clock", "files", "job");
        assertThat(findings)
                .filteredOn(finding -> finding.level() == Level.FAILS)
                .isEmpty();
        assertThat(findings)
                .filteredOn(finding -> finding.subject().equals("job"))
                .singleElement()
                .extracting(Finding::level)
                .isEqualTo(Level.OK);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void without_a_log_in_nothing_else_is_asked() {
        ScriptedTransport transport = new ScriptedTransport().does("echo hello", () -> {
            throw new NotDoneException("ada@login.example: no connection");
        });
        List<Finding> findings = run(Sites.slurm(), transport, Optional.of(Duration.ofMinutes(1)));
        assertThat(findings)
                .filteredOn(finding -> finding.level() == Level.FAILS)
                .hasSize(1);
        assertThat(findings)
                .filteredOn(finding -> finding.level() == Level.UNCHECKED)
                .hasSizeGreaterThan(6);
        assertThat(transport.scripts).hasSize(1);
    }

    @Test
    void a_question_that_gets_no_answer_fails_and_the_others_go_on() {
        ScriptedTransport transport = new ScriptedTransport().does("getent passwd", () -> {
            throw new UnknownOutcomeException("the deadline passed");
        });
        List<Finding> findings = run(Sites.local(directory.resolve("work"), Map.of()), transport, Optional.empty());
        assertThat(findings)
                .filteredOn(finding -> finding.level() == Level.FAILS)
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.subject()).isEqualTo("shell");
                    assertThat(finding.found()).contains("deadline");
                });
        assertThat(findings).extracting(Finding::subject).contains("files").doesNotContain("job");
    }

    @Test
    void a_full_working_directory_is_told_together_with_the_room_there_is() {
        ScriptedTransport transport = new ScriptedTransport()
                .says("of=room", 76, directory + "\n0\n", "dd: error writing 'room': No space left on device\n");
        List<Finding> findings = run(Sites.local(directory, Map.of()), transport, Optional.of(Duration.ofMinutes(1)));
        assertThat(findings).extracting(Finding::subject).contains("free space");
        assertThat(findings)
                .filteredOn(finding -> finding.level() == Level.FAILS)
                .hasSize(1);
        assertThat(findings)
                .filteredOn(finding -> finding.subject().equals("job"))
                .singleElement()
                .extracting(Finding::level)
                .isEqualTo(Level.UNCHECKED);
    }
}
