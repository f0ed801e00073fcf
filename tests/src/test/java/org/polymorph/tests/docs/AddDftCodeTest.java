package org.polymorph.tests.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.tests.PolymorphProcess;

/** Follows docs/add-a-dft-code.md: the files that it shows, the commands in their order, the outputs that it promises. */
class AddDftCodeTest {
    private static final Path PAGE = PolymorphProcess.checkout().resolve("docs/add-a-dft-code.md");
    private static final Path DISTRIBUTION =
            PolymorphProcess.launcher().resolve("../..").normalize();
    private static final String MARK = "@@ next @@\n";

    @TempDir
    Path directory;

    /** Commands of the page, and what they print according to it; anything where it does not say. */
    private record Step(String commands, Optional<String> output) {}

    private List<Step> steps() throws Exception {
        List<Step> steps = new ArrayList<>();
        boolean afterCommands = false;
        for (CodeBlock block : CodeBlock.read(PAGE)) {
            boolean commands = block.file().isEmpty() && block.language().equals("sh");
            if (block.file().isPresent()) {
                Path file = directory.resolve(block.file().get());
                Files.createDirectories(file.getParent());
                Files.writeString(file, block.text());
            } else if (commands) {
                steps.add(new Step(block.text(), Optional.empty()));
            } else if (afterCommands && block.language().equals("text")) {
                Step step = steps.remove(steps.size() - 1);
                steps.add(new Step(step.commands(), Optional.of(block.text())));
            }
            afterCommands = commands;
        }
        return steps;
    }

    private PolymorphProcess shell() {
        String path = Path.of(System.getProperty("java.home"), "bin") + ":" + DISTRIBUTION.resolve("bin") + ":"
                + System.getenv("PATH");
        return PolymorphProcess.in(directory)
                .withEnvironment("PATH", path)
                .withEnvironment("POLYMORPH_HOME", DISTRIBUTION.toString())
                .withEnvironment("POLYMORPH_CLASSPATH", "");
    }

    private static Pattern pattern(String promised) {
        StringBuilder regex = new StringBuilder();
        for (String part : promised.strip().split("…", -1)) {
            regex.append(regex.length() == 0 ? "" : ".*").append(Pattern.quote(part));
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }

    @Test
    void the_page_is_followed_word_for_word() throws Exception {
        List<Step> steps = steps();
        assertThat(steps).hasSizeGreaterThan(4).allMatch(step -> step.output().isPresent());
        StringBuilder script = new StringBuilder("set -eu\nexec 2>&1\n");
        steps.forEach(step ->
                script.append("printf '").append(MARK.strip()).append("\\n'\n").append(step.commands()));

        String[] said = shell().runCommand("/bin/sh", "-c", script.toString())
                .exits(0)
                .out()
                .split(MARK, -1);

        assertThat(said).hasSize(steps.size() + 1);
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            // a slow machine is told what is looked for
            assertThat(said[i + 1]
                            .replaceAll("(?m)^polymorph: looking for .*\\R", "")
                            .strip())
                    .as(step.commands())
                    .matches(pattern(step.output().orElseThrow()));
        }
        sameNumbers();
        wholeDirectories();
    }

    // the table shows a few digits of a few numbers; here are all of them, with their units, signs and order
    private void sameNumbers() throws Exception {
        JsonNode theirs = result(shell().withEnvironment(
                        "POLYMORPH_CLASSPATH", directory.resolve("pairs.jar").toString())
                .run("dft", "parse", "pairs", "job", "--json"));
        JsonNode ours = result(shell().run(
                        "calculate",
                        "ar.extxyz",
                        "--with",
                        "potential:lj",
                        "--param",
                        "epsilon=0.0104",
                        "--param",
                        "sigma=3.4",
                        "--json"));
        List<Double> expected = numbers(ours);
        List<Double> found = numbers(theirs);
        assertThat(expected).hasSize(1 + 12 + 6);
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(found.get(i)).isCloseTo(expected.get(i), within(1e-8)); // pairs prints ten decimals
        }
    }

    private static JsonNode result(PolymorphProcess.Ended ended) {
        return ended.exits(0).json().get("results").get(0);
    }

    private static List<Double> numbers(JsonNode result) {
        List<Double> numbers = new ArrayList<>(List.of(result.get("energy").asDouble()));
        result.get("forces").forEach(force -> force.forEach(x -> numbers.add(x.asDouble())));
        result.get("stress").forEach(x -> numbers.add(x.asDouble()));
        return numbers;
    }

    private void wholeDirectories() throws Exception {
        PolymorphProcess process = shell().withEnvironment("POLYMORPH_CLASSPATH", ":" + directory + "/*:");
        assertThat(process.run("version").exits(0).out()).contains("pairs");
    }

    @Test
    void a_jar_that_is_not_there_is_told() throws Exception {
        PolymorphProcess process = PolymorphProcess.in(directory);
        assertThat(process.withEnvironment("POLYMORPH_CLASSPATH", "/nowhere/pairs.jar")
                        .run("version")
                        .exits(2)
                        .err())
                .startsWith(
                        "polymorph: POLYMORPH_CLASSPATH names /nowhere/pairs.jar, which cannot be read; expected jars");
    }
}
