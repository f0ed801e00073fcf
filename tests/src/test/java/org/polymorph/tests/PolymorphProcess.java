package org.polymorph.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * Runs the built distribution as a process of its own, as a user does. Immutable: each {@code with} returns another one.
 *
 * @param directory the process's working directory; its streams are kept there too
 */
public record PolymorphProcess(Path directory, String input, Map<String, String> environment, Duration limit) {
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private static final int SIGINT = 2;

    /** What a process left behind. */
    public record Ended(int exitCode, String out, String err) {

        /** Returns stdout as the one JSON document it must be. */
        public JsonNode json() {
            try {
                return JSON.readTree(out);
            } catch (IOException e) {
                throw new AssertionError("expected one JSON document on stdout, found:\n" + out + "\n" + err, e);
            }
        }

        /** Asserts an exit code, and shows what the process said if it is another one. */
        public Ended exits(int expected) {
            assertThat(exitCode)
                    .as("exit code; stdout: %s%nstderr: %s", out, err)
                    .isEqualTo(expected);
            return this;
        }
    }

    /** Makes one that runs in a directory. */
    public static PolymorphProcess in(Path directory) {
        return new PolymorphProcess(directory, "", Map.of(), Duration.ofMinutes(5));
    }

    /** Skips a test where interrupts are ignored: by what a shell without a terminal starts with {@code &}, and all that it starts. */
    public static void requireInterrupts() throws IOException {
        boolean ignored = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).trim(), 16) >> (SIGINT - 1) & 1) == 1);
        Assumptions.assumeFalse(ignored, "this process was started to ignore interrupts");
    }

    /** Returns the checkout that is under test. */
    public static Path checkout() {
        return Path.of(System.getProperty("polymorph.checkout", "."))
                .toAbsolutePath()
                .normalize();
    }

    /** Returns the launcher of the built distribution. */
    public static Path launcher() {
        Path launcher = checkout().resolve("workflows/daemon/target/polymorph/bin/polymorph");
        if (!Files.isExecutable(launcher)) {
            throw new AssertionError("no " + launcher + ": build the distribution first (mvn -DskipTests package)");
        }
        return launcher;
    }

    public PolymorphProcess withInput(String text) {
        return new PolymorphProcess(directory, text, environment, limit);
    }

    public PolymorphProcess withEnvironment(String name, String value) {
        Map<String, String> more = new TreeMap<>(environment);
        more.put(name, value);
        return new PolymorphProcess(directory, input, more, limit);
    }

    public PolymorphProcess withLimit(Duration newLimit) {
        return new PolymorphProcess(directory, input, environment, newLimit);
    }

    /** Starts it without waiting; its streams go to the files {@code stdout} and {@code stderr} of the directory. */
    public Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(launcher().toString()));
        command.addAll(List.of(arguments));
        return startCommand(command);
    }

    /** Runs it to its end. */
    public Ended run(String... arguments) throws IOException, InterruptedException {
        return await(start(arguments));
    }

    /** Runs another command in the same surroundings, such as the launcher of the checkout. */
    public Ended runCommand(String... command) throws IOException, InterruptedException {
        return await(startCommand(List.of(command)));
    }

    private Process startCommand(List<String> command) throws IOException {
        Path stdin = Files.writeString(directory.resolve("stdin"), input);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectInput(stdin.toFile())
                .redirectOutput(directory.resolve("stdout").toFile())
                .redirectError(directory.resolve("stderr").toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }

    private Ended await(Process process) throws IOException, InterruptedException {
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly().waitFor();
            throw new AssertionError("not ended after " + limit + "; stderr: " + read("stderr"));
        }
        return new Ended(process.exitValue(), read("stdout"), read("stderr"));
    }

    private String read(String name) throws IOException {
        return Files.readString(directory.resolve(name), StandardCharsets.UTF_8);
    }
}
