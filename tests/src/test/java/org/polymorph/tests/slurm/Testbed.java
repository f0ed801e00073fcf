package org.polymorph.tests.slurm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.polymorph.tests.PolymorphProcess;

/** The real SLURM site on loopback, started once for all tests and ended with this JVM. Needs root. */
public final class Testbed {
    private static @Nullable Testbed running;
    private static String problem = "";

    private final Map<String, String> environment = new LinkedHashMap<>();

    private Testbed() throws IOException {
        for (String line : Files.readAllLines(directory().resolve("env"))) {
            int equals = line.indexOf('=');
            environment.put(line.substring(0, equals), line.substring(equals + 1));
        }
    }

    private static Path directory() {
        return Path.of(System.getenv().getOrDefault("TESTBED_DIR", "/tmp/polymorph-testbed"));
    }

    private static Path script() {
        return Path.of(System.getProperty("polymorph.checkout"), "tests", "testbed", "testbed.sh");
    }

    /** Returns the site, or skips the test with one line where there can be none. */
    public static synchronized Testbed require() {
        assumeTrue("root".equals(System.getProperty("user.name")), "the SLURM testbed needs root: drill left out");
        assumeTrue(problem.isEmpty(), problem);
        if (running == null) {
            try {
                Said said = exec(Duration.ofMinutes(15), List.of(script().toString(), "up"));
                if (said.exit() != 0) {
                    problem =
                            "the SLURM testbed does not come up: " + said.text().strip();
                }
                assumeTrue(problem.isEmpty(), problem);
                running = new Testbed();
                if (System.getenv("TESTBED_KEEP") == null) {
                    Runtime.getRuntime()
                            .addShutdownHook(new Thread(
                                    () -> exec(Duration.ofMinutes(2), List.of(script().toString(), "down"))));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return running;
    }

    /** Returns the site that another process has started. */
    static Testbed attach() {
        try {
            return new Testbed();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the program of the distribution, installed there: the user of the cluster may not be able to see the checkout. */
    public String installedProgram() {
        String program =
                PolymorphProcess.launcher().resolve("../..").normalize().toString();
        String there = get("TESTBED_HOME") + "/installed";
        Said said = root("[ '" + there + "/lib/polymorph-daemon.jar' -nt '" + program
                + "/lib/polymorph-daemon.jar' ] || { rm -rf '" + there + "' && cp -r '" + program + "' '" + there
                + "' && chown -R " + get("TESTBED_USER") + ": '" + there + "'; }");
        assertThat(said.exit()).as(said.text()).isZero();
        return there + "/bin/polymorph";
    }

    /** Returns how many log-ins sshd has accepted so far. */
    public long logins() {
        try (Stream<String> lines = Files.lines(Path.of(get("TESTBED_SSHD_LOG")))) {
            return lines.filter(line -> line.startsWith("Accepted ")).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns all that the testbed says of itself. */
    public Map<String, String> environment() {
        return Map.copyOf(environment);
    }

    /** Returns a value of {@link #environment}. */
    public String get(String key) {
        return environment.getOrDefault(key, "");
    }

    /** What a command said. */
    public record Said(int exit, String text) {}

    /** Sets lines of slurm.conf until the next {@link #recover}. */
    public void configure(String... lines) {
        String conf = get("SLURM_CONF");
        root("cp -p " + conf + " " + conf + ".before && printf '%s\\n' '" + String.join("' '", lines) + "' >> " + conf);
        fault("restart", "ctl");
    }

    /** Ends what an earlier test left: jobs, settings, and faults of daemons. */
    public void recover() {
        String conf = get("SLURM_CONF");
        if (root("test -e " + conf + ".before && mv " + conf + ".before " + conf)
                        .exit()
                == 0) {
            fault("restart", "ctl");
        }
        for (String daemon : List.of("munge", "sql", "dbd", "ctl", "nodes", "sshd")) {
            if (!(get("TESTBED_ACCOUNTING").equals("no")
                    && List.of("sql", "dbd").contains(daemon))) {
                fault("cont", daemon);
                fault("start", daemon);
            }
        }
        root("scancel --user=" + get("TESTBED_USER") + "; scontrol update nodename=ALL state=resume; true");
        await().atMost(Duration.ofSeconds(90))
                .until(() -> root("squeue --noheader; sinfo --noheader --Node --states=down,drain,draining")
                        .text()
                        .isBlank());
    }

    /** Does something to a daemon: stop, cont, kill, start, restart. */
    public void fault(String verb, String daemon) {
        Said said = exec(Duration.ofMinutes(3), List.of(script().toString(), "fault", verb, daemon));
        assertThat(said.exit()).as(said.text()).isZero();
    }

    /** Runs a command line as root. */
    public Said root(String command) {
        return exec(
                Duration.ofMinutes(2),
                List.of("env", "SLURM_CONF=" + get("SLURM_CONF"), "LC_ALL=C", "/bin/sh", "-c", command));
    }

    /** Runs a command line as the user of the cluster. */
    public Said user(String command) {
        List<String> line = new ArrayList<>(asUser());
        line.addAll(List.of("/bin/sh", "-c", command));
        return exec(Duration.ofMinutes(2), line);
    }

    /** Returns what makes a command run as the user of the cluster, as after a log-in. */
    List<String> asUser() {
        String user = get("TESTBED_USER");
        return List.of(
                "setpriv",
                "--reuid=" + user,
                "--regid=" + user,
                "--init-groups",
                "--reset-env",
                "env",
                "SLURM_CONF=" + get("SLURM_CONF"),
                "PATH=/usr/local/bin:/usr/bin:/bin");
    }

    /** Runs a command and returns what it said, or that it did not end. */
    public static Said exec(Duration limit, List<String> command) {
        try {
            Path out = Files.createTempFile("testbed", ".out");
            try {
                Process process = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectInput(Path.of("/dev/null").toFile())
                        .redirectOutput(out.toFile())
                        .start();
                if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                    process.destroyForcibly();
                    return new Said(124, command + " did not end within " + limit);
                }
                return new Said(process.exitValue(), new String(Files.readAllBytes(out), StandardCharsets.UTF_8));
            } finally {
                Files.delete(out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
