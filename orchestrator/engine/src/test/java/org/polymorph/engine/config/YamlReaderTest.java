package org.polymorph.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.polymorph.model.spi.ConfigurationException;

class YamlReaderTest {
    private static Map<String, @Nullable Object> read(String text) {
        return ConfigNodes.plainSection(YamlReader.text(text, "f.yaml"));
    }

    static List<Arguments> broken() {
        StringBuilder laughs = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i < 24; i++) {
            laughs.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
        }
        return List.of(
                Arguments.of(
                        "a: 1\nb: 2\na: 3\n", "f.yaml:3:1: the key \"a\" is here a second time; first at f.yaml:1:1"),
                Arguments.of("a:\n  b: {c: 1, c: 2}\n", "f.yaml:2:13: the key \"c\""),
                Arguments.of("a:\n\tb: 1\n", "f.yaml:2:1: "),
                Arguments.of("a: [1, 2\nb: 3\n", "f.yaml:2:"),
                Arguments.of("a: 'x\n", "f.yaml:2:1: "),
                Arguments.of("a: *nobody\n", "f.yaml:1:4: "),
                Arguments.of("a: 1\n---\nb: 2\n", "f.yaml:2:1: "),
                Arguments.of("a: !!java.io.File [x]\n", "f.yaml:1:4: Global tag is not allowed"),
                Arguments.of("a: !foo x\n", "f.yaml:1:4: the tag "),
                Arguments.of("- 1\n", "f.yaml:1: expected keys and values"),
                Arguments.of("", "f.yaml: the file is empty"),
                Arguments.of("# only words\n", "f.yaml: the file is empty"),
                Arguments.of("a: 1\nb: \u0007\n", "f.yaml:2: character U+0007"),
                Arguments.of("? [a]\n: 1\n", "f.yaml:1:3: expected a plain key"),
                Arguments.of("a: &a [*a]\n", "f.yaml:1:"),
                Arguments.of("[".repeat(500), "f.yaml"),
                Arguments.of(laughs.toString(), "f.yaml:"));
    }

    @ParameterizedTest
    @MethodSource("broken")
    void broken_files_are_refused_with_their_place(String text, String message) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void values_follow_the_core_schema() {
        assertThat(read("""
                        a: 1e-3
                        b: NO
                        c: 012
                        d: 12:30
                        e: true
                        f: ~
                        g: 1.5
                        h: '3'
                        i: -7
                        j: 3000000000
                        k: 1-230
                        l: yes
                        m: !!str 5
                        n: 2026-11-20
                        """))
                .containsEntry("f", null)
                .containsAllEntriesOf(Map.of("a", 1e-3, "b", "NO", "c", "012", "d", "12:30", "e", true))
                .containsAllEntriesOf(Map.of("g", 1.5, "h", "3", "i", -7, "j", 3000000000L, "k", "1-230"))
                .containsAllEntriesOf(Map.of("l", "yes", "m", "5", "n", "2026-11-20"));
    }

    @Test
    void merge_keys_and_aliases_are_written_out() {
        assertThat(read("base: &b {x: 1, y: 2}\none: {<<: *b, y: 3}\ntwo: *b\n"))
                .containsEntry("one", Map.of("x", 1, "y", 3))
                .containsEntry("two", Map.of("x", 1, "y", 2));
    }

    @Test
    void unusable_files_are_named(@TempDir Path directory) throws IOException {
        Path large = Files.write(directory.resolve("large.yaml"), new byte[YamlReader.MAX_BYTES + 1]);
        Path latin = Files.write(directory.resolve("l.yaml"), "a: 1\nb: ä\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> YamlReader.file(large))
                .hasMessage(large + ": is larger than 1 MiB: not a campaign or site file");
        assertThatThrownBy(() -> YamlReader.file(latin)).hasMessage(latin + ":2: a byte here is not UTF-8 text");
        assertThatThrownBy(() -> YamlReader.file(directory)).hasMessageContaining("it is a directory");
        assertThatThrownBy(() -> YamlReader.file(directory.resolve("none"))).hasMessageEndingWith("none: no such file");
    }

    @Test
    void a_byte_order_mark_is_no_part_of_the_first_key(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("b.yaml"), "\uFEFFa: 1\n");
        assertThat(ConfigNodes.plainSection(YamlReader.file(file))).containsEntry("a", 1);
    }
}
