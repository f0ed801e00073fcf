package org.polymorph.model.spi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {
    @TempDir
    private Path folder;

    private Checkpoint checkpoint() {
        return Checkpoint.in(folder.resolve("training"), where -> {});
    }

    private static Optional<String> found(Checkpoint checkpoint, String name, String inputs) {
        return checkpoint.find(name, inputs).map(bytes -> new String(bytes, UTF_8));
    }

    @Test
    void finds_the_last_state_of_each_part() {
        assertThat(found(checkpoint(), "a", "seed 1")).isEmpty();
        checkpoint().leave("a", "seed 1", "first".getBytes(UTF_8));
        checkpoint().leave("b", "seed 1", "other".getBytes(UTF_8));
        checkpoint().leave("a", "seed 1", "second".getBytes(UTF_8));
        assertThat(found(checkpoint(), "a", "seed 1")).contains("second");
        assertThat(found(checkpoint(), "b", "seed 1")).contains("other");
    }

    @Test
    void state_of_other_work_is_not_taken() {
        checkpoint().leave("a", "seed 1", "x".getBytes(UTF_8));
        assertThat(found(checkpoint(), "a", "seed 2")).isEmpty();
        assertThat(found(checkpoint(), "a", "seed 1x")).isEmpty();
    }

    @Test
    void damaged_state_is_not_taken() throws IOException {
        checkpoint().leave("a", "seed 1", "a state".getBytes(UTF_8));
        Path file = folder.resolve("training").resolve("a.state");
        byte[] bytes = Files.readAllBytes(file);
        for (int k = 0; k < bytes.length; k++) {
            byte[] damaged = bytes.clone();
            damaged[k] ^= 4;
            Files.write(file, damaged);
            assertThat(found(checkpoint(), "a", "seed 1")).as("byte %d", k).isEmpty();
            Files.write(file, Arrays.copyOf(bytes, k));
            assertThat(found(checkpoint(), "a", "seed 1")).as("cut at %d", k).isEmpty();
        }
    }

    @Test
    void nothing_is_left_of_what_is_discarded() throws IOException {
        checkpoint().discard();
        checkpoint().leave("a", "seed 1", "x".getBytes(UTF_8));
        Files.writeString(folder.resolve("training").resolve("b.part"), "what a kill left");
        checkpoint().discard();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void a_file_of_others_is_not_removed() throws IOException {
        checkpoint().leave("a", "seed 1", "x".getBytes(UTF_8));
        Path foreign = Files.writeString(folder.resolve("training").resolve("thesis.tex"), "x");
        assertThatThrownBy(() -> checkpoint().discard())
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("training");
        assertThat(foreign).exists();
    }

    @Test
    void a_directory_that_cannot_be_made_is_named() throws IOException {
        Files.writeString(folder.resolve("training"), "a file in its place");
        assertThatThrownBy(() -> checkpoint().leave("a", "seed 1", new byte[3]))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(folder.resolve("training").toString());
    }
}
