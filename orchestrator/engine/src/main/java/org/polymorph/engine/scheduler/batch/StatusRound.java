package org.polymorph.engine.scheduler.batch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.polymorph.engine.job.TrackedJob;
import org.polymorph.model.batch.JobCause;
import org.polymorph.model.batch.JobState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at all jobs on the cluster, and writes down what becomes of each by what was seen of it. Not thread-safe. */
final class StatusRound {
    private static final Logger LOG = LoggerFactory.getLogger(StatusRound.class);
    private static final int NEGATIVES = 2;
    private static final int CANCEL_BATCH = 500;

    private final Cluster cluster;
    private final ClusterOptions options;
    private final JobBook book;
    private final RequestBudget budget;
    private final ClusterLook look;
    private final Clock clock;

    // what only counts within one life of this process
    private final Map<String, Negatives> negatives = new HashMap<>();
    private final Map<String, Instant> endedSince = new HashMap<>();
    private final Map<String, Integer> impossible = new HashMap<>();
    /** What the look under way has brought. */
    private final List<News> found = new ArrayList<>();

    private record Negatives(int count, Instant last) {}

    StatusRound(Cluster cluster, ClusterOptions options, JobBook book, RequestBudget budget, Clock clock) {
        this.cluster = cluster;
        this.options = options;
        this.book = book;
        this.budget = budget;
        this.look = new ClusterLook(cluster, options, budget);
        this.clock = clock;
    }

    /** Looks once. A command that fails proves nothing about any job. */
    void look() {
        List<TrackedJob> out = book.find(TrackedJob::isOut);
        if (out.isEmpty() || !budget.take(1, 0)) {
            return;
        }
        Cluster.Site site;
        try {
            site = cluster.site();
        } catch (ClusterAnswerException e) {
            ClusterLook.problem(true, e);
            return;
        }
        look.at(site, out).ifPresent(sightings -> {
            applyAll(site, out, sightings);
            cancelAgain(site);
        });
    }

    // all changes of a look are written down in one go; until then nobody else works on these jobs
    private void applyAll(Cluster.Site site, List<TrackedJob> out, Map<String, Sighting> sightings) {
        List<String> taken = new ArrayList<>();
        try {
            for (TrackedJob job : out) {
                Sighting sighting = sightings.get(job.token());
                if (sighting != null && book.take(job.token())) {
                    taken.add(job.token());
                    // what was asked before a submission says nothing about it
                    book.get(job.token())
                            .filter(now -> now.submissions() == job.submissions() && now.isOut())
                            .ifPresent(now -> apply(site, now, sighting));
                }
            }
            book.putAll(found);
        } finally {
            found.clear();
            taken.forEach(book::giveBack);
        }
    }

    private void put(TrackedJob job, Sighting sighting) {
        found.add(News.of(job, () -> job.last().schedulerWord() + "; " + sighting.words(), sighting.command()));
    }

    private void apply(Cluster.Site site, TrackedJob job, Sighting sighting) {
        Verdict verdict = Judgement.of(job.id(), job.cancelled(), sighting);
        switch (verdict.evidence()) {
            case ACTIVE -> active(job, verdict, sighting);
            case TERMINAL -> terminal(job, verdict, sighting);
            case UNKNOWN -> unknown(site, job, verdict, sighting);
        }
    }

    private void active(TrackedJob job, Verdict verdict, Sighting sighting) {
        forget(job.token());
        Instant now = clock.instant();
        TrackedJob seen = job.id().equals(verdict.id()) && job.phase() == TrackedJob.Phase.SUBMITTED
                ? job.seen(verdict.state(), verdict.word(), now)
                : job.submitted(verdict.id(), cluster(job, verdict, sighting), verdict.state(), verdict.word(), now);
        boolean never = verdict.state() == JobState.PENDING
                && sighting.records().stream()
                        .anyMatch(record ->
                                record.id().equals(verdict.id()) && record.waiting() == PendingReason.IMPOSSIBLE);
        if (!never) {
            impossible.remove(job.token());
        } else if (impossible.merge(job.token(), 1, Integer::sum) >= NEGATIVES
                && job.refusal().isEmpty()) {
            seen = seen.refused(verdict.word(), now).cancelling(now);
        }
        put(seen, sighting);
    }

    private static String cluster(TrackedJob job, Verdict verdict, Sighting sighting) {
        return sighting.records().stream()
                .filter(record -> record.id().equals(verdict.id()))
                .map(JobRecord::cluster)
                .findFirst()
                .or(() -> sighting.files().flatMap(JobFiles::answer).map(SubmitAnswer::cluster))
                .orElse(job.cluster());
    }

