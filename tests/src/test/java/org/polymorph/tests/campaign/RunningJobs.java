package org.polymorph.tests.campaign;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;

/** The job processes of a search that is at work, found as the scheduler's own directories name them. */
final class RunningJobs {
    private final Path data;

    RunningJobs(Path data) {
        this.data = data;
    }

    /** Waits until so many jobs run their own script, and returns the processes that lead them. */
    List<ProcessHandle> await(int count) {
        Awaitility.await("jobs that run")
                .atMost(Duration.ofMinutes(2))
                .until(() -> leaders().size() >= count);
        return leaders();
    }

    List<ProcessHandle> leaders() {
        try {
            List<ProcessHandle> leaders = new ArrayList<>();
            for (Path directory : Ledger.jobDirectories(data)) {
                if (!Files.exists(directory.resolve("done"))) {
                    leader(directory)
                            .filter(process -> process.descendants().findAny().isPresent())
                            .ifPresent(leaders::add);
                }
            }
            return leaders;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<ProcessHandle> leader(Path directory) throws IOException {
        try {
            String[] words =
                    Files.readString(directory.resolve(".claim/process")).split(" ", -1);
            return ProcessHandle.of(Long.parseLong(words[0]));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Kills a process and all that it started, as {@code kill -9} does. */
    static void killTree(ProcessHandle leader) {
        List<ProcessHandle> started = leader.descendants().toList();
        leader.destroyForcibly();
        started.forEach(ProcessHandle::destroyForcibly);
    }

    /** Kills what a process started, and not the process itself. */
    static void killProgram(ProcessHandle leader) {
        leader.descendants().toList().forEach(ProcessHandle::destroyForcibly);
    }
}
