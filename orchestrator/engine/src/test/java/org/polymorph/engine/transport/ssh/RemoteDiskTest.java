package org.polymorph.engine.transport.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.polymorph.engine.transport.DiskFullException;
import org.polymorph.engine.transport.NotDoneException;
import org.polymorph.model.batch.InputFile;

/** Disks that are full, and machines that lack tools or subsystems: told, and nothing half-written is left. */
class RemoteDiskTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final List<String> NEEDED = List.of("mkdir", "tar", "wc", "sed", "head", "mv", "rm", "dd");

    private final Path directory;
    private @Nullable OwnSshd sshd;

    RemoteDiskTest(@TempDir Path directory) {
        this.directory = directory;
    }

    /** Starts a server, which sees what is mounted by then, on a machine with some tools and no profile. */
    private SshTransport start(List<String> needed, String... tools) throws IOException {
        install(needed, tools);
        Path home = Files.createDirectory(directory.resolve("home"));
        OwnSshd started = OwnSshd.startWithShell(
                directory.resolve("sshd"), Path.of("/bin/sh"), home, "SetEnv PATH=" + directory.resolve("bin"));
        sshd = started;
        return new SshTransport(started.options());
    }

    @AfterEach
    void stop() {
        if (sshd != null) {
            sshd.close();
        }
    }

    private void install(List<String> needed, String... tools) throws IOException {
        Path bin = Files.createDirectories(directory.resolve("bin"));
        List<String> all = new ArrayList<>(needed);
        all.addAll(List.of(tools));
        for (String tool : all) {
            Path found = Stream.of("/usr/bin/", "/bin/")
                    .map(place -> Path.of(place + tool))
                    .filter(Files::isExecutable)
                    .findFirst()
                    .orElseThrow(() -> new org.opentest4j.TestAbortedException("left out: there is no " + tool));
            Path wrapper = Files.writeString(bin.resolve(tool), "#!/bin/sh\nexec " + found + " \"$@\"\n");
            assertThat(wrapper.toFile().setExecutable(true)).isTrue();
        }
    }

    private static InputFile noise(String name, int size) {
        byte[] bytes = new byte[size];
        new Random(4).nextBytes(bytes);
        return new InputFile(name, bytes);
    }

    private static List<String> namesIn(Path place) throws IOException {
        try (Stream<Path> files = Files.list(place)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void a_full_disk_is_told_and_what_was_there_stays() throws IOException {
        try (SmallDisk disk = SmallDisk.ofSize(directory.resolve("disk"), "1m");
                SshTransport transport = start(NEEDED, "sha256sum")) {
            Path job = disk.root().resolve("job");
            transport.upload(List.of(noise("a", 300_000)), job.toString(), LONG);
            byte[] before = Files.readAllBytes(job.resolve("a"));
            assertThatThrownBy(() -> transport.upload(
                            List.of(InputFile.text("a", "new"), noise("b", 2_000_000)), job.toString(), LONG))
                    .isInstanceOfSatisfying(DiskFullException.class, full -> assertThat(full.limit())
                            .isEqualTo(DiskFullException.Limit.DISK))
                    .hasMessageContaining(job.toString())
                    .hasMessageContaining("No space left");
            assertThat(namesIn(job)).containsExactly("a");
            assertThat(job.resolve("a")).hasBinaryContent(before);
            transport.upload(List.of(noise("c", 100_000)), job.toString(), LONG);
        }
    }

    @Test
    void a_full_disk_of_this_machine_is_told() throws IOException {
        Path there = Files.createDirectory(directory.resolve("there"));
        Files.write(there.resolve("big"), new byte[2_000_000]);
        Files.writeString(there.resolve("small"), "x");
        try (SmallDisk disk = SmallDisk.ofSize(directory.resolve("disk"), "1m");
                SshTransport transport = start(NEEDED, "sha256sum")) {
            Path here = disk.root().resolve("here");
            assertThatThrownBy(() -> transport.download(there.toString(), List.of("big"), here, LONG))
                    .isInstanceOf(DiskFullException.class)
                    .hasMessageContaining("this machine");
            assertThat(here).isEmptyDirectory();
            assertThat(transport.download(there.toString(), List.of("small"), here, LONG))
                    .containsExactly("small");
        }
    }

    @Test
    void a_used_up_quota_is_told_apart_from_a_full_disk() throws IOException {
        try (SmallDisk disk = SmallDisk.withQuota(directory.resolve("image"), directory.resolve("disk"), "2M");
                SshTransport transport = start(NEEDED, "sha256sum")) {
            assertThatThrownBy(() -> transport.upload(
                            List.of(noise("a", 10_000_000)), disk.limited().toString(), LONG))
                    .isInstanceOfSatisfying(DiskFullException.class, full -> assertThat(full.limit())
                            .isEqualTo(DiskFullException.Limit.QUOTA))
                    .hasMessageContaining("quota exceeded");
            assertThat(disk.limited()).isEmptyDirectory();
        }
    }

    @Test
    void the_words_of_each_system_are_known() {
        for (String words : List.of("Disk quota exceeded", "Disc quota exceeded", "write error: Quota exceeded")) {
            assertThat(DiskFullException.Limit.in(words)).contains(DiskFullException.Limit.QUOTA);
        }
        assertThat(DiskFullException.Limit.in("tar: a: Cannot write: No space left on device"))
                .contains(DiskFullException.Limit.DISK);
        assertThat(DiskFullException.Limit.in("Permission denied")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sha256sum", "shasum", "openssl", "python3"})
    void any_tool_for_sha256_will_do(String tool) throws IOException {
        String[] tools = tool.equals("shasum") ? new String[] {tool, "perl"} : new String[] {tool};
        Path there = directory.resolve("there");
        try (SshTransport transport = start(NEEDED, tools)) {
            transport.upload(List.of(noise("a", 100_000), InputFile.text("b", "")), there.toString(), LONG);
            Files.writeString(there.resolve("it's\\ odd"), "odd");
            List<String> names = List.of("a", "b", "it's\\ odd");
            assertThat(transport.download(there.toString(), names, directory.resolve("here"), LONG))
                    .isEqualTo(names);
            assertThat(directory.resolve("here/a")).hasSameBinaryContentAs(there.resolve("a"));
        }
    }

    @Test
    void a_machine_without_any_is_told() throws IOException {
        Path there = Files.createDirectory(directory.resolve("there"));
        Files.writeString(there.resolve("b"), "x");
        try (SshTransport transport = start(NEEDED)) {
            assertThatThrownBy(() -> transport.upload(List.of(InputFile.text("a", "x")), there.toString(), LONG))
                    .isInstanceOf(NotDoneException.class)
                    .hasMessageContaining("none of sha256sum, shasum, openssl and python3");
            assertThatThrownBy(
                            () -> transport.download(there.toString(), List.of("b"), directory.resolve("here"), LONG))
                    .isInstanceOf(NotDoneException.class)
                    .hasMessageContaining("none of sha256sum, shasum, openssl and python3");
        }
        assertThat(namesIn(there)).containsExactly("b");
    }

    @Test
    void a_machine_without_tar_is_told() throws IOException {
        try (SshTransport transport =
                start(NEEDED.stream().filter(tool -> !tool.equals("tar")).toList(), "sha256sum")) {
            Path there = directory.resolve("there");
            assertThatThrownBy(() -> transport.upload(List.of(InputFile.text("a", "x")), there.toString(), LONG))
                    .isInstanceOf(NotDoneException.class)
                    .hasMessageContaining("tar");
            assertThat(there).isEmptyDirectory();
        }
    }

    @Test
    void a_server_without_sftp_will_do() throws IOException {
        Path there = directory.resolve("there");
        try (OwnSshd bare = OwnSshd.startWithoutSftp(directory.resolve("bare"));
                SshTransport transport = new SshTransport(bare.options())) {
            transport.upload(List.of(InputFile.text("a", "x")), there.toString(), LONG);
            assertThat(transport.download(there.toString(), List.of("a"), directory.resolve("here"), LONG))
                    .containsExactly("a");
        }
    }
}
