package org.polymorph.engine.scheduler.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.polymorph.engine.job.CommandRecord;
import org.polymorph.engine.job.FileDigest;
import org.polymorph.engine.job.JobEvent;
import org.polymorph.engine.job.JobLedger;
import org.polymorph.engine.job.JobStage;
import org.polymorph.engine.job.StoryLine;
import org.polymorph.model.batch.JobSnapshot;

/**
 * Tells the ledger what happens to jobs. The directories hold the truth; a line is written when a job is first seen in a stage,
 * and only for jobs that the ledger knows or that were submitted here: a directory may hold those of others. Not thread-safe.
 */
final class JobStories {
    private static final String START = "setsid /bin/sh ./job.sh";

    private final JobLedger ledger;
    private final Clock clock;
    /** Of jobs whose files have not been asked for yet: a scheduler may see many more in its time. */
    private final Map<String, JobStage> stages;

    JobStories(JobLedger ledger, Clock clock) {
        this.ledger = ledger;
        this.clock = clock;
        stages = new HashMap<>(ledger.stages());
        stages.values().removeIf(JobStage::isOver);
    }

    /** Tells that the files of a new job lie in its directory. */
    void created(JobDirectory job) {
        write(JobEvent.of(job.token(), clock.instant(), JobStage.UPLOADED, "its files lie in " + job.path())
                .with(files(job)));
    }

    /** Takes up a job that was submitted once more. */
    void known(String token) {
        stages.computeIfAbsent(token, this::lastStage);
    }

    private JobStage lastStage(String token) {
        List<StoryLine> story = ledger.story(token);
        return story.isEmpty()
                ? JobStage.PLANNED
                : story.get(story.size() - 1).event().stage();
    }

    /** Tells that the process of a job was started. */
    void started(JobDirectory job, long pid) {
        if (stages.containsKey(job.token())) {
            write(JobEvent.of(job.token(), clock.instant(), JobStage.RUNNING, "started as process " + pid)
                    .by(Optional.of(command(job))));
        }
    }

    /** Tells that somebody asked for a job's end. */
    void cancelled(String token) {
        JobStage stage = stages.get(token);
        if (stage != null && !stage.isOver()) {
            write(JobEvent.of(token, clock.instant(), stage, "its end was asked for"));
        }
    }

    /** Tells where a job stands, if that is news. */
    void seen(JobDirectory job, JobSnapshot snapshot) {
        JobStage before = stages.get(snapshot.token());
        JobStage stage = JobStage.of(snapshot);
        boolean starting = before == JobStage.RUNNING && stage == JobStage.PENDING;
        if (before == null || before == stage || before.isOver() || stage == JobStage.UNKNOWN || starting) {
            return;
        }
        Instant now = clock.instant();
        Optional<CommandRecord> command = Optional.empty();
        StringBuilder evidence = new StringBuilder(snapshot.schedulerWord());
        if (!snapshot.schedulerId().isEmpty()) {
            evidence.append(", process ").append(snapshot.schedulerId());
        }
        if (stage.isOver() && snapshot.exitCode().isPresent()) {
            marker(job).ifPresent(text -> evidence.append("; marker: ").append(text.strip()));
            long answer = size(job.path().resolve("stdout")) + size(job.path().resolve("stderr"));
            command = Optional.of(command(job).answered(snapshot.exitCode(), answer, Duration.ZERO));
        }
        write(new JobEvent(
                snapshot.token(), now, stage, JobEvent.cause(snapshot), evidence.toString(), command, List.of()));
    }

    /** Returns the files of a job for its story. Thread-safe. */
    List<FileDigest> files(JobDirectory job) {
        return ledger.keepsStories() ? FileDigest.ofDirectory(job.path()) : List.of();
    }

    /** Tells that the files of a job were asked for; they need not go anywhere. */
    void retrieved(String token, List<FileDigest> files) {
        JobStage stage = stages.get(token);
        if (stage != null) {
            String what = files.size() + " files, " + FileDigest.bytes(files) + " bytes";
            write(JobEvent.of(token, clock.instant(), stage.isOver() ? JobStage.RETRIEVED : stage, what)
                    .with(files));
            if (stage.isOver()) {
                stages.remove(token);
            }
        }
    }

    private void write(JobEvent event) {
        ledger.add(event);
        stages.put(event.token(), event.stage());
    }

    private static Optional<String> marker(JobDirectory job) {
        try {
            return job.marker();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CommandRecord command(JobDirectory job) {
        try {
            return CommandRecord.asked(
                    "setsid", START, Files.readAllBytes(job.path().resolve("script.sh")));
        } catch (IOException e) {
            throw new UncheckedIOException(job.path() + ": its script cannot be read: " + e.getMessage(), e);
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (NoSuchFileException e) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