    private void terminal(TrackedJob job, Verdict verdict, Sighting sighting) {
        Instant now = clock.instant();
        if (verdict.patience()) {
            Instant since = endedSince.computeIfAbsent(job.token(), token -> now);
            if (now.isBefore(since.plus(options.policy().markerGrace()))) {
                put(job.seen(JobState.UNKNOWN, verdict.word(), now), sighting);
                return;
            }
        }
        end(job, verdict, sighting);
    }

    private void end(TrackedJob job, Verdict last, Sighting sighting) {
        forget(job.token());
        impossible.remove(job.token());
        TrackedJob ended = job.ended(
                last.state(), last.word(), last.exit(), last.cause(), last.id(), last.node(), clock.instant());
        put(ended, sighting);
    }

    private void forget(String token) {
        negatives.remove(token);
        endedSince.remove(token);
    }

    private void unknown(Cluster.Site site, TrackedJob job, Verdict verdict, Sighting sighting) {
        Instant now = clock.instant();
        if (job.phase() == TrackedJob.Phase.QUARANTINED && !verdict.id().isEmpty()) {
            put(
                    job.submitted(
                            verdict.id(),
                            cluster(job, verdict, sighting),
                            JobState.PENDING,
                            "its answer was read later",
                            now),
                    sighting);
            return;
        }
        if (!verdict.absent()) {
            put(job.seen(JobState.UNKNOWN, verdict.word(), now), sighting);
            return;
        }
        if (now.isBefore(job.quarantineUntil())) {
            String word = "quarantined until " + job.quarantineUntil() + ": " + verdict.word();
            put(job.seen(JobState.UNKNOWN, word, now), sighting);
            return;
        }
        Negatives before = negatives.get(job.token());
        Duration apart = cluster.messageTimeout(site);
        if (before == null || !now.isBefore(before.last().plus(apart))) {
            before = new Negatives(before == null ? 1 : before.count() + 1, now);
            negatives.put(job.token(), before);
        }
        if (before.count() < NEGATIVES) {
            put(job.seen(JobState.UNKNOWN, verdict.word(), now), sighting);
        } else {
            gone(job, verdict, sighting);
        }
    }

    // every source has said so twice
    private void gone(TrackedJob job, Verdict verdict, Sighting sighting) {
        Instant now = clock.instant();
        JobFiles files = sighting.files().orElse(JobFiles.ABSENT);
        if (files.claimed()) {
            Instant since = endedSince.computeIfAbsent(job.token(), token -> now);
            if (!now.isBefore(since.plus(options.policy().markerGrace()))) {
                String node = files.claim().map(JobFiles.Claim::node).orElse("");
                String word = verdict.word() + ", no completion marker";
                end(job, verdict.ending(JobState.LOST, JobCause.VANISHED, word, node), sighting);
            }
        } else if (job.cancelled()) {
            end(job, verdict.ending(JobState.CANCELLED, JobCause.NONE, verdict.word(), ""), sighting);
        } else if (job.submissions() >= options.policy().submissions()) {
            String word = job.submissions() + " submissions, and the cluster knows none: "
                    + job.last().schedulerWord();
            end(job, verdict.ending(JobState.REFUSED, JobCause.IMPOSSIBLE_REQUEST, word, ""), sighting);
        } else {
            LOG.warn("job={} id={} is surely not on the cluster, it is submitted again", job.token(), job.id());
            forget(job.token());
            String lost = job.id().isEmpty() ? job.lost() : job.id();
            put(job.again(lost, "surely not on the cluster, to be submitted again", now), sighting);
        }
    }

    /** Asks once more for the end of jobs that were to end and have not. */
    private void cancelAgain(Cluster.Site site) {
        List<TrackedJob> left = book.find(job -> job.isOut() && job.cancelled());
        if (!left.isEmpty()) {
            try {
                cancel(site, left);
            } catch (ClusterAnswerException e) {
                ClusterLook.problem(false, e);
            }
        }
    }

    /** Closes the fence of jobs and ends those on the cluster, in batches. */
    void cancel(Cluster.Site site, List<TrackedJob> jobs) throws ClusterAnswerException {
        for (int from = 0; from < jobs.size(); from += CANCEL_BATCH) {
            List<TrackedJob> batch = jobs.subList(from, Math.min(jobs.size(), from + CANCEL_BATCH));
            if (!budget.take(2, 0)) {
                return;
            }
            cluster.cancel(site, batch.stream().flatMap(this::cancelLines).toList(), ClusterLook.clusters(site, batch));
        }
    }

    // an id counts only together with a name
    private Stream<String> cancelLines(TrackedJob job) {
        return job.id().isEmpty()
                ? Stream.of("- " + job.token())
                : cluster.names(job).stream().map(name -> job.id() + " " + job.token() + " " + name);
    }
}
