package org.polymorph.engine.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.polymorph.engine.config.SiteSpec;
import org.polymorph.engine.transport.NotDoneException;
import org.polymorph.model.diagnosis.Finding;
import org.polymorph.model.diagnosis.Finding.Level;

/** Shell, clock, working directory, disk and files. */
class MachineChecksTest {
    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");

    private final Path directory;

    MachineChecksTest(@TempDir Path directory) {
        this.directory = directory;
    }

    private SiteSpec here() {
        return Sites.local(directory.resolve("work"), Map.of());
    }

    private static Finding only(List<Finding> findings) {
        assertThat(findings).hasSize(1);
        return findings.get(0);
    }

    @Test
    void a_shell_that_hands_on_every_byte_is_fine() {
        assertThat(only(Sites.look(new ShellCheck(), here(), new ScriptedTransport()))
                        .level())
                .isEqualTo(Level.OK);
    }

    @Test
    void a_profile_that_eats_input_or_adds_output_fails_the_shell() {
        for (String said : List.of("shell /bin/tcsh\nbytes 4000\n", "hello!\nshell /bin/tcsh\nbytes 4096\n")) {
            Finding finding = only(
                    Sites.look(new ShellCheck(), here(), new ScriptedTransport().says("getent passwd", 0, said, "")));
            assertThat(finding.level()).isEqualTo(Level.FAILS);
            assertThat(finding.remedy()).contains("start-up files");
        }
    }

    @Test
    void programs_that_transfers_need_are_named_where_they_are_missing() {
        Finding finding = only(Sites.look(
                new ShellCheck(),
                here(),
                new ScriptedTransport()
                        .says("getent passwd", 0, "missing tar\nmissing timeout\nshell /bin/sh\nbytes 4096\n", "")));
        assertThat(finding.level()).isEqualTo(Level.FAILS);
        assertThat(finding.found()).contains("tar, timeout");
    }

    @ParameterizedTest
    @CsvSource({
        "0, OK, agrees",
        "-30, OK, 30 s behind",
        "30, OK, 30 s ahead",
        "600, WARNS, 600 s ahead",
        "-7200, WARNS, behind"
    })
    void a_clock_that_is_far_off_is_warned_of(long ahead, Level level, String words) {
        String there = Long.toString(NOW.getEpochSecond() + ahead);
        // half a second into the second that date tells
        Clock clock = Clock.fixed(NOW.plusMillis(500), ZoneOffset.UTC);
        Finding finding = only(Sites.look(
                new ClockCheck(clock), here(), new ScriptedTransport().says("date +%s", 0, there + "\n", "")));
        assertThat(finding.level()).isEqualTo(level);
        assertThat(finding.found()).contains(words);
    }

    @Test
    void a_clock_that_says_no_time_fails() {
        Finding finding = only(Sites.look(
                new ClockCheck(Clock.systemUTC()), here(), new ScriptedTransport().says("date +%s", 0, "%s\n", "")));
        assertThat(finding.level()).isEqualTo(Level.FAILS);
    }

    @Test
    void a_working_directory_is_made_written_and_left_as_it_was() {
        try (Visit visit = Sites.visit(here(), new ScriptedTransport())) {
            Finding finding = only(new WorkDirectoryCheck(directory).look(visit));
            assertThat(finding.level()).isEqualTo(Level.OK);
            assertThat(finding.found()).contains("can be made");
            assertThat(Path.of(visit.directory())).isDirectory().isEmptyDirectory();
        }
        assertThat(directory.resolve("work")).doesNotExist();
    }

    @Test
    void what_lay_in_a_working_directory_stays_there() throws IOException {
        Path work = Files.createDirectory(directory.resolve("work"));
        Files.writeString(work.resolve("kept"), "kept");
        assertThat(only(Sites.look(new WorkDirectoryCheck(directory), here(), new ScriptedTransport()))
                        .level())
                .isEqualTo(Level.OK);
        assertThat(work).isDirectoryContaining(file -> file.endsWith("kept"));
        try (var files = Files.list(work)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void a_working_directory_that_cannot_be_made_fails() throws IOException {
        Files.writeString(directory.resolve("work"), "a file is in the way");
        Finding finding = only(Sites.look(new WorkDirectoryCheck(directory), here(), new ScriptedTransport()));
        assertThat(finding.level()).isEqualTo(Level.FAILS);
        assertThat(finding.found()).contains("cannot be made or entered");
    }

    @Test
    void a_variable_that_is_not_set_there_is_named() {
        SiteSpec site = Sites.slurm(Map.of(), Map.of(), Path.of("${NO_SUCH_SCRATCH}/x"));
        Finding finding = only(Sites.look(new WorkDirectoryCheck(directory), site, new ScriptedTransport()));
        assertThat(finding.level()).isEqualTo(Level.FAILS);
        assertThat(finding.found()).contains("NO_SUCH_SCRATCH");
        assertThat(finding.remedy()).contains("variable");
    }

    @ParameterizedTest
    @CsvSource({
        "dd: error writing 'room': No space left on device, full",
        "dd: error writing 'room': Disk quota exceeded, quota",
        "mkdir: cannot create directory: Permission denied, your own",
        "mkdir: cannot create directory: Read-only file system, only be read"
    })
    void each_reason_has_its_own_remedy(String said, String remedy) {
        ScriptedTransport transport = new ScriptedTransport().says("of=room", 76, "/work\n0\n", said + "\n");
        Finding finding = only(Sites.look(new WorkDirectoryCheck(directory), here(), transport));
        assertThat(finding.level()).isEqualTo(Level.FAILS);
        assertThat(finding.found()).contains(said);
        assertThat(finding.remedy()).contains(remedy);
    }

    @Test
    void a_file_that_comes_back_changed_fails() {
        ScriptedTransport transport = new ScriptedTransport();
        try (Visit visit = Sites.visit(here(), transport)) {
            var unused = new WorkDirectoryCheck(directory).look(visit);
            assertThat(only(new FilesCheck(directory.resolve("back")).look(visit))
                            .level())
                    .isEqualTo(Level.OK);
        }
        try (Visit visit = Sites.visit(here(), new ForgetfulTransport())) {
            visit.directory(directory.resolve("work").toString());
            org.assertj.core.api.Assertions.assertThatThrownBy(
                            () -> new FilesCheck(directory.resolve("other")).look(visit))
                    .isInstanceOf(NotDoneException.class)
                    .hasMessageContaining("round-trip");
        }
    }

    /** Takes files and has none of them. */
    private static final class ForgetfulTransport implements org.polymorph.engine.transport.Transport {
        @Override
        public Answer run(String script, byte[] stdin, java.time.Duration deadline) {
            return new Answer(0, "", "");
        }

        @Override
        public void upload(
                List<org.polymorph.model.batch.InputFile> files, String where, java.time.Duration deadline) {}

        @Override
        public List<String> download(String where, List<String> names, Path to, java.time.Duration deadline) {
            return List.of();
        }

        @Override
        public void close() {}
    }
}
