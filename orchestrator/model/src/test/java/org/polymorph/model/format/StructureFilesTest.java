package org.polymorph.model.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.polymorph.model.crystal.Structures;

class StructureFilesTest {
    private static final Frame FRAME = new Frame(Structures.diamond());

    private final Path folder;

    StructureFilesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private static List<Frame> read(String text, String name) {
        return StructureFiles.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.extxyz", "a.xyz", "a.CIF", "POSCAR", "CONTCAR.1", "si.vasp", "si.poscar"})
    void what_is_written_by_suffix_is_read_by_content(String name) throws IOException {
        Path file = folder.resolve(name);
        StructureFiles.write(file, List.of(FRAME));
        Path renamed = Files.move(file, folder.resolve("anything"));
        Frame back = StructureFiles.read(renamed).get(0);
        assertThat(back.structure().composition()).hasToString("Si2");
        assertThat(back.structure().fractional()).isEqualTo(FRAME.structure().fractional());
    }

    @Test
    void a_file_is_replaced_and_nothing_else_left() throws IOException {
        Path file = folder.resolve("a.xyz");
        StructureFiles.write(file, List.of(FRAME));
        StructureFiles.write(file, List.of(FRAME, FRAME));
        assertThat(StructureFiles.read(file)).hasSize(2);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void a_failed_write_leaves_the_old_file_alone() throws IOException {
        Path file = folder.resolve("POSCAR");
        StructureFiles.write(file, List.of(FRAME));
        assertThatThrownBy(() -> StructureFiles.write(file, List.of(FRAME, FRAME)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found 2");
        assertThat(StructureFiles.read(file)).hasSize(1);
        assertThatThrownBy(() -> StructureFiles.write(folder.resolve("no").resolve("a.xyz"), List.of(FRAME)))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("a.xyz");
    }

    @Test
    void unknown_suffixes_are_refused_with_the_known_ones() {
        assertThatThrownBy(() -> StructureFiles.write(folder.resolve("a.pdb"), List.of(FRAME)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a.pdb")
                .hasMessageContaining(".cif");
        assertThatThrownBy(() -> StructureFiles.write(folder.resolve("a.cif"), List.of()))
                .hasMessageContaining("no structure");
    }

    @Test
    void unreadable_files_say_what_they_are() {
        assertThatThrownBy(() -> StructureFiles.read(folder.resolve("none.cif")))
                .isInstanceOf(StructureFormatException.class)
                .hasMessageContaining("there is no such file");
        assertThatThrownBy(() -> StructureFiles.read(folder)).isInstanceOf(StructureFormatException.class);
        assertThatThrownBy(() -> read("", "a.cif"))
                .hasMessageContaining("a.cif line 1")
                .hasMessageContaining("empty");
        assertThatThrownBy(() -> read("hello\nworld\n", "x"))
                .hasMessageContaining("x line 1")
                .hasMessageContaining("hello");
        assertThatThrownBy(() -> read("hello\nworld\n", "x.cif")).hasMessageContaining("x.cif line 1");
        assertThatThrownBy(() -> read("\u0000\u0001\n", "x")).isInstanceOf(StructureFormatException.class);
    }

    @Test
    void a_byte_order_mark_and_windows_lines_do_not_matter() {
        String text = "\uFEFF1\r\nLattice=\"4 0 0 0 4 0 0 0 4\"\r\nSi 0 0 0\r\n";
        assertThat(read(text, "x").get(0).structure().size()).isEqualTo(1);
    }

    @Test
    void truncated_files_of_every_format_are_refused() {
        for (String name : List.of("a.xyz", "a.cif", "POSCAR")) {
            StringBuilder out = new StringBuilder();
            FileFormat.bySuffix(name).write(out, List.of(FRAME));
            String whole = out.toString().stripTrailing();
            // cut before the last atom, and within its line
            for (int end : new int[] {whole.lastIndexOf('\n') + 1, whole.lastIndexOf(' ') - 5, 12}) {
                String cut = whole.substring(0, end);
                boolean complete = name.equals("a.cif") && end == whole.lastIndexOf('\n') + 1;
                if (!complete) {
                    assertThatThrownBy(() -> read(cut, name))
                            .as(name + " cut at " + end)
                            .isInstanceOf(StructureFormatException.class)
                            .hasMessageContaining("line");
                }
            }
        }
    }
}
