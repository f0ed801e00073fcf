package org.polymorph.tests.slurm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.tests.PolymorphProcess;

/** {@code polymorph doctor} on the testbed: where all is well, and where one thing is not. */
class DoctorTest {
    private final Path directory;
    private final Testbed testbed = Testbed.require();
    private final Map<String, String> environment = new TreeMap<>();

    DoctorTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @BeforeEach
    void recover() {
        testbed.recover();
        environment.putAll(testbed.environment());
        environment.put("TESTBED_HOME", testbed.get("TESTBED_HOME") + "/doctor-" + UUID.randomUUID());
        environment.put("POLYMORPH_ON_CLUSTER", testbed.installedProgram());
    }

    private String site(String... changes) throws IOException {
        String text = Files.readString(PolymorphProcess.checkout().resolve("examples/sites/testbed.yaml"));
        for (int i = 0; i < changes.length; i += 2) {
            assertThat(text).contains(changes[i]);
            text = text.replace(changes[i], changes[i + 1]);
        }
        return Files.writeString(directory.resolve("site.yaml"), text).toString();
    }

    private PolymorphProcess.Ended doctor(String... arguments) throws IOException, InterruptedException {
        PolymorphProcess process = PolymorphProcess.in(directory);
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            process = process.withEnvironment(variable.getKey(), variable.getValue());
        }
        return process.run(
                Stream.concat(Stream.of("doctor"), Stream.of(arguments)).toArray(String[]::new));
    }

    /** Returns the subjects of findings of a level. */
    private static List<String> subjects(JsonNode json, String level) {
        return Stream.iterate(0, i -> i < json.get("findings").size(), i -> i + 1)
                .map(i -> json.get("findings").get(i))
                .filter(finding -> finding.get("level").asText().equals(level))
                .map(finding -> finding.get("subject").asText())
                .toList();
    }

    private static String found(JsonNode json, String subject) {
        for (JsonNode finding : json.get("findings")) {
            if (finding.get("subject").asText().equals(subject)) {
                return finding.get("found").asText() + " → "
                        + finding.get("remedy").asText();
            }
        }
        throw new AssertionError("no finding about " + subject + ": " + json);
    }

    @Test
    void a_site_where_all_is_well_passes_and_is_left_as_it_was() throws Exception {
        JsonNode json = doctor(site(), "--json").exits(0).json();

        assertThat(json.get("ok").asBoolean()).isTrue();
        assertThat(subjects(json, "fails")).isEmpty();
        assertThat(subjects(json, "ok"))
                .contains(
                        "log-in",
                        "shell",
                        "clock",
                        "work directory",
                        "free space",
                        "free inodes",
                        "files",
                        "scheduler",
                        "limits",
                        "partition",
                        "request",
                        "job",
                        "potential program",
                        "espresso program",
                        "espresso pseudopotentials");
        assertThat(found(json, "scheduler")).contains("slurm ", "cluster polymorph");
        assertThat(found(json, "espresso program")).contains("pw.x ", " starts");
        assertThat(found(json, "espresso pseudopotentials")).contains(" Si");
        assertThat(testbed.user("squeue --noheader").text()).isBlank();
        assertThat(testbed.user("find " + environment.get("TESTBED_HOME") + " -mindepth 1")
                        .text())
                .doesNotContain("pm-doctor");
    }

    @Test
    void a_wrong_partition_a_missing_program_and_missing_pseudopotentials_are_told_at_once() throws Exception {
        String site = site(
                "partition: debug",
                "partition: nosuch",
                "pw.x -in",
                "no-such-pw.x -in",
                "/usr/share/espresso/pseudo",
                "/nosuch");
        JsonNode json = doctor(site, "--json").exits(4).json();

        assertThat(subjects(json, "fails"))
                .containsExactlyInAnyOrder(
                        "partition", "request", "job", "espresso program", "espresso pseudopotentials");
        assertThat(found(json, "partition")).contains("no partition nosuch", "debug, short");
        assertThat(found(json, "espresso program")).contains("no-such-pw.x was not found", "prelude");
        assertThat(found(json, "espresso pseudopotentials")).contains("/nosuch", "pseudoDir");
        assertThat(subjects(json, "ok")).contains("potential program");
    }

    @Test
    void in_a_job_a_missing_program_is_told_too() throws Exception {
        JsonNode json =
                doctor(site("pw.x -in", "no-such-pw.x -in"), "--json").exits(4).json();

        assertThat(subjects(json, "fails")).containsExactly("espresso program");
        assertThat(found(json, "espresso program")).contains("not found", "no-such-pw.x");
    }

    @Test
    void a_swapped_host_key_ends_it_before_any_log_in() throws Exception {
        Path other = directory.resolve("other");
        assertThat(new ProcessBuilder("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", other.toString())
                        .start()
                        .waitFor())
                .isZero();
        Path record = Files.writeString(
                directory.resolve("known_hosts"),
                "[127.0.0.1]:" + testbed.get("TESTBED_SSH_PORT") + " " + Files.readString(Path.of(other + ".pub")));
        environment.put("TESTBED_KNOWN_HOSTS", record.toString());
        long before = testbed.logins();

        PolymorphProcess.Ended ended = doctor(site()).exits(4);

        assertThat(ended.out()).contains("fails  log-in", "the host key has changed", "SHA256:", "ssh-keygen");
        assertThat(ended.out()).contains("not checked: there is no log-in");
        assertThat(testbed.logins()).isEqualTo(before);
    }

    @Test
    void a_full_work_directory_is_told_with_the_room_there_is() throws Exception {
        String full = directory.resolve("full").toString();
        Files.createDirectory(Path.of(full));
        assumeTrue(
                testbed.root("chmod 755 '" + directory + "' && mount -t tmpfs -o size=1m,mode=777 tmpfs '" + full + "'")
                                .exit()
                        == 0,
                "no file system can be mounted here: left out");
        try {
            testbed.root("head -c 1048576 /dev/zero > '" + full + "/fill'");
            JsonNode json = doctor(site("workDir: ${env:TESTBED_HOME}/polymorph", "workDir: " + full), "--json")
                    .exits(4)
                    .json();

            assertThat(subjects(json, "fails")).containsExactly("work directory", "free space");
            assertThat(found(json, "work directory")).contains("No space left on device", "the file system is full");
            assertThat(subjects(json, "unchecked")).contains("files", "job");
        } finally {
            testbed.root("umount '" + full + "'");
        }
    }

    @Test
    void without_a_job_nothing_is_submitted() throws Exception {
        long before = submitted();
        JsonNode json = doctor(site(), "--no-job", "--json").exits(0).json();

        assertThat(subjects(json, "ok")).contains("espresso program", "files").doesNotContain("job");
        assertThat(submitted()).isEqualTo(before);
    }

    // ids of `sbatch --test-only` are counted, its jobs are not
    private long submitted() {
        return testbed.user("squeue --noheader --states=all").text().lines().count();
    }

    @Test
    void an_unknown_site_is_a_mistake_of_usage_with_the_sites_there_are() throws Exception {
        PolymorphProcess.Ended ended = doctor("locla").exits(2);

        assertThat(ended.err()).contains("locla.yaml", "did you mean local?");
        assertThat(doctor(directory + "/nosuch.yaml").exits(2).err()).contains("expected a site's file");
    }
}
