package org.polymorph.daemon.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.polymorph.model.spi.Settings;

class KeyValuesTest {

    @Test
    void makes_sections_of_dotted_keys() {
        assertThat(KeyValues.tree("--set", List.of("a.b=1", "a.c=x=y", "d=")))
                .isEqualTo(Map.of("a", Map.of("b", "1", "c", "x=y"), "d", ""));
    }

    @Test
    void reads_lists_and_sections_as_json() {
        assertThat(KeyValues.tree("--set", List.of("range=[15, 30]", "pairs={Si-Si: 1.6}")))
                .isEqualTo(Map.of("range", List.of(15, 30), "pairs", Map.of("Si-Si", 1.6)));
    }

    @Test
    void lets_the_later_value_win() {
        Settings settings = KeyValues.settings("--set", List.of("n=1", "n=2"));
        assertThat(settings.integer("n", 0, 0, 9)).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "=1", ".a=1", "a.=1", "a..b=1"})
    void refuses_what_is_no_assignment(String text) {
        assertThatThrownBy(() -> KeyValues.tree("--set", List.of(text)))
                .isInstanceOf(UsageException.class)
                .hasMessage("--set: expected key=value, found \"" + text + "\"");
    }

    @Test
    void refuses_a_section_where_a_value_stands() {
        assertThatThrownBy(() -> KeyValues.tree("--set", List.of("a=1", "a.b=2")))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("a.b")
                .hasMessageContaining("\"1\"");
    }

    @Test
    void refuses_broken_json() {
        assertThatThrownBy(() -> KeyValues.tree("--set", List.of("a=[1,")))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("expected a JSON value for a, found [1,");
    }

    @Test
    void a_json_file_brings_many_at_once(@org.junit.jupiter.api.io.TempDir java.nio.file.Path directory)
            throws java.io.IOException {
        java.nio.file.Path file = directory.resolve("mgo.json");
        java.nio.file.Files.writeString(file, "{charges: {Mg: 2, O: -2}, cutoff: 9}");

        assertThat(KeyValues.tree("--param", List.of(file.toString(), "cutoff=8")))
                .isEqualTo(Map.of("charges", Map.of("Mg", 2, "O", -2), "cutoff", "8"));
        assertThatThrownBy(() -> KeyValues.tree("--param", List.of("missing.json")))
                .hasMessageContaining("--param")
                .hasMessageContaining("missing.json");
    }
}
