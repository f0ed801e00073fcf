package org.polymorph.engine.scheduler.batch;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.polymorph.model.batch.JobCause;
import org.polymorph.model.batch.JobState;

/** Decides what a look at the cluster proves about one job. A pure function; a record counts only where id and name agree. */
final class Judgement {
    private final String id;
    private final boolean cancelled;
    private final Sighting sighting;
    private final JobFiles files;

    private Judgement(String id, boolean cancelled, Sighting sighting) {
        this.id = id;
        this.cancelled = cancelled;
        this.sighting = sighting;
        files = sighting.files().orElse(JobFiles.ABSENT);
    }

    /**
     * Judges.
     *
     * @param id the scheduler's id as far as known, else empty
     * @param cancelled whether its end was asked for
     */
    static Verdict of(String id, boolean cancelled, Sighting sighting) {
        return new Judgement(id, cancelled, sighting).verdict();
    }

    private Verdict verdict() {
        String owner = owner();
        Optional<JobRecord> record = newest(owner);
        if (files.done().isPresent()) {
            return ended(files.done().get(), newest(files.done().get().id()));
        }
        if (record.isPresent()) {
            return recorded(record.get());
        }
        // an earlier submission of the job may have come to life after a later one was made
        Optional<JobRecord> other = sighting.records().stream()
                .filter(found -> found.evidence() == Evidence.ACTIVE)
                .findFirst();
        if (other.isPresent() && files.claim().isEmpty()) {
            return recorded(other.get());
        }
        if (files.closed()) {
            return terminal(JobState.CANCELLED, JobCause.NONE, "cancelled before it began", owner, "", false);
        }
        boolean absent = sighting.asked() && sighting.files().isPresent() && other.isEmpty();
        return Verdict.unknown(absent ? "not known to the cluster" : "the cluster does not answer", owner, absent);
    }

    // the start that got past the fence, else the id on record, else the answer beside the script, else a record of
    // that name
    private String owner() {
        if (files.claim().isPresent()) {
            return files.claim().get().id();
        }
        if (!id.isEmpty()) {
            return id;
        }
        if (files.answer().isPresent()) {
            return files.answer().get().id();
        }
        List<JobRecord> records = sighting.records();
        return records.stream()
                .filter(record -> record.evidence() == Evidence.ACTIVE)
                .findFirst()
                .or(() -> records.stream().findFirst())
                .map(JobRecord::id)
                .orElse("");
    }

    // of several records of one id the active one counts, else the last: accounting keeps a record of each requeue
    private Optional<JobRecord> newest(String owner) {
        List<JobRecord> same = sighting.records().stream()
                .filter(record -> record.id().equals(owner))
                .toList();
        Optional<JobRecord> active = same.stream()
                .filter(record -> record.evidence() == Evidence.ACTIVE)
                .findFirst();
        return active.or(() -> same.stream()
                        .filter(record -> record.evidence() == Evidence.TERMINAL)
                        .reduce((first, second) -> second))
                .or(() -> same.stream().findFirst());
    }

    private Verdict ended(JobFiles.Done done, Optional<JobRecord> record) {
        JobState word = record.map(JobRecord::state).orElse(JobState.UNKNOWN);
        JobCause why = record.map(JobRecord::cause).orElse(JobCause.NONE);
        JobState state = JobState.COMPLETED;
        JobCause cause = files.overMemory() ? JobCause.OUT_OF_MEMORY : JobCause.NONE;
        if (word == JobState.TIMEOUT) {
            state = JobState.TIMEOUT;
            cause = why;
        } else if (why == JobCause.OUT_OF_MEMORY || (files.overMemory() && done.early())) {
            cause = JobCause.OUT_OF_MEMORY;
        } else if (done.full() && !done.stopped()) {
            cause = JobCause.DISK_FULL;
        } else if (done.stopped()) {
            Optional<JobCause> stop = stop(done, record);
            if (stop.isEmpty()) {
                return Verdict.unknown("was asked to stop, the reason is not known yet", done.id(), false);
            }
            cause = stop.get();
            state = cause.isInfrastructure()
                    ? JobState.LOST
                    : cause == JobCause.TIME_LIMIT ? JobState.TIMEOUT : JobState.CANCELLED;
        }
        return new Verdict(
                Evidence.TERMINAL,
                state,
                record.map(JobRecord::story).orElse("ended"),
                done.id(),
                OptionalInt.of(done.exitCode()),
                cause,
                node(record),
                false,
                false);
    }

