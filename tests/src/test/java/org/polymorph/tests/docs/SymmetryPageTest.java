package org.polymorph.tests.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.model.format.StructureFiles;
import org.polymorph.tests.PolymorphProcess;

/** Follows docs/symmetry.md: its files, its commands in their order, the outputs that it promises. */
class SymmetryPageTest {
    private static final Path PAGE = PolymorphProcess.checkout().resolve("docs/symmetry.md");
    private static final Path DISTRIBUTION =
            PolymorphProcess.launcher().resolve("../..").normalize();

    @TempDir
    Path directory;

    private String run(String commands) throws Exception {
        String path = DISTRIBUTION.resolve("bin") + ":" + System.getenv("PATH");
        return PolymorphProcess.in(directory)
                .withEnvironment("PATH", path)
                .runCommand("/bin/sh", "-c", "set -eu\nexec 2>&1\n" + commands)
                .exits(0)
                .out();
    }

    // words matter, how columns are aligned does not
    private static List<String> words(String text) {
        return Pattern.compile("\\s+").splitAsStream(text.strip()).toList();
    }

    @Test
    void the_page_is_followed_word_for_word() throws Exception {
        String said = "";
        int promises = 0;
        for (CodeBlock block : CodeBlock.read(PAGE)) {
            if (block.file().isPresent()) {
                Files.writeString(directory.resolve(block.file().get()), block.text());
            } else if (block.language().equals("sh")) {
                said = run(block.text());
            } else {
                assertThat(words(said)).isEqualTo(words(block.text()));
                promises++;
            }
        }
        assertThat(promises).isEqualTo(3);
        for (String file : List.of("any", "some", "layers", "clusters")) {
            assertThat(StructureFiles.read(directory.resolve(file + ".extxyz"))).hasSize(3);
        }
        assertThat(StructureFiles.read(directory.resolve("ice.extxyz"))).hasSize(2);
    }
}
