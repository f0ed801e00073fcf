package org.polymorph.tests.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.tests.PolymorphProcess;

/** Something is missing where the search runs: it ends with exit code 4, says what, and goes on once that is put right. */
class SiteTroubleTest {
    @TempDir
    Path directory;

    @AfterEach
    void unmount() throws Exception {
        if (Files.isDirectory(disk())) {
            command("umount", disk().toString());
        }
    }

    private Path disk() {
        return directory.resolve("disk");
    }

    @Test
    void a_missing_program_ends_the_search_and_costs_nothing() throws Exception {
        Path program = directory.resolve("bin/silicon");
        Search search = Search.small(directory)
                .with("stop.rounds=1")
                .onSite("bare", "codes: {potential: {command: '" + program + "'}}\n");

        for (int i = 0; i < 2; i++) {
            PolymorphProcess.Ended ended = search.run().exits(4);
            assertThat(ended.err())
                    .contains("polymorph: site bare: the program cannot be started", program + ": not found")
                    .contains("nothing is lost", "the same command again")
                    .doesNotContain("Exception", "\tat ", "WARN");
        }

        Files.createDirectories(program.getParent());
        Files.writeString(program, "#!/bin/sh\nexec '" + PolymorphProcess.launcher() + "' \"$@\"\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(search.run().exits(3).out()).contains("10 labels").doesNotContain("failed");
    }

    @Test
    @Tag("long")
    void a_full_disk_ends_the_search_and_loses_nothing() throws Exception {
        Files.createDirectories(disk());
        assumeThat(command("mount", "-t", "tmpfs", "-o", "size=700k", "tmpfs", disk().toString()))
                .as("a small disk needs root and mount(8)")
                .isZero();
        Search roomy = Search.small(directory.resolve("roomy")).with("stop.rounds=3");
        int end = roomy.run().exitCode();
        Search search = Search.small(directory).with("stop.rounds=3");
        Files.createSymbolicLink(search.data(), Files.createDirectory(disk().resolve("data")));

        for (int i = 0; i < 2; i++) {
            PolymorphProcess.Ended ended = search.run().exits(4);
            assertThat(ended.err())
                    .contains("polymorph: " + search.data() + ": the disk or a quota is full")
                    .contains("nothing is lost", "the same command again")
                    .doesNotContain("Exception", "\tat ");
        }

        command("mount", "-o", "remount,size=50m", disk().toString());
        search.run().exits(end);
        assertThat(search.findings()).isEqualTo(roomy.findings());
    }

    private static int command(String... words) throws IOException, InterruptedException {
        return new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
