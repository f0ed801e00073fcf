package org.polymorph.model.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShellWordTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "plain",
                "two words",
                "it's",
                "'",
                "''",
                "$HOME `id` $(id)",
                "a\nb",
                "\\",
                "*?[x]",
                "~",
                "#",
                "!x",
                "pairs.Si-O.A=1;rm",
                "\"",
                "{a,b}",
                "é"
            })
    void a_shell_reads_back_exactly_the_word(String word) throws Exception {
        Process shell = new ProcessBuilder(List.of("sh", "-c", "printf %s. " + ShellWord.quote(word))).start();
        assertThat(new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo(word + ".");
        assertThat(shell.waitFor()).isZero();
    }

    @Test
    void harmless_words_stay_readable() {
        assertThat(ShellWord.quote("--fmax=0.01")).isEqualTo("--fmax=0.01");
    }

    @Test
    void a_path_begins_in_the_home_of_the_shell_and_nothing_else_of_it_is_read() throws Exception {
        String words = ShellWord.quotePath("~/a $HOME") + " " + ShellWord.quotePath("/b/~/$HOME");
        ProcessBuilder shell = new ProcessBuilder(List.of("sh", "-c", "printf '%s.' " + words));
        shell.environment().put("HOME", "/home/of me");
        assertThat(new String(shell.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("/home/of me/a $HOME./b/~/$HOME.");
    }

    @Test
    void a_nul_is_refused() {
        assertThatThrownBy(() -> ShellWord.quote("a\0b")).isInstanceOf(IllegalArgumentException.class);
    }
}
