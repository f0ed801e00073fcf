package org.polymorph.daemon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildInformationTest {
    private static final String JAVA = "Java " + System.getProperty("java.version");

    private static String line(String text) throws Exception {
        Properties properties = new Properties();
        properties.load(new StringReader(text));
        return BuildInformation.of(properties).line();
    }

    @Test
    void names_version_commit_time_and_changes() throws Exception {
        String built = "version=0.1.0\ncommit=0123456789ab\ntime=2026-11-20T10:00:00Z\nmodified=";

        assertThat(line(built + "false"))
                .isEqualTo("polymorph 0.1.0 (commit 0123456789ab of 2026-11-20T10:00:00Z; " + JAVA + ")");
        assertThat(line(built + "true"))
                .isEqualTo("polymorph 0.1.0 (commit 0123456789ab of 2026-11-20T10:00:00Z, modified; " + JAVA + ")");
    }

    @Test
    void a_build_without_git_names_the_version_alone() throws Exception {
        assertThat(line("version=0.1.0")).isEqualTo("polymorph 0.1.0 (" + JAVA + ")");
    }

    @Test
    void the_build_writes_the_commit_of_a_checkout_and_none_of_a_copy(@TempDir Path directory) throws Exception {
        Path checkout = Files.createDirectory(directory.resolve("check out"));
        Path copy = Files.createDirectory(checkout.resolve("copy"));
        for (String[] command : new String[][] {
            {"git", "init", "--quiet"},
            {"git", "-c", "user.name=a", "-c", "user.email=a@b", "commit", "--quiet", "--allow-empty", "-m", "first"}
        }) {
            assertThat(new ProcessBuilder(command)
                            .directory(checkout.toFile())
                            .start()
                            .waitFor())
                    .isZero();
        }

        assertThat(written(checkout, directory)).matches("polymorph 1 \\(commit [0-9a-f]{12} of \\d{4}-.*Z; Java .*");
        Files.createFile(copy.resolve("new"));
        assertThat(written(checkout, directory)).contains("Z, modified; ");
        assertThat(written(copy, directory)).isEqualTo("polymorph 1 (" + JAVA + ")");
    }

    private static String written(Path sources, Path directory) throws Exception {
        Path file = directory.resolve("of/build.properties");
        int exit = new ProcessBuilder(
                        "sh", "src/main/build/build-information.sh", "1", sources.toString(), file.toString())
                .inheritIO()
                .start()
                .waitFor();
        assertThat(exit).isZero();
        return line(Files.readString(file));
    }
}
