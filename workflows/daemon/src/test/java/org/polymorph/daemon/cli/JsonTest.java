package org.polymorph.daemon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {
    @Test
    void keeps_the_order_of_the_members() {
        assertThat(Json.of("b", 1, "a", 2)).containsExactly(entry("b", 1), entry("a", 2));
    }

    @Test
    void has_no_word_for_numbers_that_are_not_finite() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Json.write(
                Json.numbers(0.1, Double.NaN, Double.POSITIVE_INFINITY),
                new PrintStream(bytes, true, StandardCharsets.UTF_8));

        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualToIgnoringWhitespace("[0.1, null, null]");
    }

    private static Map.Entry<String, Object> entry(String key, Object value) {
        return Map.entry(key, value);
    }
}
