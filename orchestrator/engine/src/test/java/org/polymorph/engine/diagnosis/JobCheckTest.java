package org.polymorph.engine.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.polymorph.model.batch.JobRequest;
import org.polymorph.model.batch.JobSnapshot;
import org.polymorph.model.batch.JobState;
import org.polymorph.model.calculation.CalculationOutcome;
import org.polymorph.model.calculation.CalculationRequest;
import org.polymorph.model.diagnosis.Finding;
import org.polymorph.model.diagnosis.Finding.Level;
import org.polymorph.model.diagnosis.ProgramProbe;
import org.polymorph.model.diagnosis.SiteProbe;
import org.polymorph.model.spi.BatchScheduler;
import org.polymorph.model.spi.DftCode;
import org.polymorph.model.spi.PreparedJob;
import org.polymorph.model.spi.Settings;

class JobCheckTest {
    private final Path directory;
    private final FakeScheduler scheduler = new FakeScheduler();

    JobCheckTest(@TempDir Path directory) {
        this.directory = directory;
    }

    /** A job that stays in one state, and leaves files if that is its end. */
    private final class FakeScheduler implements BatchScheduler {
        private JobState state = JobState.COMPLETED;
        private int exitCode;
        private String word = "";
        private final Map<String, String> files = new LinkedHashMap<>();
        private final List<JobRequest> submitted = new ArrayList<>();
        private final List<String> cancelled = new ArrayList<>();
        private boolean closed;

        @Override
        public JobSnapshot submit(JobRequest request) {
            submitted.add(request);
            return new JobSnapshot(request.token(), JobState.PENDING, "7", "PENDING", OptionalInt.empty());
        }

        @Override
        public Map<String, JobSnapshot> status(Collection<String> tokens) {
            String token = tokens.iterator().next();
            OptionalInt code = state == JobState.COMPLETED ? OptionalInt.of(exitCode) : OptionalInt.empty();
            return Map.of(token, new JobSnapshot(token, state, "7", word, code));
        }

        @Override
        public void cancel(Collection<String> tokens) {
            cancelled.addAll(tokens);
        }

        @Override
        public boolean knows(String token) {
            return true;
        }

        @Override
        public void cap(int most) {}

