package org.polymorph.engine.scheduler.batch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.polymorph.engine.job.FileDigest;
import org.polymorph.engine.job.TrackedJob;
import org.polymorph.engine.transport.DiskFullException;
import org.polymorph.engine.transport.NotDoneException;
import org.polymorph.engine.transport.UnknownOutcomeException;
import org.polymorph.model.batch.InputFile;
import org.polymorph.model.batch.JobCause;
import org.polymorph.model.batch.JobRequest;
import org.polymorph.model.batch.JobState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings jobs onto the cluster, each step written down before it is taken. Thread-safe. */
final class Submissions {
    private static final Logger LOG = LoggerFactory.getLogger(Submissions.class);
    private static final Duration FIRST_WAIT = Duration.ofSeconds(15);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);
    private static final int RESERVE_FOR_QUERIES = 4;

    private final Cluster cluster;
    private final ClusterOptions options;
    private final JobBook book;
    private final RequestBudget budget;
    private final Clock clock;
    private final Map<String, JobRequest> requests = new HashMap<>();
    private int maxQueued;
    private @Nullable Instant heldUntil;
    private Duration wait = FIRST_WAIT;

    Submissions(Cluster cluster, ClusterOptions options, JobBook book, RequestBudget budget, Clock clock) {
        this.cluster = cluster;
        this.options = options;
        this.book = book;
        this.budget = budget;
        this.clock = clock;
        maxQueued = options.maxQueued();
    }

    synchronized void maxQueued(int most) {
        maxQueued = most;
    }

    /** Writes a job down, unless it is. */
    synchronized void plan(JobRequest request) {
        for (InputFile file : request.files()) {
            boolean log = file.name().equals(JobDirectoryNames.log(cluster.dialect()));
            if (log || JobDirectoryNames.RESERVED.contains(file.name())) {
                throw new IllegalArgumentException(
                        "job " + request.token() + ": an input file must not be named " + file.name());
            }
        }
        // what the site's file cannot meet is said now
        var unused = cluster.dialect().directives(options, request.resources());
        Optional<TrackedJob> known = book.get(request.token());
        if (known.isEmpty()) {
            String evidence = "taken on for " + options.workDir() + " by "
                    + cluster.dialect().name();
            book.put(News.of(TrackedJob.planned(request.token(), clock.instant()), () -> evidence, Optional.empty()));
        }
        if (known.isEmpty() || known.get().phase() == TrackedJob.Phase.PLANNED) {
            requests.put(request.token(), request);
        }
    }

    /** Submits what waits, as far as caps and budget allow. */
    void pump() {
        for (TrackedJob job : book.find(job -> !job.isEnded() && !job.isOut())) {
            try {
                if (!advance(job.token())) {
                    return;
                }
            } catch (DiskFullException e) {
                var unused = waits(job.token(), e);
                return;
            }
        }
    }

    /**
     * Takes a job as far as can be now.
     *
     * @return false if it makes no sense to go on with others now
     * @throws DiskFullException if there is no room for its files
     */
    boolean advance(String token) {
        if (!book.take(token)) {
            return true;
        }
        try {
            TrackedJob job = book.get(token).orElseThrow();
            if (job.cancelled()) {
                book.put(job.ended(
                        JobState.CANCELLED,
                        "cancelled before it was submitted",
                        OptionalInt.empty(),
                        JobCause.NONE,
                        "",
                        "",
                        clock.instant()));
                return true;
            }
            Cluster.Site site = cluster.site();
            if (job.phase() == TrackedJob.Phase.PLANNED) {
                JobRequest request = request(token);
                if (request == null) {
                    return true;
                }
                List<FileDigest> files = cluster.upload(site, token, files(site, request));
                String where = files.size() + " files in " + site.directory(token);
                job = book.put(
                        new News(job.uploaded(clock.instant()), () -> where, cluster.lastCommand(), files, true));
                forget(token);
            }
            if (job.phase() != TrackedJob.Phase.UPLOADED) {
                return true;
            }
            Optional<String> reason = reserve();
            if (reason.isPresent()) {
                book.put(job.seen(JobState.PENDING, "waits here: " + reason.get(), clock.instant()));
                return false;
            }
            return submit(site, job);
        } catch (DiskFullException e) {
            throw e;
        } catch (ClusterAnswerException | UnknownOutcomeException | NotDoneException e) {
            return waits(token, e);
        } finally {
            book.giveBack(token);
        }
    }

    private boolean waits(String token, Exception problem) {
        LOG.warn("job={} waits: {}", token, problem.getMessage());
        TrackedJob job = book.get(token).orElseThrow();
        book.put(job.seen(job.last().state(), "waits here: " + problem.getMessage(), clock.instant()));
        return false;
    }

    private synchronized @Nullable JobRequest request(String token) {
        return requests.get(token);
    }

    synchronized void forget(String token) {
        requests.remove(token);
    }

    // says why no job can be submitted now, or takes one out of the budget
    private synchronized Optional<String> reserve() {
        Instant now = clock.instant();
        if (heldUntil != null && now.isBefore(heldUntil)) {
            return Optional.of("a limit of the cluster was reached, next attempt at " + heldUntil);
        }
        int out = book.count(TrackedJob::isOut);
        if (out >= maxQueued) {
            return Optional.of(out + " jobs are queued, maxQueued is " + maxQueued);
        }
        return budget.take(1, RESERVE_FOR_QUERIES)
                ? Optional.empty()
                : Optional.of("the site's budget of requests is spent for the moment");
    }

    private List<InputFile> files(Cluster.Site site, JobRequest request) {
        List<InputFile> files = new ArrayList<>(request.files());
        files.add(InputFile.text(JobDirectoryNames.SCRIPT, request.script()));
        Duration walltime = request.resources().walltime();
        String script = JobScript.text(
                cluster.dialect().startWords(),
                cluster.dialect().directives(options, request.resources()),
                site.directory(request.token()),
                request.script(),
                walltime.minus(options.policy().stopBefore(walltime)));
        files.add(InputFile.text(JobDirectoryNames.JOB, script));
        return files;
    }

    private boolean submit(Cluster.Site site, TrackedJob waiting) {
        ClusterOptions.Policy policy = options.policy();
        TrackedJob begun = waiting.submitting(cluster.quarantineEnd(site), clock.instant());
        String beginning = "submission " + begun.submissions() + " begins; without an answer none follows before "
                + begun.quarantineUntil();
        TrackedJob job = book.put(News.of(begun, () -> beginning, Optional.empty()));
        SubmitAnswer answer;
        try {
            answer = cluster.submit(site, job, book.failingNodes(policy.nodeFailures(), policy.nodeMemory(), clock));
        } catch (NotDoneException e) {
            // surely not submitted: no quarantine
            LOG.warn("job={} was not submitted: {}", job.token(), e.getMessage());
            put(job.again(job.lost(), "waits here: " + e.getMessage(), clock.instant()));
            return false;
        } catch (UnknownOutcomeException e) {
            LOG.warn("job={} no answer to its submission: {}", job.token(), e.getMessage());
            put(job.unanswered("no answer to its submission: " + e.getMessage(), clock.instant()));
            return false;
        }
        return settle(job, answer);
    }

    private boolean settle(TrackedJob job, SubmitAnswer answer) {
        Instant now = clock.instant();
        return switch (answer.kind()) {
            case ACCEPTED -> {
                TrackedJob accepted = job.submitted(answer.id(), answer.cluster(), JobState.PENDING, "submitted", now);
                String said = "accepted as " + answer.id() + ", said: " + answer.text();
                book.put(News.answer(accepted, said, cluster.lastCommand()));
                relax();
                yield true;
            }
            case REFUSED -> {
                put(job.ended(
                        JobState.REFUSED,
                        answer.text(),
                        OptionalInt.empty(),
                        JobCause.IMPOSSIBLE_REQUEST,
                        "",
                        "",
                        now));
                yield true;
            }
            case LIMITED -> {
                hold(now);
                put(job.unanswered("deferred: " + answer.text(), now));
                yield false;
            }
            case UNKNOWN -> {
                LOG.warn("job={} its submission is quarantined: {}", job.token(), answer.text());
                put(job.unanswered(answer.text(), now));
                yield false;
            }
        };
    }

    // what the command that was run last has brought about
    private void put(TrackedJob job) {
        book.put(News.answer(job, job.last().schedulerWord(), cluster.lastCommand()));
    }

    private synchronized void hold(Instant now) {
        heldUntil = now.plus(wait);
        Duration twice = wait.multipliedBy(2);
        wait = twice.compareTo(LONGEST_WAIT) < 0 ? twice : LONGEST_WAIT;
    }

    private synchronized void relax() {
        wait = FIRST_WAIT;
        heldUntil = null;
    }
}
