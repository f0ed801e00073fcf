package org.polymorph.engine.scheduler.slurm;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.polymorph.model.batch.JobCause;
import org.polymorph.model.batch.JobState;

/** Decides what a look at the cluster proves about one job. A pure function; a record counts only where id and name agree. */
final class Judgement {
    private static final int OVER_MEMORY_SIGNAL = 9;

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
        Optional<SlurmRecord> record = newest(owner);
        if (files.done().isPresent()) {
            return ended(files.done().get(), newest(files.done().get().id()));
        }
        if (record.isPresent()) {
            return recorded(record.get());
        }
        // an earlier submission of the job may have come to life after a later one was made
        Optional<SlurmRecord> other = sighting.records().stream()
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
        List<SlurmRecord> records = sighting.records();
        return records.stream()
                .filter(record -> record.evidence() == Evidence.ACTIVE)
                .findFirst()
                .or(() -> records.stream().findFirst())
                .map(SlurmRecord::id)
                .orElse("");
    }

    // of several records of one id the active one counts, else the last: accounting keeps a record of each requeue
    private Optional<SlurmRecord> newest(String owner) {
        List<SlurmRecord> same = sighting.records().stream()
                .filter(record -> record.id().equals(owner))
                .toList();
        Optional<SlurmRecord> active = same.stream()
                .filter(record -> record.evidence() == Evidence.ACTIVE)
                .findFirst();
        return active.or(() -> same.stream()
                        .filter(record -> record.evidence() == Evidence.TERMINAL)
                        .reduce((first, second) -> second))
                .or(() -> same.stream().findFirst());
    }

    private Verdict ended(JobFiles.Done done, Optional<SlurmRecord> record) {
        Optional<SlurmState> word = record.flatMap(found -> SlurmState.parse(found.word()));
        JobState state = JobState.COMPLETED;
        JobCause cause = files.overMemory() ? JobCause.OUT_OF_MEMORY : JobCause.NONE;
        if (word.filter(found -> found.state() == JobState.TIMEOUT).isPresent()) {
            state = JobState.TIMEOUT;
            cause = word.get().cause();
        } else if (word.filter(found -> found == SlurmState.OUT_OF_MEMORY).isPresent()) {
            cause = JobCause.OUT_OF_MEMORY;
        } else if (done.stopped() && files.again()) {
            // SLURM asks a job to stop before it starts it again
            state = JobState.LOST;
            cause = JobCause.REQUEUED;
        } else if (done.stopped()) {
            boolean preempted =
                    word.filter(found -> found == SlurmState.PREEMPTED).isPresent();
            boolean byHand = cancelled
                    || word.filter(found -> found == SlurmState.CANCELLED).isPresent();
            state = preempted ? JobState.LOST : byHand ? JobState.CANCELLED : JobState.TIMEOUT;
            cause = preempted ? JobCause.PREEMPTED : byHand ? JobCause.NONE : JobCause.TIME_LIMIT;
        }
        return new Verdict(
                Evidence.TERMINAL,
                state,
                record.map(SlurmRecord::story).orElse("ended"),
                done.id(),
                OptionalInt.of(done.exitCode()),
                cause,
                node(record),
                false,
                false);
    }

    private String node(Optional<SlurmRecord> record) {
        return files.claim()
                .map(JobFiles.Claim::node)
                .or(() -> record.map(SlurmRecord::nodes))
                .orElse("");
    }

    private Verdict recorded(SlurmRecord record) {
        Optional<SlurmState> word = SlurmState.parse(record.word());
        if (word.isEmpty() || word.get().evidence() == Evidence.UNKNOWN) {
            return Verdict.unknown(record.story(), record.id(), false);
        }
        if (word.get().evidence() == Evidence.ACTIVE) {
            return new Verdict(
                    Evidence.ACTIVE,
                    word.get().state(),
                    record.story(),
                    record.id(),
                    OptionalInt.empty(),
                    JobCause.NONE,
                    record.nodes(),
                    false,
                    false);
        }
        return withoutMarker(record, word.get());
    }

    // SLURM says it has ended and there is no marker
    private Verdict withoutMarker(SlurmRecord record, SlurmState word) {
        String story = record.story();
        String node = node(Optional.of(record));
        if (word == SlurmState.CANCELLED) {
            return terminal(JobState.CANCELLED, JobCause.NONE, story, record.id(), node, false);
        }
        if (word != SlurmState.COMPLETED && word != SlurmState.FAILED) {
            return terminal(word.state(), word.cause(), story, record.id(), node, false);
        }
        boolean killed = record.exit().signal().orElse(0) == OVER_MEMORY_SIGNAL;
        if (files.overMemory() || record.reason().startsWith("OutOfMemory")) {
            return terminal(JobState.LOST, JobCause.OUT_OF_MEMORY, story, record.id(), node, false);
        }
        if (record.reason().equals("BadConstraints")) {
            return terminal(JobState.REFUSED, JobCause.IMPOSSIBLE_REQUEST, story, record.id(), node, false);
        }
        boolean launch = record.reason().startsWith("JobLaunchFailure")
                || record.exit().signal().orElse(0) == 53;
        if (launch && !killed && !files.claimed()) {
            return terminal(JobState.LOST, JobCause.LAUNCH_FAILURE, story, record.id(), node, false);
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
