package org.polymorph.engine.transport.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.polymorph.engine.transport.NotDoneException;
import org.polymorph.engine.transport.Transport.Answer;
import org.polymorph.model.batch.InputFile;

/** Log-in shells of every kind with profiles of every kind: the answer is what the script said, or the trouble is told. */
class LoginShellTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String SCRIPT =
            "x='it'\"'\"'s $HOME `date` !!'; printf '%s\\n' \"$x\"; wc -c; echo err >&2; exit 7";
    private static final Answer ANSWER = new Answer(7, "it's $HOME `date` !!\n3\n", "err\n");
    private static final String NOISE = "echo welcome; echo beware >&2; ";

    // for each shell, the file that it reads before a command that sshd hands it
    private static final Map<String, String> PROFILES = new TreeMap<>(Map.of(
            "/bin/sh", ".profile",
            "/bin/bash", ".bashrc",
            "/usr/bin/zsh", ".zshenv",
            "/usr/bin/tcsh", ".tcshrc",
            "/usr/bin/csh", ".cshrc",
            "/usr/bin/fish", ".config/fish/config.fish"));

    private final Path directory;
    private Path home;

    LoginShellTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @BeforeEach
    void makeHome() throws IOException {
        home = Files.createDirectory(directory.resolve("home"));
    }

    private OwnSshd start(String shell, String profile, String... settings) throws IOException {
        Path file = home.resolve(PROFILES.get(shell));
        Files.createDirectories(file.getParent());
        Files.writeString(file, profile);
        return OwnSshd.startWithShell(directory.resolve("sshd"), Path.of(shell), home, settings);
    }

    private Answer run(OwnSshd sshd) {
        try (SshTransport transport = new SshTransport(sshd.options())) {
            return transport.run(SCRIPT, new byte[] {1, 0, '\n'}, LONG);
        }
    }

    static Stream<String> shells() {
        return PROFILES.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("shells")
    void any_shell_with_a_noisy_profile_will_do(String shell) throws IOException {
        Path banner = Files.writeString(directory.resolve("banner"), "Authorized use only!\n");
        try (OwnSshd sshd = start(shell, NOISE.replace("; ", "\n"), "Banner " + banner, "PrintMotd yes")) {
            assertThat(run(sshd)).isEqualTo(ANSWER);
            try (SshTransport transport = new SshTransport(sshd.options())) {
                Path there = directory.resolve("there");
                transport.upload(List.of(InputFile.text("a", "x")), there.toString(), LONG);
                assertThat(transport.download(there.toString(), List.of("a"), directory.resolve("here"), LONG))
                        .containsExactly("a");
                assertThat(directory.resolve("here/a")).hasContent("x");
            }
        }
    }

    static Stream<Arguments> profiles() {
        return Stream.of(
                Arguments.of("/bin/bash", "printf 'no newline'; printf 'none here' >&2"),
                Arguments.of("/bin/bash", "head -c 300000 /dev/urandom | od; head -c 300000 /dev/zero >&2"),
                Arguments.of("/bin/bash", "stty erase ^H; tput cols; mesg n"),
                Arguments.of("/bin/bash", "read -r answer; echo you said $answer; read -r again"),
                Arguments.of("/bin/bash", "export IFS=0123456789abcdefpm; set -f -u -o noclobber; shopt -s nocaseglob"),
                Arguments.of(
                        "/bin/bash", "export LC_ALL=tr_TR.UTF-8 LANG=ja_JP.eucJP TZ=Nowhere/Land POSIXLY_CORRECT=1"),
                Arguments.of(
                        "/bin/bash", "export CDPATH=/:/tmp TAR_OPTIONS=--exclude=a ENV=/nowhere BASH_ENV=/nowhere"),
                Arguments.of(
                        "/bin/bash", "echo() { printf 'not yours\\n'; }; export -f echo; alias exec=false dd=false"),
                Arguments.of("/bin/bash", "trap 'echo leaving' EXIT; umask 077; ulimit -c 0; cd /"),
                Arguments.of("/bin/bash", "false; return 3"),
                Arguments.of("/bin/bash", "(sleep 5; echo late) & disown"),
                Arguments.of("/usr/bin/tcsh", "stty erase '^H'\nset prompt='%m'\nset answer = $<\n"),
                Arguments.of("/usr/bin/tcsh", "set noclobber\nset echo\nset verbose\nsetenv IFS xyz\n"),
                Arguments.of("/usr/bin/fish", "read answer\nset -gx IFS 0123\nfunction echo; printf nope; end\n"),
                Arguments.of(
                        "/usr/bin/zsh", "setopt shwordsplit extendedglob noclobber; read x; RPROMPT=x; print -n hi"));
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void what_a_profile_does_is_no_part_of_the_answer(String shell, String profile) throws IOException {
        try (OwnSshd sshd = start(shell, profile)) {
            assertThat(run(sshd)).isEqualTo(ANSWER);
            try (SshTransport transport = new SshTransport(sshd.options())) {
                Path there = directory.resolve("there");
                transport.upload(List.of(InputFile.text("a", "x")), there.toString(), LONG);
                assertThat(there.resolve("a")).hasContent("x");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"echo 'node is being drained'; exit 3", "exec /bin/false"})
    void a_profile_that_ends_the_shell_is_told(String profile) throws IOException {
        try (OwnSshd sshd = start("/bin/bash", profile)) {
            assertThatThrownBy(() -> run(sshd))
                    .isInstanceOf(NotDoneException.class)
                    .hasMessageContaining("log-in shell");
        }
    }

    @Test
    void what_the_shell_said_before_it_ended_is_told() throws IOException {
        try (OwnSshd sshd = start("/bin/bash", "echo 'this node is being drained' >&2; exit 3")) {
            assertThatThrownBy(() -> run(sshd))
                    .isInstanceOf(NotDoneException.class)
                    .hasMessageContaining("exit code 3")
                    .hasMessageContaining("this node is being drained");
        }
    }

    @Test
    void a_profile_that_eats_all_input_is_told() throws IOException {
        try (OwnSshd sshd = start("/bin/bash", "cat >/dev/null")) {
            assertThatThrownBy(() -> run(sshd))
                    .isInstanceOf(NotDoneException.class)
                    .hasMessageContaining("profile reads its input");
        }
    }

    @Test
    void no_argument_of_a_script_stands_in_a_process_list() throws IOException {
        try (OwnSshd sshd = start("/bin/sh", "")) {
            try (SshTransport transport = new SshTransport(sshd.options())) {
                String list = transport
                        .run("key=hunter2; ps -ww -eo args | cat; : \"$key\"", new byte[0], LONG)
                        .stdout();
                assertThat(list).contains("/bin/sh -c i=0").doesNotContain("hunter2");
            }
        }
    }
}
