package org.polymorph.tests.dft;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.tests.PolymorphProcess;

/** A figure: how long an OUTCAR of 200 MB takes in a heap of 256 MiB. */
@Tag("long")
class LargeOutcarTest {
    private static final long SIZE = 200_000_000;
    private static final Pattern ITERATION = Pattern.compile("(.* Iteration )\\s*(\\d+)(\\(.*)");

    @TempDir
    private Path directory;

    @Test
    void two_hundred_megabytes_in_a_heap_of_256_mebibytes() throws Exception {
        Path job = Files.createDirectory(directory.resolve("job"));
        int steps = grow(shared("vasp/relaxation.OUTCAR"), job.resolve("OUTCAR"));
        PolymorphProcess process =
                PolymorphProcess.in(directory).withEnvironment("JAVA_TOOL_OPTIONS", "-Xmx256m -XX:+UseSerialGC");
        for (int i = 0; i < 3; i++) {
            long start = System.nanoTime();
            PolymorphProcess.Ended ended = process.runCommand(
                            "bash",
                            "-c",
                            "TIMEFORMAT='%U user, %S system'; time \"$0\" dft parse vasp job --json",
                            PolymorphProcess.launcher().toString())
                    .exits(0);
            double seconds = (System.nanoTime() - start) * 1e-9;
            List<String> said = ended.err().lines().toList();
            System.out.printf(
                    Locale.ROOT,
                    "OUTCAR of %d MB, %d ionic steps: %.2f s, the program's start included; processor: %s%n",
                    Files.size(job.resolve("OUTCAR")) / 1_000_000,
                    steps,
                    seconds,
                    said.get(said.size() - 1));
            JsonNode result = ended.json().get("results").get(0);
            assertThat(result.get("steps").asInt()).isEqualTo(steps);
        }
    }

    // the middle one of a relaxation's steps over and over, numbered on
    private static int grow(Path small, Path large) throws IOException {
        List<String> lines = Files.readAllLines(small);
        int second = first(lines, " 2(   1)");
        int third = first(lines, " 3(   1)");
        int bytes = lines.subList(second, third).stream()
                .mapToInt(line -> line.length() + 1)
                .sum();
        int copies = (int) (SIZE / bytes);
        try (BufferedWriter out = Files.newBufferedWriter(large)) {
            write(out, lines.subList(0, second), 0);
            for (int copy = 0; copy < copies; copy++) {
                write(out, lines.subList(second, third), copy);
            }
            write(out, lines.subList(third, lines.size()), copies - 1);
        }
        return copies + 2;
    }

    private static void write(BufferedWriter out, List<String> lines, int later) throws IOException {
        for (String line : lines) {
            Matcher iteration = ITERATION.matcher(line);
            out.write(
                    iteration.matches()
                            ? String.format(
                                    Locale.ROOT,
                                    "%s%6d%s",
                                    iteration.group(1),
                                    Integer.parseInt(iteration.group(2)) + later,
                                    iteration.group(3))
                            : line);
            out.newLine();
        }
    }

    private static int first(List<String> lines, String iteration) {
        return IntStream.range(0, lines.size())
                .filter(i -> lines.get(i).contains("Iteration") && lines.get(i).contains(iteration))
                .findFirst()
                .orElseThrow();
    }

    private static Path shared(String name) {
        String folder = System.getProperty("polymorph.shared", "../../shared");
        Path file = Path.of(folder, "data", name);
        Assumptions.assumeTrue(Files.exists(file), "the shared data are absent: " + file);
        return file;
    }
}
