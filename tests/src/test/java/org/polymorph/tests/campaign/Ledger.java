package org.polymorph.tests.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.polymorph.model.format.StructureFiles;

/**
 * What the database of campaigns that have ended says of their calculations and jobs, held against the job directories.
 *
 * @param calculations by campaign and identifier
 * @param jobs by token
 */
record Ledger(Path data, Map<String, Calculation> calculations, Map<String, Job> jobs) {

    /** A structure handed to the code; the result is object and number of a frame. */
    record Calculation(String purpose, String state, String job, String result) {}

    record Job(int attempt, String state, int exitCode, boolean collected) {
        boolean isLost() {
            return state.equals("LOST") || exitCode == 137;
        }
    }

    static Ledger of(Path data) throws SQLException {
        return of(data, campaign -> true);
    }

    /** Returns what there is of some of the campaigns that share a directory. */
    static Ledger of(Path data, Predicate<String> campaigns) throws SQLException {
        Map<String, Calculation> calculations = new TreeMap<>();
        Map<String, Job> jobs = new TreeMap<>();
        try (Connection database = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("polymorph.db"));
                Statement statement = database.createStatement()) {
            try (ResultSet rows = statement.executeQuery("SELECT * FROM calculation")) {
                while (rows.next()) {
                    if (!campaigns.test(rows.getString("campaign"))) {
                        continue;
                    }
                    calculations.put(
                            rows.getString("campaign") + "/" + rows.getString("id"),
                            new Calculation(
                                    rows.getString("purpose"),
                                    rows.getString("state"),
                                    rows.getString("job"),
                                    rows.getString("result_object") + "/" + rows.getString("result_position")));
                }
            }
            try (ResultSet rows = statement.executeQuery("SELECT * FROM job")) {
                while (rows.next()) {
                    if (!campaigns.test(rows.getString("campaign"))) {
                        continue;
                    }
                    jobs.put(
                            rows.getString("token"),
                            new Job(
                                    rows.getInt("attempt"),
                                    rows.getString("state"),
                                    rows.getInt("exit_code"),
                                    rows.getInt("collected") == 1));
                }
            }
        }
        return new Ledger(data, calculations, jobs);
    }

    /** Asserts that every calculation was done once and no more, and that nothing was started that nobody knows. */
    void isComplete() throws IOException {
        isDone();
        // a job was tried anew as often as one was lost, and only then
        assertThat(jobs.values().stream().filter(job -> job.attempt() > 1)).hasSameSizeAs(lost());
        startedNothingElse();
    }

    /** Asserts that every calculation has one result, from a job that ended well, and that no job is left. */
    void isDone() throws IOException {
        hasEveryResult();
        assertThat(calculations)
                .allSatisfy((id, calculation) ->
                        assertThat(job(calculation.job()).isLost()).as(id).isFalse());
    }

    /**
     * Asserts that every calculation has one result and that no job is left. Whether output is whole the parser says, not how the
     * job ended: a job may have been lost after it had written all of it. Of such jobs the output is looked at once more.
     */
    void hasEveryResult() throws IOException {
        assertThat(calculations).isNotEmpty();
        assertThat(calculations)
                .allSatisfy((id, calculation) ->
                        assertThat(calculation.state()).as(id).isEqualTo("DONE"));
        assertThat(calculations.values()).extracting(Calculation::result).doesNotHaveDuplicates();
        assertThat(jobs.values()).allMatch(Job::collected);
        for (Calculation calculation : calculations.values()) {
            if (job(calculation.job()).isLost()) {
                leftWholeOutput(data.resolve("slurm/results").resolve(calculation.job()));
            }
        }
    }

    private static void leftWholeOutput(Path directory) throws IOException {
        Path results = directory.resolve("results.extxyz");
        assertThat(Files.readString(results)).as(results.toString()).endsWith("\n");
        assertThat(StructureFiles.read(results))
                .as(results.toString())
                .hasSameSizeAs(StructureFiles.read(directory.resolve("structures.extxyz")))
                .allMatch(frame -> frame.evaluation().isPresent());
    }

    /**
     * Asserts that each job got past its fence once on a cluster, and that no other job ever did.
     *
     * @param workDir with a file {@code executions}, to which each job adds its name
     */
    void ranOnceIn(Path workDir) throws IOException {
        assertThat(Files.readAllLines(workDir.resolve("executions")))
                .containsExactlyInAnyOrderElementsOf(jobs.keySet());
        try (Stream<Path> entries = Files.list(workDir)) {
            assertThat(entries.filter(Files::isDirectory)
                            .map(directory -> directory.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(jobs.keySet());
        }
    }

    /** Returns the jobs that were killed. */
    List<String> lost() {
        return jobs.entrySet().stream()
                .filter(job -> job.getValue().isLost())
                .map(Map.Entry::getKey)
                .toList();
    }

    private Job job(String token) {
        Job job = jobs.get(token);
        if (job == null) {
            throw new AssertionError("no job " + token + " in the database of " + data);
        }
        return job;
    }

    private void startedNothingElse() throws IOException {
        Set<String> started = new HashSet<>();
        List<String> structures = new ArrayList<>();
        for (Path directory : jobDirectories()) {
            String token = directory.getFileName().toString();
            assertThat(directory.resolve(".claim")).isDirectory();
            assertThat(directory.resolve(".start.log")).as("second starts").isEmptyFile();
            started.add(token);
            if (!job(token).isLost()) {
                StructureFiles.read(directory.resolve("structures.extxyz")).forEach(frame -> structures.add(token));
            }
        }
        assertThat(started).isEqualTo(jobs.keySet());
        Map<String, Long> computed = structures.stream().collect(Collectors.groupingBy(t -> t, Collectors.counting()));
        Map<String, Long> wanted =
                calculations.values().stream().collect(Collectors.groupingBy(Calculation::job, Collectors.counting()));
        assertThat(computed).as("structures a job").isEqualTo(wanted);
    }

    /** Returns the directories of jobs, without what the scheduler keeps for itself. */
    List<Path> jobDirectories() throws IOException {
        return jobDirectories(data);
    }

    static List<Path> jobDirectories(Path data) throws IOException {
        Path jobs = data.resolve("jobs");
        if (!Files.isDirectory(jobs)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(jobs)) {
            return entries.filter(Files::isDirectory)
                    .filter(entry -> !entry.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        }
    }
}
