package org.polymorph.dft.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PseudoDirectoryTest {
    @TempDir
    private Path directory;

    private static String remedy(String name, Optional<Path> base) {
        return PseudoDirectory.remedy("espresso", name, base);
    }

    @Test
    void the_keys_are_named_where_nobody_says_where_the_files_lie() {
        assertThat(remedy("Si.UPF", Optional.empty()))
                .startsWith("; give the directory of the files: ")
                .contains("calculate.settings.pseudoDir", "codes.espresso.pseudoDir", "--site");
    }

    @Test
    void a_directory_that_is_not_there_is_to_be_corrected() {
        assertThat(remedy("Si.UPF", Optional.of(directory.resolve("nosuch"))))
                .startsWith("; pseudoDir is no directory: correct calculate.settings.pseudoDir");
    }

    @Test
    void it_is_no_remedy_for_a_whole_path_or_a_file_missing_in_it() {
        assertThat(remedy("/pseudo/Si.UPF", Optional.empty())).isEmpty();
        assertThat(remedy("~/pseudo/Si.UPF", Optional.empty())).isEmpty();
        assertThat(remedy("Si.UPF", Optional.of(directory))).isEmpty();
    }
}
