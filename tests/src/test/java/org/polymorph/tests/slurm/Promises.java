package org.polymorph.tests.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.polymorph.model.batch.InputFile;
import org.polymorph.model.batch.JobRequest;
import org.polymorph.model.batch.JobSnapshot;
import org.polymorph.model.batch.JobState;

/** The invariants I1–I6 of orchestration.md, held against what lies on the disks: the cluster's, which is this machine, and ours. */
final class Promises {
    private final Site site;
    private final List<JobRequest> requests;

    Promises(Site site, List<JobRequest> requests) {
        this.site = site;
        this.requests = requests;
    }

    /** I1: for each token at most one execution past the fence. */
    void oneExecutionAtMost() throws IOException {
        for (JobRequest request : requests) {
            assertThat(executions(request.token())).as(request.token()).isLessThanOrEqualTo(1);
        }
    }

    /** What ends well has run, and has run once. */
    void everyJobRanOnce() throws IOException {
        for (JobRequest request : requests) {
            assertThat(executions(request.token())).as(request.token()).isEqualTo(1);
        }
    }

    private long executions(String token) throws IOException {
        Path file = Path.of(site.workDir(), "executions");
        return Files.exists(file)
                ? Files.readAllLines(file).stream().filter(token::equals).count()
                : 0;
    }

    /** I2: what is COMPLETED has its marker there and its whole output here. */
    void completedHaveMarkerAndOutput(Map<String, JobSnapshot> states) throws IOException {
        for (JobRequest request : requests) {
            JobSnapshot job = states.get(request.token());
            if (job != null && job.state() == JobState.COMPLETED) {
                Path marker = Path.of(site.workDir(), request.token(), "done");
                assertThat(marker).content().contains("id=" + job.schedulerId() + " ");
                Path output =
                        site.here().resolve("results").resolve(request.token()).resolve("output");
                assertThat(output).hasBinaryContent(request.files().get(0).content());
            }
        }
    }

    /** I3: a submission whose outcome is not known is followed by another one after its quarantine at the earliest. */
    void quarantinesAreKept() throws IOException {
        Map<String, Long> unknownSince = new TreeMap<>();
        for (String line : calls()) {
            String[] word = line.split(" ", -1);
            if (!word[3].equals("SUBMIT")) {
                continue;
            }
            String token = word[4];
            long time = Long.parseLong(word[0]);
            if (word[2].equals("begin")) {
                Long before = unknownSince.put(token, time);
                if (before != null) {
                    assertThat(time - before)
                            .as("milliseconds from one submission of %s to the next", token)
                            .isGreaterThanOrEqualTo(Site.QUARANTINE.toMillis());
                }
            } else if (!word[5].equals("unknown")) {
                unknownSince.remove(token);
            }
        }
    }

    /** I5: one batched query a poll, whatever the number of jobs. */
    void oneQueryAPoll(long pollMillis) throws IOException {
        long last = 0;
        for (String line : calls()) {
            String[] word = line.split(" ", -1);
            if (word[1].equals("1") && word[2].equals("begin")) {
                last = 0; // another process
            }
            if (word[2].equals("begin") && word[3].equals("QUEUE")) {
                long time = Long.parseLong(word[0]);
                assertThat(time - last).as("milliseconds between two queries").isGreaterThanOrEqualTo(pollMillis - 20);
                last = time;
            }
        }
    }

    private List<String> calls() throws IOException {
        Path log = site.here().resolve("calls");
        return Files.exists(log) ? Files.readAllLines(log) : List.of();
    }

    /** I6: what has its final name, on either side, is whole. */
    void finalNamesHoldWholeFiles() throws IOException {
        for (JobRequest request : requests) {
            Path there = Path.of(site.workDir(), request.token());
            for (InputFile file : request.files()) {
                wholeOrAbsent(there.resolve(file.name()), file.content());
            }
            wholeOrAbsent(there.resolve("script.sh"), request.script().getBytes(StandardCharsets.UTF_8));
            if (Files.exists(there.resolve("job.sh"))) {
                assertThat(there.resolve("job.sh"))
                        .content()
                        .startsWith("#!/bin/sh")
                        .endsWith("exit \"$code\"\n");
            }
            Path here = site.here().resolve("results").resolve(request.token());
            if (Files.isDirectory(here)) {
                try (Stream<Path> files = Files.list(here)) {
                    for (Path file : files.filter(
                                    path -> !path.getFileName().toString().startsWith("."))
                            .toList()) {
                        Path original = there.resolve(file.getFileName().toString());
                        assertThat(sha256(file)).as(file.toString()).isEqualTo(sha256(original));
                    }
                }
            }
        }
    }

    private static void wholeOrAbsent(Path file, byte[] content) {
        if (Files.exists(file)) {
            assertThat(file).hasBinaryContent(content);
        }
    }

    private static String sha256(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
