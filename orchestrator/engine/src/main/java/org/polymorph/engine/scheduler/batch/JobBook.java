package org.polymorph.engine.scheduler.batch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.polymorph.model.batch.JobCause;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All jobs of a scheduler; what changes is on the disk before anybody sees it. Thread-safe. */
final class JobBook implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JobBook.class);

    private final Journal journal;
    private final Map<String, TrackedJob> jobs;
    private final Set<String> busy = new HashSet<>();

    JobBook(Journal journal) {
        this.journal = journal;
        jobs = journal.read();
        if (!jobs.isEmpty()) {
            LOG.info(
                    "found {} jobs of an earlier process, {} not ended",
                    jobs.size(),
                    find(job -> !job.isEnded()).size());
        }
    }

    synchronized Optional<TrackedJob> get(String token) {
        return Optional.ofNullable(jobs.get(token));
    }

    /** Returns the jobs for which something holds, the first written down first. */
    synchronized List<TrackedJob> find(Predicate<TrackedJob> condition) {
        return jobs.values().stream().filter(condition).toList();
    }

    synchronized int count(Predicate<TrackedJob> condition) {
        return (int) jobs.values().stream().filter(condition).count();
    }

    /** Writes a job down, if anything but words for people has changed. */
    synchronized TrackedJob put(TrackedJob news) {
        TrackedJob before = jobs.get(news.token());
        // an end may have been asked for while somebody worked on it
        TrackedJob job =
                before != null && before.cancelled() && !news.cancelled() ? news.cancelling(news.changed()) : news;
        boolean worthWriting = before == null
                || before.phase() != job.phase()
                || before.submissions() != job.submissions()
                || before.cancelled() != job.cancelled()
                || !before.id().equals(job.id())
                || !before.refusal().equals(job.refusal())
                || before.last().state() != job.last().state();
        if (worthWriting) {
            journal.write(job);
            LOG.info(
                    "job={} {} {} id={} {}",
                    job.token(),
                    job.phase(),
                    job.last().state(),
                    job.id(),
                    job.last().schedulerWord());
        }
        jobs.put(job.token(), job);
        return job;
    }

    /** Changes a job, if there is one of that name. */
    synchronized void change(String token, UnaryOperator<TrackedJob> change) {
        TrackedJob job = jobs.get(token);
        if (job != null) {
            put(change.apply(job));
        }
    }

    /** Takes a job for remote work on it; returns false if somebody has it. */
    synchronized boolean take(String token) {
        return busy.add(token);
    }

    synchronized void giveBack(String token) {
        busy.remove(token);
    }

    synchronized boolean isTaken(String token) {
        return busy.contains(token);
    }

    /** Returns the nodes on which so many jobs failed within some time for which the node is to blame. */
    synchronized Collection<String> failingNodes(int failures, Duration memory, Clock clock) {
        Instant since = clock.instant().minus(memory);
        Map<String, Integer> counts = new TreeMap<>();
        for (TrackedJob job : jobs.values()) {
            JobCause cause = job.last().cause();
            boolean blamed = cause == JobCause.NODE_FAILURE || cause == JobCause.LAUNCH_FAILURE;
            if (job.isEnded()
                    && blamed
                    && job.changed().isAfter(since)
                    && job.node().matches("[A-Za-z0-9_.-]+")) {
                counts.merge(job.node(), 1, Integer::sum);
            }
        }
        List<String> nodes = new ArrayList<>();
        counts.forEach((node, count) -> {
            if (count >= failures) {
                nodes.add(node);
            }
        });
        return nodes;
    }

    @Override
    public void close() {
        journal.close();
    }
}
