package org.polymorph.tests.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.polymorph.tests.PolymorphProcess;
import org.polymorph.tests.slurm.Testbed;

/** What a user types is never run by a shell, and no secret is told, through the whole chain over SSH. */
class SecurityDrillTest {
    private static final String MARK = "hacked-" + UUID.randomUUID();
    private static final String MISCHIEF =
            "it's \"odd\" $(touch " + MARK + ") `touch " + MARK + "`; touch " + MARK + " #";

    @TempDir
    Path directory;

    private Testbed testbed;
    private ClusterSearch cluster;

    @BeforeEach
    void install() {
        testbed = Testbed.require();
        cluster = new ClusterSearch(testbed);
    }

    @AfterEach
    void nothingWasRun() throws IOException {
        for (String place : List.of(testbed.get("TESTBED_HOME"), directory.toString())) {
            assertThat(Testbed.exec(Duration.ofMinutes(1), List.of("find", place, "-name", MARK))
                            .text())
                    .isEmpty();
        }
    }

    @Test
    void names_with_spaces_quotes_and_commands_are_names_and_secrets_stay_secret() throws Exception {
        String passphrase = "phrase-" + UUID.randomUUID();
        Path odd = Files.createDirectories(directory.resolve(MISCHIEF.replace('/', '-')));
        Path key = odd.resolve("a 'key'");
        Files.copy(Path.of(testbed.get("TESTBED_SSH_KEY")), key);
        Files.setPosixFilePermissions(key, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
        assertThat(Testbed.exec(
                                Duration.ofMinutes(1),
                                List.of("ssh-keygen", "-q", "-p", "-P", "", "-N", passphrase, "-f", key.toString()))
                        .exit())
                .isZero();
        Path seeds = odd.resolve("seeds $(touch " + MARK + ").extxyz");
        Files.writeString(
                seeds,
                "2\nLattice=\"3.9 0 0 1.9 3.3 0 1.9 1.1 3.2\" Properties=species:S:1:pos:R:3 name=\"" + "$(touch "
                        + MARK + ")\"\nSi 0 0 0\nSi 1.9 1.1 0.8\n");
        String site = cluster.site(
                        quoted(cluster.newWorkDir() + "/" + MISCHIEF),
                        "extra: [" + quoted("--comment='$(touch " + MARK + ") ; touch " + MARK + "'") + "]",
                        "true")
                .replace(
                        "keyFile: " + testbed.get("TESTBED_SSH_KEY"),
                        "keyFile: " + quoted(key.toString()) + ", passphrase: \"${env:DRILL_PASSPHRASE}\"");
        Search named = Search.small(odd)
                .with("stop.rounds=1", "search.composition=Si2", "pool.seeds=[" + quoted(seeds.toString()) + "]")
                .onSite("odd", site);
        java.util.Map<String, String> environment = new java.util.TreeMap<>(named.environment());
        environment.put("DRILL_PASSPHRASE", passphrase);
        Search search = new Search(odd, named.campaign(), named.arguments(), environment);

        Process process = search.start();
        List<String> told = new ArrayList<>();
        List<String> secrets = new ArrayList<>(List.of(passphrase));
        for (Path file : List.of(key, Path.of(testbed.get("TESTBED_SSH_KEY")))) {
            secrets.add(Files.readAllLines(file).get(2));
        }
        while (!process.waitFor(200, TimeUnit.MILLISECONDS)) {
            Testbed.Said processes = Testbed.exec(Duration.ofMinutes(1), List.of("ps", "-eo", "args"));
            secrets.stream().filter(processes.text()::contains).forEach(told::add);
        }
        assertThat(process.exitValue()).as(search.said()).isEqualTo(3);
        assertThat(told).as("in the list of processes").isEmpty();
        Files.delete(key);
        for (String secret : secrets) {
            Path pattern = Files.writeString(directory.resolve("pattern"), secret, StandardCharsets.UTF_8);
            assertThat(Testbed.exec(
                                    Duration.ofMinutes(1),
                                    List.of(
                                            "grep",
                                            "-rlaF",
                                            "-f",
                                            pattern.toString(),
                                            odd.toString(),
                                            testbed.get("TESTBED_HOME")))
                            .text())
                    .as("files that hold " + (secret.equals(passphrase) ? "the passphrase" : "a key"))
                    .isEmpty();
        }
        Ledger.of(search.data()).isDone();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "calculate.settings.potential | sw; touch MARK",
                "campaign | si8; touch MARK",
                "calculate.settings.fmax | $(touch MARK)"
            })
    void mischief_in_a_setting_is_refused_with_its_place(String name, String value) throws Exception {
        Search search = Search.small(directory)
                .with(name + "=" + value.replace("MARK", MARK))
                .onSite("plain", cluster.site(cluster.newWorkDir(), "maxQueued: 5", "true"));
        PolymorphProcess.Ended ended = search.run().exits(2);
        assertThat(ended.err()).contains(name, MARK).doesNotContain("Exception");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "extra: [\"--comment=a\\n touch MARK\"] | scheduler.extra",
                "account: \"a; touch MARK\" | scheduler.account"
            })
    void mischief_in_a_site_is_refused_with_its_place(String setting, String place) throws Exception {
        Search search = Search.small(directory)
                .onSite("sly", cluster.site(cluster.newWorkDir(), setting.replace("MARK", MARK), "true"));
        PolymorphProcess.Ended ended = search.run().exits(2);
        assertThat(ended.err()).contains("site sly", place, "expected").doesNotContain("Exception");
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
