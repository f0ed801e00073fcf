package org.polymorph.engine.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.engine.transport.Transport.Answer;
import org.polymorph.model.batch.InputFile;

/** What every transport does, on a machine whose files this process can see. */
public abstract class TransportContract {
    protected static final Duration LONG = Duration.ofSeconds(60);
    private static final byte[] NOTHING = new byte[0];

    @TempDir
    protected Path scratch;

    protected abstract Transport transport();

    private Answer run(String script) {
        return transport().run(script, NOTHING, LONG);
    }

    private static List<String> namesIn(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void answers_with_output_errors_and_exit_code() {
        assertThat(run("echo out; printf 'no newline'; echo err >&2; exit 7"))
                .isEqualTo(new Answer(7, "out\nno newline", "err\n"));
        assertThat(run("true")).isEqualTo(new Answer(0, "", ""));
    }

    @Test
    void a_script_is_read_as_written() {
        String script = """
                x='it'"'"'s $HOME `date` !! \\ "q"'
                printf '%s\\n' "$x"
                cat <<'END'
                # a $comment é
                END
                """;
        assertThat(run(script).stdout()).isEqualTo("it's $HOME `date` !! \\ \"q\"\n# a $comment é\n");
    }

    @Test
    void a_syntax_error_is_an_answer() {
        Answer answer = run("if then");
        assertThat(answer.exitCode()).isNotZero();
        assertThat(answer.stderr()).isNotEmpty();
    }

    @Test
    void standard_input_is_the_given_bytes_and_then_ends() {
        byte[] bytes = new byte[3_000_000];
        new Random(1).nextBytes(bytes);
        assertThat(transport().run("wc -c | tr -d ' '", bytes, LONG).stdout()).isEqualTo("3000000\n");
        assertThat(transport().run("exit 3", bytes, LONG).exitCode()).isEqualTo(3);
        assertThat(run("cat").stdout()).isEmpty();
    }

    @Test
    void much_output_arrives_whole() {
        assertThat(run("seq 1 200000").stdout()).hasSize(1288895).endsWith("\n200000\n");
    }

    @Test
    void what_goes_on_in_the_background_does_not_hold_the_answer() {
        long start = System.nanoTime();
        assertThat(run("sleep 20 & echo done").stdout()).isEqualTo("done\n");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void a_script_past_its_deadline_has_an_unknown_outcome() {
        long start = System.nanoTime();
        assertThatThrownBy(() -> transport().run("sleep 20", NOTHING, Duration.ofMillis(1500)))
                .isInstanceOf(UnknownOutcomeException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        assertThat(run("echo still here").stdout()).isEqualTo("still here\n");
    }

    @Test
    void a_script_that_kills_its_shell_has_an_unknown_outcome() {
        assertThatThrownBy(() -> run("kill -9 $$")).isInstanceOf(UnknownOutcomeException.class);
    }

    @Test
    void files_go_there_and_come_back() throws IOException {
        byte[] big = new byte[5_000_001];
        new Random(2).nextBytes(big);
        Path there = scratch.resolve("it's a $(dir) \"x\"");
        List<InputFile> files = List.of(
                InputFile.text("empty", ""),
                InputFile.text("text", "é\n"),
                new InputFile("big", big),
                InputFile.text("a-b.c", "x"));
        transport().upload(files, there.toString(), LONG);
        assertThat(namesIn(there)).containsExactly("a-b.c", "big", "empty", "text");
        assertThat(Files.readAllBytes(there.resolve("big"))).isEqualTo(big);
        transport().upload(List.of(InputFile.text("text", "anew")), there.toString(), LONG);

        Path here = scratch.resolve("here/deeper");
        List<String> wanted = List.of("big", "absent", "text", "empty", "-n", "a b'$x");
        Files.writeString(there.resolve("-n"), "dash");
        Files.writeString(there.resolve("a b'$x"), "odd");
        assertThat(transport().download(there.toString(), wanted, here, LONG))
                .containsExactly("big", "text", "empty", "-n", "a b'$x");
        assertThat(namesIn(here)).containsExactly("-n", "a b'$x", "big", "empty", "text");
        assertThat(Files.readAllBytes(here.resolve("big"))).isEqualTo(big);
        assertThat(here.resolve("text")).hasContent("anew");
        assertThat(here.resolve("a b'$x")).hasContent("odd");
    }

    @Test
    void many_small_files_go_in_one_stream() throws IOException {
        List<InputFile> files = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            files.add(InputFile.text("f" + i, "content " + i));
        }
        transport().upload(files, scratch.resolve("many").toString(), LONG);
        List<String> names = files.stream().map(InputFile::name).toList();
        assertThat(transport().download(scratch.resolve("many").toString(), names, scratch.resolve("back"), LONG))
                .isEqualTo(names);
        assertThat(scratch.resolve("back/f299")).hasContent("content 299");
    }

    @Test
    void links_are_not_followed() throws IOException {
        Path there = Files.createDirectory(scratch.resolve("there"));
        Path outside = Files.writeString(scratch.resolve("outside"), "untouched");
        Path outsideDirectory = Files.createDirectory(scratch.resolve("elsewhere"));
        Files.createSymbolicLink(there.resolve("link"), outside);
        Files.createSymbolicLink(there.resolve("dirlink"), outsideDirectory);
        assertThat(transport().download(there.toString(), List.of("link"), scratch.resolve("here"), LONG))
                .isEmpty();
        transport()
                .upload(
                        List.of(InputFile.text("link", "new"), InputFile.text("dirlink", "new")),
                        there.toString(),
                        LONG);
        assertThat(outside).hasContent("untouched");
        assertThat(namesIn(outsideDirectory)).isEmpty();
        assertThat(there.resolve("link")).isRegularFile().hasContent("new");
        assertThat(Files.isSymbolicLink(there.resolve("dirlink"))).isFalse();

        Path here = Files.createDirectories(scratch.resolve("here"));
        Files.createSymbolicLink(here.resolve("link"), outside);
        transport().download(there.toString(), List.of("link"), here, LONG);
        assertThat(outside).hasContent("untouched");
        assertThat(here.resolve("link")).hasContent("new");
    }

    @Test
    void a_directory_in_the_way_is_told_and_nothing_is_written() throws IOException {
        Path there = scratch.resolve("there");
        Files.createDirectories(there.resolve("sub"));
        assertThatThrownBy(() -> transport()
                        .upload(List.of(InputFile.text("a", "1"), InputFile.text("sub", "2")), there.toString(), LONG))
                .isInstanceOf(NotDoneException.class)
                .hasMessageContaining("sub is a directory");
        assertThat(namesIn(there)).containsExactly("sub");
    }

    @Test
    void only_plain_names_and_absolute_directories_are_taken() {
        for (String name : List.of("../x", "a/b", "", ".", "..", "a\nb")) {
            assertThatThrownBy(() -> transport().download("/tmp", List.of(name), scratch, LONG))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("plain file name");
        }
        for (String directory : List.of("tmp", "", "/a/../b", "/a\nb", "~/x")) {
            assertThatThrownBy(() -> transport().upload(List.of(), directory, LONG))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("absolute path");
        }
    }

    @Test
    void a_directory_that_is_not_there_is_told() {
        assertThatThrownBy(() -> transport().download(scratch.resolve("no").toString(), List.of("a"), scratch, LONG))
                .isInstanceOf(NotDoneException.class)
                .hasMessageContaining("no such directory");
    }

    @Test
    void files_of_any_name_go_as_they_are() throws IOException {
        List<String> names =
                List.of("-rf", "a b", "it's", "$(x)", "\\n", "é", "+1", "x".repeat(200), "*", "plain", "\"q\"");
        Path from = Files.createDirectory(scratch.resolve("from"));
        for (String name : names) {
            Files.writeString(from.resolve(name), "content of " + name);
        }
        Path there = scratch.resolve("there");
        transport().uploadFiles(names.stream().map(from::resolve).toList(), there.toString(), LONG);
        assertThat(namesIn(there)).containsExactlyInAnyOrderElementsOf(names);
        assertThat(transport().download(there.toString(), names, scratch.resolve("back"), LONG))
                .isEqualTo(names);
        for (String name : names) {
            assertThat(there.resolve(name)).hasContent("content of " + name);
            assertThat(scratch.resolve("back").resolve(name)).hasContent("content of " + name);
        }
        Path broken = Files.writeString(from.resolve("a\nb"), "");
        assertThatThrownBy(() -> transport().uploadFiles(List.of(broken), there.toString(), LONG))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("plain file name");
    }

    @Test
    void a_hard_link_keeps_its_other_name_as_it_was() throws IOException {
        Path there = Files.createDirectory(scratch.resolve("there"));
        Path outside = Files.writeString(scratch.resolve("outside"), "untouched");
        Files.createLink(there.resolve("linked"), outside);
        transport().upload(List.of(InputFile.text("linked", "new")), there.toString(), LONG);
        assertThat(outside).hasContent("untouched");
        assertThat(there.resolve("linked")).hasContent("new");

        Path here = Files.createDirectory(scratch.resolve("here"));
        Files.createLink(here.resolve("linked"), outside);
        transport().download(there.toString(), List.of("linked"), here, LONG);
        assertThat(outside).hasContent("untouched");
        assertThat(here.resolve("linked")).hasContent("new");
    }

    @Test
    void a_job_directory_that_is_a_link_is_not_followed() throws IOException {
        Path outside = Files.createDirectory(scratch.resolve("outside"));
        Files.writeString(outside.resolve("a"), "untouched");
        Files.createSymbolicLink(scratch.resolve("job"), outside);
        for (String directory : List.of(scratch + "/job", scratch + "/job///")) {
            assertThatThrownBy(() -> transport().upload(List.of(InputFile.text("a", "new")), directory, LONG))
                    .isInstanceOf(NotDoneException.class)
                    .hasMessageContaining("symbolic link");
            assertThatThrownBy(() -> transport().download(directory, List.of("a"), scratch.resolve("here"), LONG))
                    .isInstanceOf(NotDoneException.class)
                    .hasMessageContaining("symbolic link");
        }
        assertThat(namesIn(outside)).containsExactly("a");
        assertThat(outside.resolve("a")).hasContent("untouched");
    }

    @Test
    void pipes_devices_and_directories_hold_nothing_up() throws IOException {
        Path there = Files.createDirectory(scratch.resolve("there"));
        Files.createDirectory(there.resolve("sub"));
        Files.createSymbolicLink(there.resolve("device"), Path.of("/dev/zero"));
        run("mkfifo '" + there + "/pipe'");
        Files.writeString(there.resolve("plain"), "x");
        assertThat(transport()
                        .download(
                                there.toString(),
                                List.of("pipe", "sub", "device", "plain"),
                                scratch.resolve("here"),
                                LONG))
                .containsExactly("plain");
        transport().upload(List.of(InputFile.text("pipe", "now a file")), there.toString(), LONG);
        assertThat(there.resolve("pipe")).isRegularFile().hasContent("now a file");
    }

    @Test
    @Tag("long")
    void a_file_larger_than_the_memory_streams() throws IOException {
        long size = Runtime.getRuntime().maxMemory() + (64 << 20);
        Path big = scratch.resolve("big");
        try (RandomAccessFile file = new RandomAccessFile(big.toFile(), "rw")) {
            file.setLength(size);
            file.writeUTF("begins");
            file.seek(size - 6);
            file.writeBytes("ends\n\n");
        }
        Path there = scratch.resolve("there");
        Duration patience = Duration.ofMinutes(10);
        transport().uploadFiles(List.of(big), there.toString(), patience);
        assertThat(there.resolve("big")).hasSize(size);
        Path here = scratch.resolve("here");
        assertThat(transport().download(there.toString(), List.of("big"), here, patience))
                .containsExactly("big");
        assertThat(Files.mismatch(big, here.resolve("big"))).isEqualTo(-1);
    }
}
