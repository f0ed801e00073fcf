package org.polymorph.tests.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What 5,000 tracked jobs cost. */
class ManyJobsTest {
    private static final int JOBS = 5000;
    private static final double MEBIBYTE = 1024;

    @TempDir
    Path directory;

    @Test
    @Tag("long")
    void a_poll_of_5000_jobs_is_one_query_and_cheap_and_fits_into_512_MiB() throws Exception {
        Testbed testbed = Testbed.require();
        Site site = new Site(testbed, directory);
        String commands = site.workDir() + "/bin";
        String squeue = "awk \"BEGIN { for (i = 0; i < " + JOBS
                + "; i++) printf \\\"pm\\037%d\\037RUNNING\\037None\\037n%d\\037pm-many-%026d\\n\\\", i + 1, i % 4 + 1, i }\"";
        assertThat(testbed.user("mkdir -p " + commands + " && printf '#!/bin/sh\\n%s\\n' '" + squeue + "' > " + commands
                                + "/squeue && chmod +x " + commands + "/squeue")
                        .exit())
                .isZero();

        Path memory = directory.resolve("memory");
        // the largest resident size of the process, of which the heap is a part
        Testbed.Said said = Testbed.exec(
                Duration.ofMinutes(9),
                List.of(
                        "/bin/sh",
                        "-c",
                        "\"$@\" & p=$!; while kill -0 $p 2>/dev/null; do grep VmHWM /proc/$p/status > '" + memory
                                + ".new' 2>/dev/null && mv '" + memory + ".new' '" + memory
                                + "'; sleep 0.2; done; wait $p",
                        "sh",
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-Xmx512m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ManyJobs.class.getName(),
                        directory.toString(),
                        site.workDir(),
                        commands,
                        Integer.toString(JOBS)));

        assertThat(said.exit()).as(said.text()).isZero();
        Map<String, Double> figures = new LinkedHashMap<>();
        said.text().lines().filter(line -> line.matches("[a-z-]+ [0-9.]+")).forEach(line -> {
            String[] words = line.split(" ", -1);
            figures.put(words[0], Double.parseDouble(words[1]));
        });
        double mebibytes = Double.parseDouble(Files.readString(memory).replaceAll("\\D", "")) / MEBIBYTE;
        System.out.println(figures + " resident MiB " + mebibytes);
        assertThat(figures.get("queries-a-poll")).isEqualTo(1);
        assertThat(figures.get("processor-ms-a-poll")).isLessThan(100);
        assertThat(mebibytes).isLessThan(512);
    }
}
