package org.polymorph.tests.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.model.batch.ShellWord;
import org.polymorph.tests.PolymorphProcess;

/** Follows docs/schedules.md. */
class SchedulesPageTest {
    private static final Path PAGE = PolymorphProcess.checkout().resolve("docs/schedules.md");

    @TempDir
    private Path directory;

    private PolymorphProcess.Ended run(String commands) throws Exception {
        String launcher = ShellWord.quote(PolymorphProcess.launcher().toString());
        String examples = ShellWord.quote(PolymorphProcess.checkout() + "/examples/");
        String script = "set -eu\n" + commands.replace("./polymorph", launcher).replace("examples/", examples);
        return PolymorphProcess.in(directory)
                .runCommand("/bin/sh", "-c", script)
                .exits(0);
    }

    @Test
    void every_command_and_file_of_the_page_does_what_it_says() throws Exception {
        List<CodeBlock> blocks = CodeBlock.read(PAGE);
        List<String> commands = blocks.stream()
                .filter(block -> block.language().equals("sh"))
                .map(CodeBlock::text)
                .toList();
        for (CodeBlock block : blocks) {
            if (block.file().isPresent()) {
                Files.writeString(directory.resolve(block.file().get()), block.text());
            }
        }
        assertThat(commands).hasSize(3);

        String added = run(commands.get(0)).out();
        assertThat(added).contains("nightly: 0 22 * * * Europe/Berlin; missed: once, overlapping: skip");
        assertThat(added.lines().filter(line -> line.matches("  next \\w{3} \\d{4}-\\d\\d-\\d\\d 22:00:00")))
                .hasSize(3);
        String changed = run(commands.get(1)).out();
        assertThat(changed).contains("begun nightly-20", "paused", "resumed", "\"enabled\" : true", "removed");
        run(commands.get(2));

        Files.createDirectories(directory.resolve("sites"));
        String site = blocks.stream()
                .map(CodeBlock::text)
                .filter(text -> text.startsWith("scheduler:"))
                .findFirst()
                .orElseThrow();
        Files.writeString(directory.resolve("sites/mine.yaml"), "site: mine\n" + site);
        run("./polymorph validate night.yaml sites/mine.yaml --site mine");
    }
}
