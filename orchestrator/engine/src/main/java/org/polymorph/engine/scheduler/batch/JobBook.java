package org.polymorph.engine.scheduler.batch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.polymorph.engine.job.JobEvent;
import org.polymorph.engine.job.JobLedger;
import org.polymorph.engine.job.JobStage;
import org.polymorph.engine.job.TrackedJob;
import org.polymorph.model.batch.JobCause;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All jobs of a scheduler; what changes is in the ledger, with what shows it, before anybody sees it. Thread-safe. */
final class JobBook implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JobBook.class);

    private final JobLedger ledger;
    private final Map<String, TrackedJob> jobs = new LinkedHashMap<>();
    private final Set<String> busy = new HashSet<>();

    JobBook(JobLedger ledger) {
        this.ledger = ledger;
        ledger.tracked().forEach(job -> jobs.put(job.token(), job));
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
    TrackedJob put(TrackedJob news) {
        return put(News.of(news));
    }

    /** Writes a job down, if anything but words for people has changed, with what shows it. */
    synchronized TrackedJob put(News news) {
        putAll(List.of(news));
        return Objects.requireNonNull(jobs.get(news.job().token()));
    }

    /** Writes jobs down in one transaction; each may stand in the list once. */
    synchronized void putAll(Collection<News> all) {
        List<TrackedJob> after = new ArrayList<>();
        List<JobLedger.Change> changes = new ArrayList<>();
        for (News news : all) {
            TrackedJob before = jobs.get(news.job().token());
            // an end may have been asked for while somebody worked on it
            TrackedJob job = before != null && before.cancelled() && !news.job().cancelled()
                    ? news.job().cancelling(news.job().changed())
                    : news.job();
            after.add(job);
            if (news.isAnswer() || isWorthWriting(before, job)) {
                changes.add(new JobLedger.Change(Optional.of(job), event(before, job, news)));
            }
        }
        if (!changes.isEmpty()) {
            ledger.write(changes);
        }
        after.forEach(job -> jobs.put(job.token(), job));
        for (JobLedger.Change change : changes) {
            TrackedJob job = change.job().orElseThrow();
            LOG.info(
                    "job={} {} {} id={} {}",
                    job.token(),
                    job.phase(),
                    job.last().state(),
                    job.id(),
                    job.last().schedulerWord());
        }
    }

    private static boolean isWorthWriting(@Nullable TrackedJob before, TrackedJob job) {
        return before == null
                || before.phase() != job.phase()
                || before.submissions() != job.submissions()
                || before.cancelled() != job.cancelled()
                || !before.id().equals(job.id())
                || !before.refusal().equals(job.refusal())
                || before.last().state() != job.last().state();
    }

    private static JobEvent event(@Nullable TrackedJob before, TrackedJob job, News news) {
        boolean idIsNew = before == null || !before.id().equals(job.id());
        JobStage stage = job.stage() == JobStage.PENDING && idIsNew ? JobStage.SUBMITTED : job.stage();
        String evidence = news.evidence().get();
        if (before != null && !before.cancelled() && job.cancelled()) {
            evidence = (job.refusal().isEmpty() ? "its end was asked for; " : "can never run, its end was asked for; ")
                    + evidence;
        }
        return new JobEvent(
                job.token(), job.changed(), stage, JobEvent.cause(job.last()), evidence, news.command(), news.files());
    }

    /** Adds a line to the story of a job that itself stays as it is. */
    void add(JobEvent event) {
        ledger.add(event);
    }

    /** Changes the jobs of some names, as far as there are such jobs, in one transaction. */
    synchronized void change(Collection<String> tokens, UnaryOperator<TrackedJob> change) {
        putAll(tokens.stream()
                .map(jobs::get)
                .flatMap(Stream::ofNullable)
                .map(job -> News.of(change.apply(job)))
                .toList());
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
        ledger.close();
    }
}
