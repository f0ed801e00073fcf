package org.polymorph.tests.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.polymorph.tests.PolymorphProcess;

/** The files of the distribution beside the program, each tried with the program that reads it. */
class DistributionTest {
    private static final Path SHARE =
            PolymorphProcess.launcher().resolve("../../share").normalize();

    @TempDir
    Path directory;

    private PolymorphProcess.Ended run(String... command) throws Exception {
        return PolymorphProcess.in(directory)
                .withEnvironment("LC_ALL", "C.UTF-8")
                .runCommand(command);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "polymorph pl | plot",
                "polymorph dft p | prepare,parse",
                "polymorph plot --k | --kind",
                "polymorph plot --kind en | energy-volume,energy-round",
                "polymorph export --what la | labels"
            })
    void bash_completes_commands_options_and_words(String typed, String expected) throws Exception {
        String script = """
                set -u
                . "$1"
                complete -p polymorph
                compopt() { :; } # is for the real thing alone
                read -r -a COMP_WORDS <<<"$2"
                COMP_CWORD=$((${#COMP_WORDS[@]} - 1)) COMP_LINE=$2 COMP_POINT=${#2}
                _complete_polymorph
                printf '%s\\n' "${COMPREPLY[@]}"
                """;
        PolymorphProcess.Ended ended = run(
                        "bash",
                        "--norc",
                        "-c",
                        script,
                        "bash",
                        SHARE.resolve("bash-completion/completions/polymorph").toString(),
                        typed)
                .exits(0);

        List<String> lines = ended.out().lines().map(String::strip).toList();
        assertThat(lines.get(0)).startsWith("complete ").endsWith(" polymorph");
        assertThat(lines.subList(1, lines.size())).containsExactlyInAnyOrder(expected.split(","));
        assertThat(ended.err()).isEmpty();
    }

    @Test
    void zsh_loads_its_completion_when_it_is_asked() throws Exception {
        assumeThat(Path.of("/usr/bin/zsh")).isExecutable();
        String script = """
                fpath=("$1" $fpath)
                autoload -Uz compinit && compinit -D -u
                print -r -- "${_comps[polymorph]}"
                autoload +X _polymorph && print -r -- "${functions[_polymorph]}"
                """;
        PolymorphProcess.Ended ended = run(
                        "zsh",
                        "-f",
                        "-c",
                        script,
                        "zsh",
                        SHARE.resolve("zsh/site-functions").toString())
                .exits(0);

        assertThat(ended.out().lines().findFirst()).contains("_polymorph");
        assertThat(ended.out()).contains("_bash_complete -o default -F _complete_polymorph");
        assertThat(ended.err()).isEmpty();
    }

    @Test
    void every_command_has_a_manual_page_without_a_warning() throws Exception {
        List<Path> pages;
        try (Stream<Path> files = Files.list(SHARE.resolve("man/man1"))) {
            pages = files.sorted().toList();
        }
        assertThat(pages)
                .extracting(page -> page.getFileName().toString())
                .contains("polymorph.1", "polymorph-run.1", "polymorph-plot.1", "polymorph-dft-prepare.1");
        assumeThat(Path.of("/usr/bin/groff")).isExecutable();
        for (Path page : pages) {
            PolymorphProcess.Ended ended = run("groff", "-man", "-ww", "-b", "-z", "-Tutf8", page.toString())
                    .exits(0);
            assertThat(ended.err()).as(page.toString()).isEmpty();
        }
        assumeThat(Path.of("/usr/bin/mandoc")).isExecutable();
        for (Path page : pages) {
            run("mandoc", "-T", "lint", "-W", "warning", page.toString()).exits(0);
        }
    }

    @Test
    void a_manual_page_reads_well() throws Exception {
        assumeThat(Path.of("/usr/bin/groff")).isExecutable();
        String text = words(run(
                        "groff",
                        "-man",
                        "-Tascii",
                        "-P-cbou",
                        SHARE.resolve("man/man1/polymorph-plot.1").toString())
                .exits(0)
                .out());

        assertThat(text)
                .contains("polymorph-plot - Draw a campaign", "SYNOPSIS", "OPTIONS", "--kind KIND", "energy-volume:")
                .contains("SEE ALSO", "polymorph(1)")
                .doesNotContain("@|", "${");
    }

    // lines are broken and filled as the width demands
    private static String words(String page) {
        return page.replaceAll("-\\n *", "-").replaceAll("\\s+", " ");
    }

    @Test
    void systemd_takes_the_unit_and_finds_it_well_walled_in() throws Exception {
        assumeThat(Path.of("/usr/bin/systemd-analyze")).isExecutable();
        String unit = Files.readString(SHARE.resolve("polymorph/systemd/polymorph.service"));
        assertThat(unit).contains("ExecStart=/opt/polymorph/bin/polymorph daemon --data ");
        // verify looks for the program
        Path file = Files.writeString(
                directory.resolve("polymorph.service"),
                unit.replace(
                        "/opt/polymorph/bin/polymorph",
                        PolymorphProcess.launcher().toString()));

        PolymorphProcess.Ended verified =
                run("systemd-analyze", "verify", "--man=no", file.toString()).exits(0);
        assertThat(verified.err() + verified.out()).doesNotContain("polymorph.service");
        // out of 100; a service without walls has 96
        run("systemd-analyze", "security", "--offline=yes", "--threshold=25", file.toString())
                .exits(0);
    }

    @Test
    void the_version_names_the_commit_that_it_was_built_from() throws Exception {
        String line = PolymorphProcess.in(directory).run("--version").exits(0).out();
        assertThat(line).startsWith("polymorph ").contains("Java " + System.getProperty("java.version") + ")");
        assumeThat(PolymorphProcess.checkout().resolve(".git")).exists();

        JsonNode version =
                PolymorphProcess.in(directory).run("version", "--json").exits(0).json();
        String commit = version.get("commit").asText();
        assertThat(line)
                .contains("commit " + commit + " of " + version.get("time").asText());
        String time = run("git", "-C", PolymorphProcess.checkout().toString(), "show", "-s", "--format=%ct", commit)
                .exits(0)
                .out()
                .strip();
        assertThat(java.time.Instant.parse(version.get("time").asText()).getEpochSecond())
                .isEqualTo(Long.parseLong(time));
    }

    @Test
    void the_containerfile_installs_the_archive_and_runs_without_rights() throws IOException {
        String file = Files.readString(SHARE.resolve("polymorph/container/Containerfile"));

        assertThat(file).contains("FROM docker.io/library/debian:", "ADD polymorph-*.tar.gz /opt/", "USER polymorph");
    }
}
