package org.polymorph.engine.transport.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a stream of files that is not as it should be. */
class ArrivingFilesTest {
    @TempDir
    private Path here;

    private static String file(int number, String told, String sent) {
        byte[] content = told.getBytes(StandardCharsets.UTF_8);
        return number + " " + content.length + " "
                + HexFormat.of().formatHex(OutgoingFile.digest().digest(content)) + "\n" + sent;
    }

    private ArrivingFiles receive(String stream) throws IOException {
        ArrivingFiles arriving = new ArrivingFiles(List.of("a", "b", "c"), here);
        // in small pieces, as a network may bring it
        for (byte value : stream.getBytes(StandardCharsets.UTF_8)) {
            arriving.write(value);
        }
        arriving.close();
        return arriving;
    }

    @Test
    void whole_files_get_their_names() throws IOException {
        ArrivingFiles arriving = receive(file(0, "one", "one") + file(1, "", "") + file(2, "three\n", "three\n"));
        assertThat(arriving.whole()).containsExactly("a", "b", "c");
        assertThat(here.resolve("c")).hasContent("three\n");
        assertThat(arriving.isGarbled()).isFalse();
    }

    @Test
    void a_file_that_changed_keeps_its_length_and_costs_no_other() throws IOException {
        ArrivingFiles arriving = receive(file(0, "one", "eno") + file(1, "two", "two"));
        assertThat(arriving.whole()).containsExactly("b");
        assertThat(arriving.changed()).containsExactly("a");
        assertThat(arriving.isGarbled()).isFalse();
        assertThat(here.resolve("a")).doesNotExist();
    }

    @Test
    void a_file_that_became_shorter_makes_what_follows_it_worthless() throws IOException {
        ArrivingFiles arriving =
                receive(file(0, "one", "one") + file(1, "longer than", "long") + file(2, "three", "three"));
        assertThat(arriving.whole()).containsExactly("a");
        assertThat(arriving.isGarbled()).isTrue();
        assertThat(here)
                .isDirectoryNotContaining(file -> !file.getFileName().toString().equals("a"));
    }

    @Test
    void a_stream_that_breaks_off_leaves_nothing_half() throws IOException {
        ArrivingFiles arriving = receive(file(0, "one", "one") + file(1, "longer than", "long"));
        assertThat(arriving.whole()).containsExactly("a");
        assertThat(arriving.changed()).containsExactly("b");
        assertThat(here)
                .isDirectoryNotContaining(file -> !file.getFileName().toString().equals("a"));
    }

    @Test
    void a_stream_in_another_form_is_refused() {
        for (String stream :
                List.of("nonsense\n", "9" + file(9, "x", "x"), "../a 1 " + "0".repeat(64) + "\nx", "x".repeat(500))) {
            assertThatThrownBy(() -> receive(stream))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("not in the form");
        }
    }
}
