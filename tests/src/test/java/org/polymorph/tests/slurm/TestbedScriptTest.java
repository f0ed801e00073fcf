package org.polymorph.tests.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.polymorph.tests.PolymorphProcess;
import org.polymorph.tests.slurm.Testbed.Said;

/** {@code testbed.sh up|down|status}, with a second testbed beside the one that the drills use. */
class TestbedScriptTest {
    private static final Path DIRECTORY = Path.of("/tmp/polymorph-second-testbed");
    private static final String USER = "pmhpc2";

    @AfterEach
    void down() {
        testbed("down");
    }

    @Test
    void comes_up_once_however_often_it_is_asked_to_and_leaves_nothing_behind() {
        Testbed.require();
        assertThat(testbed("down").exit()).isZero();
        assertThat(testbed("status").exit()).isEqualTo(3);

        assertThat(testbed("up"))
                .satisfies(said -> assertThat(said.exit()).as(said.text()).isZero());
        Said status = testbed("status");
        assertThat(status.exit()).as(status.text()).isZero();
        assertThat(status.text())
                .contains("munge", "ctl", "node1", "node2", "sshd")
                .doesNotContain("stopped");
        assertThat(testbed("up").exit()).isZero();
        assertThat(testbed("status")).as("the same processes").isEqualTo(status);
        testbed("fault", "kill", "node2");
        assertThat(testbed("status").text()).containsPattern("node2 +stopped");
        assertThat(testbed("up").exit()).isZero();
        assertThat(testbed("status").exit()).isZero();

        assertThat(testbed("down").exit()).isZero();
        assertThat(testbed("status").exit()).isEqualTo(3);
        assertThat(DIRECTORY).doesNotExist();
        Said left = Testbed.exec(
                Duration.ofMinutes(1),
                List.of(
                        "/bin/sh",
                        "-c",
                        "id " + USER + " 2>/dev/null; pgrep -f " + DIRECTORY + "/ -a | grep -v pgrep; true"));
        assertThat(left.text()).as("user and processes left").isBlank();
    }

    private static Said testbed(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                "env",
                "TESTBED_DIR=" + DIRECTORY,
                "TESTBED_USER=" + USER,
                "TESTBED_NODES=2",
                "TESTBED_SSH_PORT=2722",
                "TESTBED_PORTS=17800",
                "TESTBED_ACCOUNTING=no",
                PolymorphProcess.checkout().resolve("tests/testbed/testbed.sh").toString()));
        command.addAll(List.of(arguments));
        return Testbed.exec(Duration.ofMinutes(5), command);
    }
}
