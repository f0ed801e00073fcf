package org.polymorph.tests.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs benchmarks; {@code tests/benchmarks} calls it, and no other build does. System properties: {@code benchmark.pattern}
 * (regular expression of names), {@code benchmark.types} (kinds of surrogates, separated by commas), {@code benchmark.seconds}
 * of each iteration.
 */
class BenchmarkRun {
    private static final double GIGA = 1e9;

    @Test
    void measures() throws Exception {
        Path report = Files.createDirectories(Path.of("target")).resolve("benchmarks.txt");
        Files.deleteIfExists(report);
        TimeValue time = TimeValue.milliseconds(
                (long) (1000 * Double.parseDouble(System.getProperty("benchmark.seconds", "1"))));
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("MachineBenchmark")
                .include(System.getProperty("benchmark.pattern", "."))
                .forks(1)
                .warmupIterations(3)
                .warmupTime(time)
                .measurementIterations(5)
                .measurementTime(time)
                .shouldFailOnError(true)
                .jvmArgsAppend("-Xmx2g", "-XX:+UseSerialGC");
        String types = System.getProperty("benchmark.types", "");
        if (!types.isEmpty()) {
            options.param("type", types.split(",", -1));
        }
        Collection<RunResult> results = new Runner(options.build()).run();
        List<String> lines = lines(results);
        Files.write(report, lines);
        lines.forEach(System.out::println);
        assertThat(results).isNotEmpty();
    }

    private static List<String> lines(Collection<RunResult> results) {
        List<String> lines = new ArrayList<>();
        lines.add("| benchmark | mean time | of the fastest iteration | limit of the machine |");
        lines.add("|---|---|---|---|");
        for (RunResult result : results) {
            String name = result.getParams().getBenchmark();
            String parameters = String.join(
                    ", ",
                    result.getParams().getParamsKeys().stream()
                            .map(key -> result.getParams().getParam(key))
                            .toList());
            double score = result.getPrimaryResult().getScore();
            double fastest = result.getPrimaryResult().getStatistics().getMin();
            String unit = result.getPrimaryResult()
                    .getScoreUnit()
                    .replace("us/op", "µs")
                    .replace("ms/op", "ms");
            lines.add(String.format(
                    Locale.ROOT,
                    "| %s%s | %.4g %s | %s | %s |",
                    name.substring(name.lastIndexOf('.', name.lastIndexOf('.') - 1) + 1),
                    parameters.isEmpty() ? "" : " (" + parameters + ")",
                    score,
                    unit,
                    String.format(Locale.ROOT, "%.4g", fastest),
                    limit(name, fastest / 1e6)));
        }
        return lines;
    }

    private static String limit(String name, double seconds) {
        if (name.endsWith("Product") && name.contains("MachineBenchmark")) {
            double flops = 2.0 * MachineBenchmark.SIZE * MachineBenchmark.SIZE * MachineBenchmark.SIZE;
            return String.format(Locale.ROOT, "%.0f Gflop/s", flops / seconds / GIGA);
        }
        if (name.endsWith("triad")) {
            // two arrays read and one written
            return String.format(Locale.ROOT, "%.1f GB/s", 24.0 * MachineBenchmark.STREAM / seconds / GIGA);
        }
        return "";
    }
}
