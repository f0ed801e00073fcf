package org.polymorph.engine.scheduler.batch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.polymorph.engine.job.FairShare;
import org.polymorph.engine.job.FileDigest;
import org.polymorph.engine.job.TrackedJob;
import org.polymorph.engine.transport.DiskFullException;
import org.polymorph.engine.transport.NotDoneException;
import org.polymorph.engine.transport.UnknownOutcomeException;
import org.polymorph.model.batch.InputFile;
import org.polymorph.model.batch.JobCause;
import org.polymorph.model.batch.JobRequest;
import org.polymorph.model.batch.JobState;
import org.polymorph.model.batch.Resources;
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
    private final Optional<JobArrays> arrays;
    private int maxQueued;
    private int atOnce;
    private @Nullable Instant heldUntil;
    private Duration wait = FIRST_WAIT;
    private volatile String noRoom = "";

    Submissions(Cluster cluster, ClusterOptions options, JobBook book, RequestBudget budget, Clock clock) {
        this.cluster = cluster;
        this.options = options;
        this.book = book;
        this.budget = budget;
        this.clock = clock;
        maxQueued = options.maxQueued();
        atOnce = options.arraySize();
        arrays = atOnce > 1 ? cluster.dialect().arrays() : Optional.empty();
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
            book.put(News.of(
                    TrackedJob.planned(request.token(), request.resources(), clock.instant()),
                    () -> evidence,
                    Optional.empty()));
        }
        if (known.isEmpty() || known.get().phase() == TrackedJob.Phase.PLANNED) {
            requests.put(request.token(), request);
        }
    }

    /** Submits what waits, as far as caps and budget allow. */
    void pump() {
        List<String> order = inTurn(book.find(job -> !job.isEnded() && !job.isOut()));
        if (order.isEmpty()) {
            noRoom = "";
        }
        for (int i = 0; i < order.size(); i++) {
            if (!goesOn(order.get(i))) {
                order.subList(i + 1, order.size()).forEach(this::waitsForItsTurn);
                return;
            }
        }
        arrays.ifPresent(this::pumpArrays);
    }

    private boolean goesOn(String token) {
        try {
            return advance(token);
        } catch (DiskFullException e) {
            return waits(token, e);
        }
    }

    /** Notes of a job that nothing was begun with that others come before it. */
    void waitsForItsTurn(String token) {
        Optional<TrackedJob> job = book.get(token);
        if (job.isPresent() && job.get().isUntouched()) {
            book.put(job.get().seen(JobState.CREATED, "waits here for its turn: others come first", clock.instant()));
        }
    }

    /** Returns why files cannot be brought to the cluster, where its disk or a quota was full at the last attempt; else empty. */
    String noRoom() {
        return noRoom;
    }

    /** Returns whether no job of another owner has the next place. */
    boolean isItsTurn(String token) {
        List<String> order = inTurn(book.find(job -> !job.isEnded() && !job.isOut()));
        return order.isEmpty() || FairShare.owner(order.get(0)).equals(FairShare.owner(token));
    }

    private List<String> inTurn(List<TrackedJob> waiting) {
        List<String> tokens = waiting.stream().map(TrackedJob::token).toList();
        return FairShare.order(
                tokens,
                book.find(TrackedJob::isOut).stream().map(TrackedJob::token).toList());
    }

    // jobs that ask for the same go together, the one that waits longest first
    private void pumpArrays(JobArrays dialect) {
        Map<Object, List<String>> groups = new LinkedHashMap<>();
        for (String token : inTurn(book.find(job -> job.phase() == TrackedJob.Phase.UPLOADED && !job.cancelled()))) {
            Optional<Resources> resources = book.get(token).orElseThrow().resources();
            Object key = resources.isPresent() ? resources.get() : token;
            groups.computeIfAbsent(key, none -> new ArrayList<>()).add(token);
        }
        for (List<String> group : groups.values()) {
            int from = 0;
            while (from < group.size()) {
                int size = Math.min(group.size() - from, atOnce());
                if (!submitTogether(dialect, group.subList(from, from + size))) {
                    return;
                }
                from += size;
            }
        }
    }

    private synchronized int atOnce() {
        return atOnce;
    }

    private boolean submitTogether(JobArrays dialect, List<String> tokens) {
        List<String> taken = tokens.stream().filter(book::take).toList();
        try {
            List<TrackedJob> jobs = taken.stream()
                    .flatMap(token -> book.get(token).stream())
                    .filter(job -> job.phase() == TrackedJob.Phase.UPLOADED && !job.cancelled())
                    .toList();
            if (jobs.isEmpty()) {
                return true;
            }
            Cluster.Site site = cluster.site();
            int most = (int) Math.max(1, Math.min(jobs.size(), site.facts().maxArraySize()));
            Room room = reserve(most);
            if (room.jobs() == 0) {
                jobs.forEach(
                        job -> book.put(job.seen(JobState.PENDING, "waits here: " + room.reason(), clock.instant())));
                return false;
            }
            List<TrackedJob> batch = jobs.subList(0, room.jobs());
            boolean goOn = batch.size() == 1
                    ? submit(site, batch.get(0))
                    : new ArraySubmissions(cluster, options, book, clock).submit(site, dialect, batch, this::told);
            return goOn && batch.size() == jobs.size();
        } catch (ClusterAnswerException e) {
            taken.forEach(token -> {
                var unused = waits(token, e);
            });
            return false;
        } finally {
            taken.forEach(book::giveBack);
        }
    }

    // a limit may be one that a smaller array stays under, and an array may be what a cluster does not take
    private synchronized void told(SubmitAnswer.Kind kind) {
        if (kind == SubmitAnswer.Kind.ACCEPTED) {
            atOnce = Math.min(options.arraySize(), atOnce * 2);
            relax();
        } else {
            atOnce = Math.max(1, atOnce / 2);
            if (kind == SubmitAnswer.Kind.LIMITED) {
                hold(clock.instant());
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
                noRoom = "";
            }
            // where there are arrays, others may come that go with it
            if (job.phase() != TrackedJob.Phase.UPLOADED || arrays.isPresent()) {
                return true;
            }
            Room room = reserve(1);
            if (room.jobs() == 0) {
                book.put(job.seen(JobState.PENDING, "waits here: " + room.reason(), clock.instant()));
                return false;
            }
            return submit(site, job);
        } catch (DiskFullException e) {
            noRoom = String.valueOf(e.getMessage());
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

    /**
     * How many jobs can be submitted now.
     *
     * @param reason why none can
     */
    private record Room(int jobs, String reason) {}

    // takes one submission of so many jobs at most out of the budget
    private synchronized Room reserve(int wanted) {
        Instant now = clock.instant();
        if (heldUntil != null && now.isBefore(heldUntil)) {
            return new Room(0, "a limit of the cluster was reached, next attempt at " + heldUntil);
        }
        int out = book.count(TrackedJob::isOut);
        if (out >= maxQueued) {
            return new Room(0, out + " jobs are queued, maxQueued is " + maxQueued);
        }
        return budget.take(1, RESERVE_FOR_QUERIES)
                ? new Room(Math.min(wanted, maxQueued - out), "")
                : new Room(0, "the site's budget of requests is spent for the moment");
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
        TrackedJob settled = answer.settle(job, answer.id(), clock.instant());
        book.put(News.answer(settled, answer.evidence(settled), cluster.lastCommand()));
        switch (answer.kind()) {
            case ACCEPTED -> relax();
            case LIMITED -> hold(clock.instant());
            case UNKNOWN -> LOG.warn("job={} its submission is quarantined: {}", job.token(), answer.text());
            case REFUSED -> {}
        }
        return answer.isClear();
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