    // why a job was asked to stop: none for by hand, empty where a later look must tell
    private Optional<JobCause> stop(JobFiles.Done done, Optional<JobRecord> record) {
        JobState word = record.map(JobRecord::state).orElse(JobState.UNKNOWN);
        JobCause why = record.map(JobRecord::cause).orElse(JobCause.NONE);
        // SLURM asks a job to stop before it starts it again
        if (files.again() || (word == JobState.PENDING && !cancelled)) {
            return Optional.of(JobCause.REQUEUED);
        }
        if (why.isInfrastructure()) {
            return Optional.of(why);
        }
        if (cancelled || (word == JobState.CANCELLED && !files.overTime())) {
            return Optional.of(JobCause.NONE);
        }
        boolean early = done.early() && !files.overTime() && why != JobCause.TIME_LIMIT;
        boolean told =
                record.isEmpty() ? sighting.asked() : !early || record.get().evidence() == Evidence.TERMINAL;
        if (!told) {
            return Optional.empty();
        }
        return Optional.of(early ? JobCause.VANISHED : JobCause.TIME_LIMIT);
    }

    private String node(Optional<JobRecord> record) {
        return files.claim()
                .map(JobFiles.Claim::node)
                .or(() -> record.map(JobRecord::nodes))
                .orElse("");
    }

    private Verdict recorded(JobRecord record) {
        return switch (record.evidence()) {
            case UNKNOWN -> Verdict.unknown(record.story(), record.id(), false);
            case ACTIVE ->
                new Verdict(
                        Evidence.ACTIVE,
                        record.state(),
                        record.story(),
                        record.id(),
                        OptionalInt.empty(),
                        JobCause.NONE,
                        record.nodes(),
                        false,
                        false);
            case TERMINAL -> withoutMarker(record);
        };
    }

    // the batch system says it has ended and there is no marker
    private Verdict withoutMarker(JobRecord record) {
        String story = record.story();
        String node = node(Optional.of(record));
        if (files.overTime() && !cancelled) {
            return terminal(JobState.TIMEOUT, JobCause.TIME_LIMIT, story, record.id(), node, false);
        }
        if (record.state() == JobState.CANCELLED) {
            return terminal(JobState.CANCELLED, JobCause.NONE, story, record.id(), node, false);
        }
        if (record.state() != JobState.COMPLETED) {
            return terminal(record.state(), record.cause(), story, record.id(), node, false);
        }
        if (files.overMemory() || record.cause() == JobCause.OUT_OF_MEMORY) {
            return terminal(JobState.LOST, JobCause.OUT_OF_MEMORY, story, record.id(), node, false);
        }
        if (record.cause() == JobCause.IMPOSSIBLE_REQUEST) {
            return terminal(JobState.REFUSED, record.cause(), story, record.id(), node, false);
        }
        if (record.cause() == JobCause.LAUNCH_FAILURE && !files.claimed()) {
            return terminal(JobState.LOST, record.cause(), story, record.id(), node, false);
        }
        if (cancelled) {
            return terminal(JobState.CANCELLED, JobCause.NONE, story, record.id(), node, false);
        }
        return terminal(
                JobState.LOST,
                files.again() ? JobCause.REQUEUED : JobCause.VANISHED,
                story + ", no completion marker",
                record.id(),
                node,
                true);
    }

    private static Verdict terminal(
            JobState state, JobCause cause, String word, String id, String node, boolean patience) {
        return new Verdict(Evidence.TERMINAL, state, word, id, OptionalInt.empty(), cause, node, false, patience);
    }
}
