package org.polymorph.engine.transport.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A script that may have to be sent again, as long as it cannot have begun. */
class ExchangeTest {
    private static Exchange exchange(InputStream data) {
        return Exchange.of("echo hello", data, OutputStream.nullOutputStream(), OutputStream.nullOutputStream());
    }

    private static InputStream data() {
        return new ByteArrayInputStream("data".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void a_way_that_was_given_up_ends_and_the_next_has_everything() throws IOException {
        Exchange exchange = exchange(data());
        InputStream first = exchange.stdin();
        assertThat(first.readNBytes(10)).hasSize(10);
        assertThat(exchange.mayHaveBegun()).isFalse();
        InputStream second = exchange.stdin();
        first.close();
        String sent = new String(second.readAllBytes(), StandardCharsets.UTF_8);
        assertThat(sent).contains("echo hello").endsWith("data");
        assertThat(exchange.mayHaveBegun()).isTrue();
    }

    @Test
    void what_is_left_of_a_way_that_was_given_up_goes_nowhere() throws IOException {
        Exchange exchange = exchange(InputStream.nullInputStream());
        InputStream first = exchange.stdin();
        assertThat(first.readNBytes(10)).hasSize(10);
        InputStream second = exchange.stdin();
        assertThat(first.readAllBytes()).isEmpty();
        assertThat(exchange.mayHaveBegun()).isFalse();
        assertThat(second.readAllBytes()).isNotEmpty();
    }

    @Test
    void a_script_that_went_out_is_not_sent_again() throws IOException {
        Exchange exchange = exchange(InputStream.nullInputStream());
        assertThat(exchange.stdin().readAllBytes()).isNotEmpty();
        assertThat(exchange.mayHaveBegun()).isTrue();
        assertThatThrownBy(exchange::stdin).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void the_command_line_holds_nothing_of_the_script_and_nothing_that_shells_read_differently() {
        String command = Exchange.of(
                        "secret='hunter2'; echo \"$x\" !!",
                        InputStream.nullInputStream(),
                        OutputStream.nullOutputStream(),
                        OutputStream.nullOutputStream())
                .command();
        assertThat(command)
                .startsWith("exec /bin/sh -c '")
                .endsWith("'")
                .doesNotContain("hunter2", "!", "\n", "\\", "`");
        assertThat(command.chars().filter(c -> c == '\'').count()).isEqualTo(2);
    }
}