        @Override
        public Path retrieve(String token) {
            Path results = directory.resolve("results");
            try {
                Files.createDirectories(results);
                for (Map.Entry<String, String> file : files.entrySet()) {
                    Files.writeString(results.resolve(file.getKey()), file.getValue());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return results;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    /** A code that says so where it starts. */
    private static final class TinyCode implements DftCode {
        @Override
        public String name() {
            return "tiny";
        }

        @Override
        public int maxStructuresPerJob() {
            return 1;
        }

        @Override
        public void validate(CalculationRequest request) {}

        @Override
        public PreparedJob prepare(CalculationRequest request) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<CalculationOutcome> parse(Path jobDirectory) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<SiteProbe> probes(Settings site, boolean inJob) {
            String command = site.text("command", "tiny.x");
            return inJob
                    ? List.of(new SiteProbe(
                            "tiny program",
                            command,
                            answer -> answer.stdout().contains("starts")
                                    ? Finding.ok("tiny program", "starts")
                                    : Finding.fails("tiny program", "exit " + answer.exitCode(), "load it")))
                    : List.of(ProgramProbe.of("tiny program", "tiny", List.of(), command, word -> false));
        }
    }

    private List<Finding> look(String command, Duration patience) {
        try (Visit visit = Sites.visit(
                Sites.local(directory.resolve("work"), Map.of("tiny", Map.of("command", command))),
                new ScriptedTransport())) {
            var unused = new WorkDirectoryCheck(directory).look(visit);
            scheduler.files.replaceAll((name, text) -> text.replace("TOKEN", visit.token()));
            return new JobCheck(List.of(new TinyCode()), (site, scratch) -> scheduler, directory, patience).look(visit);
        }
    }

    private List<Finding> look() {
        return look("true", Duration.ofSeconds(30));
    }

    private void ended(String probe, String exit) {
        scheduler.files.put("output", "TOKEN\nnode7\n");
        scheduler.files.put("probe-1.out", probe);
        scheduler.files.put("probe-1.exit", exit);
    }

    @Test
    void a_job_that_runs_tells_where_and_what_its_codes_said() {
        ended("tiny starts\n", "0\n");
        List<Finding> findings = look();
        assertThat(findings).extracting(Finding::level).containsOnly(Level.OK);
        assertThat(findings.get(0).found()).contains("7 ran on node7");
        assertThat(findings.get(1).subject()).isEqualTo("tiny program");
        assertThat(scheduler.cancelled).isEmpty();
        assertThat(scheduler.closed).isTrue();
    }

    @Test
    void a_job_asks_for_one_task_and_little_time() {
        ended("tiny starts\n", "0\n");
        look();
        JobRequest request = scheduler.submitted.get(0);
        assertThat(request.resources().tasks()).isEqualTo(1);
        assertThat(request.resources().walltime()).isEqualTo(Duration.ofMinutes(5));
        assertThat(request.script()).contains("(\nmkdir probe-1 && cd probe-1 || exit 74\ntrue\n) > probe-1.out");
    }

    @Test
    void a_code_that_does_not_start_in_the_job_fails() {
        ended("", "127\n");
        List<Finding> findings = look();
        assertThat(findings).extracting(Finding::level).containsExactly(Level.OK, Level.FAILS);
        assertThat(findings.get(1).found()).isEqualTo("exit 127");
    }

    @Test
    void a_prelude_that_ends_the_jobs_shell_is_told() {
        scheduler.files.put("output", "TOKEN\nnode7\n");
        assertThat(look().get(1).found()).isEqualTo("the job did not come to it");
    }

    @Test
    void a_job_without_output_fails_with_what_its_shell_said() {
        scheduler.exitCode = 2;
        scheduler.files.put("stderr", "script.sh: 3: Syntax error\n");
        Finding finding = look().get(0);
        assertThat(finding.level()).isEqualTo(Level.FAILS);
        assertThat(finding.found()).contains("exit code 2", "Syntax error");
    }

    @ParameterizedTest
    @CsvSource({"PENDING, WARNS, did not start", "RUNNING, FAILS, did not end", "UNKNOWN, FAILS, not known"})
    void a_job_that_does_not_end_in_time_is_cancelled(JobState state, Level level, String words) {
        scheduler.state = state;
        scheduler.word = "PENDING (Priority)";
        List<Finding> findings = look("echo starts", Duration.ofMillis(1));
        assertThat(findings.get(0).level()).isEqualTo(level);
        assertThat(findings.get(0).found()).contains(words);
        assertThat(scheduler.cancelled).hasSize(1);
        // what can be told without the job is told all the same
        assertThat(findings.get(1).found()).isEqualTo("starts");
    }

    @ParameterizedTest
    @CsvSource({"REFUSED, partition", "LOST, working directory", "TIMEOUT, working directory"})
    void a_job_that_is_refused_or_lost_fails_with_the_schedulers_word(JobState state, String remedy) {
        scheduler.state = state;
        scheduler.word = "Invalid partition";
        Finding finding = look("nosuch.x", Duration.ofSeconds(30)).get(0);
        assertThat(finding.level()).isEqualTo(Level.FAILS);
        assertThat(finding.found()).contains("Invalid partition");
        assertThat(finding.remedy()).contains(remedy);
        assertThat(scheduler.cancelled).isEmpty();
    }

    @Test
    void a_section_of_a_code_that_is_not_installed_is_warned_of() {
        ended("tiny starts\n", "0\n");
        try (Visit visit = Sites.visit(
                Sites.local(directory.resolve("work"), Map.of("tynx", Map.of("command", "x"))),
                new ScriptedTransport())) {
            var unused = new WorkDirectoryCheck(directory).look(visit);
            List<Finding> findings = new ProbesCheck(List.of(new TinyCode())).look(visit);
            assertThat(findings).singleElement().satisfies(finding -> {
                assertThat(finding.level()).isEqualTo(Level.WARNS);
                assertThat(finding.found()).contains("did you mean tiny?");
            });
        }
    }

    @Test
    void without_a_scheduler_no_job_is_submitted() {
        try (Visit visit = new Visit(Sites.slurm(), new ScriptedTransport(), doing -> {})) {
            visit.directory(directory.toString());
            List<Finding> findings =
                    new JobCheck(List.of(), (site, scratch) -> scheduler, directory, Duration.ofSeconds(1)).look(visit);
            assertThat(findings).extracting(Finding::level).containsExactly(Level.UNCHECKED);
            assertThat(scheduler.submitted).isEmpty();
        }
    }
}
