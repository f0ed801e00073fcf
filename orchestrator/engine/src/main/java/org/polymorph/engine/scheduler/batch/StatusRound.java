package org.polymorph.engine.scheduler.batch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.polymorph.engine.job.CommandRecord;
import org.polymorph.engine.job.TrackedJob;
import org.polymorph.model.batch.JobCause;
import org.polymorph.model.batch.JobState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at all jobs on the cluster: one question to the queue for all of them, then to the accounting or by id for those it does not
 * know, then their directories in one command. Not thread-safe.
 */
final class StatusRound {
    private static final Logger LOG = LoggerFactory.getLogger(StatusRound.class);
    private static final int FEW = 25;
    private static final int NEGATIVES = 2;
    private static final int CANCEL_BATCH = 500;

    private final Cluster cluster;
    private final ClusterOptions options;
    private final JobBook book;
    private final RequestBudget budget;
    private final Clock clock;

    // what only counts within one life of this process
    private final Map<String, Negatives> negatives = new HashMap<>();
    private final Map<String, Instant> endedSince = new HashMap<>();
    private final Map<String, Integer> impossible = new HashMap<>();
    /** What the look under way has brought. */
    private final List<News> found = new ArrayList<>();

    private boolean queueProblem;
    private boolean accountProblem;

    private record Negatives(int count, Instant last) {}

    StatusRound(Cluster cluster, ClusterOptions options, JobBook book, RequestBudget budget, Clock clock) {
        this.cluster = cluster;
        this.options = options;
        this.book = book;
        this.budget = budget;
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
            problem(true, e);
            return;
        }
        Set<String> clusters = clusters(site, out);
        Query<List<JobRecord>> query = cluster.dialect().queue(asked(site, out, clusters));
        if (!budget.take(query.requests() - 1, 0)) {
            return;
        }
        applyAll(site, out, sightings(site, out, clusters, query));
        cancelAgain(site);
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

    private Map<String, Sighting> sightings(
            Cluster.Site site, List<TrackedJob> out, Set<String> clusters, Query<List<JobRecord>> query) {
        cluster.forgetCommands();
        Optional<Map<String, List<JobRecord>>> queue = queue(query);
        Optional<CommandRecord> asked = cluster.lastCommand();
        List<TrackedJob> unseen = out.stream()
                .filter(job -> evidence(queue, job) == Evidence.UNKNOWN)
                .toList();
        Optional<Map<String, List<JobRecord>>> more = more(site, unseen, clusters, queue);
        Optional<CommandRecord> askedMore = cluster.lastCommand();
        // the directories come last: a job that ended in between has left its marker
        List<String> inactive = out.stream()
                .filter(job -> evidence(queue, job) != Evidence.ACTIVE || evidence(more, job) == Evidence.TERMINAL)
                .map(TrackedJob::token)
                .toList();
        Map<String, JobFiles> files = directories(site, inactive);
        Optional<CommandRecord> looked = cluster.lastCommand();
        Set<String> unseenTokens = tokens(unseen);
        Map<String, Sighting> sightings = new LinkedHashMap<>();
        for (TrackedJob job : out) {
            List<JobRecord> records = new ArrayList<>(of(queue, job));
            // where the controller does not know a job, the accounting's word that it waits or runs is a record left
            // over
            of(more, job).stream()
                    .filter(record -> queue.isEmpty() || record.evidence() != Evidence.ACTIVE)
                    .forEach(records::add);
            sightings.put(
                    job.token(),
                    new Sighting(
                            records,
                            queue.isPresent()
                                    && (more.isPresent() || !site.facts().accounting()),
                            Optional.ofNullable(files.get(job.token())),
                            files.containsKey(job.token())
                                    ? looked
                                    : unseenTokens.contains(job.token()) ? askedMore : asked));
        }
        return sightings;
    }

    // clusters of a federation that sbatch named, if they are not the one that is asked anyway
    private static Set<String> clusters(Cluster.Site site, Collection<TrackedJob> jobs) {
        Set<String> clusters = new TreeSet<>();
        jobs.forEach(job -> clusters.add(job.cluster().isEmpty() ? site.facts().cluster() : job.cluster()));
        return clusters.equals(Set.of(site.facts().cluster())) ? Set.of() : clusters;
    }

    private static Set<String> tokens(List<TrackedJob> jobs) {
        return jobs.stream().map(TrackedJob::token).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private Evidence evidence(Optional<Map<String, List<JobRecord>>> answer, TrackedJob job) {
        List<JobRecord> records = of(answer, job);
        if (records.stream().anyMatch(record -> record.evidence() == Evidence.ACTIVE)) {
            return Evidence.ACTIVE;
        }
        return records.stream().anyMatch(record -> record.evidence() == Evidence.TERMINAL)
                ? Evidence.TERMINAL
                : Evidence.UNKNOWN;
    }

    private List<JobRecord> of(Optional<Map<String, List<JobRecord>>> answer, TrackedJob job) {
        return answer.map(records -> cluster.recordsOf(job, records)).orElse(List.of());
    }

    private static Map<String, List<JobRecord>> byName(List<JobRecord> records) {
        Map<String, List<JobRecord>> byName = new HashMap<>();
        records.forEach(record ->
                byName.computeIfAbsent(record.name(), name -> new ArrayList<>()).add(record));
        return byName;
    }

    private Dialect.Asked asked(Cluster.Site site, List<TrackedJob> jobs, Set<String> clusters) {
        List<String> names = jobs.stream()
                .flatMap(job -> cluster.names(job).stream())
                .distinct()
                .toList();
        Instant since =
                jobs.stream().map(TrackedJob::intent).min(Instant::compareTo).orElseThrow();
        return cluster.asked(site, names.size() <= FEW ? names : List.of(), clusters, since);
    }

    private Optional<Map<String, List<JobRecord>>> queue(Query<List<JobRecord>> query) {
        try {
            Map<String, List<JobRecord>> found = byName(cluster.ask(query));
            queueProblem = false;
            return Optional.of(found);
        } catch (ClusterAnswerException e) {
            problem(queueProblem, e);
            queueProblem = true;
            return Optional.empty();
        }
    }

    private Optional<Map<String, List<JobRecord>>> more(
            Cluster.Site site,
            List<TrackedJob> unseen,
            Set<String> clusters,
            Optional<Map<String, List<JobRecord>>> queue) {
        if (unseen.isEmpty()) {
            return Optional.of(Map.of());
        }
        try {
            if (site.facts().accounting()) {
                Query<List<JobRecord>> query = cluster.dialect().history(asked(site, unseen, clusters));
                if (!budget.take(query.requests(), 0)) {
                    return Optional.empty();
                }
                Map<String, List<JobRecord>> found = byName(cluster.ask(query));
                accountProblem = false;
                return Optional.of(found);
            }
            // without accounting only the controller is left, and where it answered it has said all it knows
            List<String> ids = unseen.stream()
                    .filter(job -> !of(queue, job).isEmpty() && !job.id().isEmpty())
                    .map(TrackedJob::id)
                    .limit(FEW)
                    .toList();
            Optional<Query<List<JobRecord>>> query = ids.isEmpty()
                    ? Optional.empty()
                    : cluster.dialect().details(ids, options.policy().queryDeadline());
            if (query.isEmpty() || !budget.take(query.get().requests(), 0)) {
                return Optional.empty();
            }
            return Optional.of(byName(cluster.ask(query.get())));
        } catch (ClusterAnswerException e) {
            problem(accountProblem, e);
            accountProblem = true;
            return Optional.empty();
        }
    }

    private Map<String, JobFiles> directories(Cluster.Site site, Collection<String> tokens) {
        if (tokens.isEmpty()) {
            return Map.of();
        }
        try {
            return cluster.look(site, tokens);
        } catch (ClusterAnswerException e) {
            problem(false, e);
            return Map.of();
        }
    }

    private static void problem(boolean known, ClusterAnswerException e) {
        if (known) {
            LOG.debug("a look at the cluster failed: {}", e.getMessage());
        } else {
            LOG.warn("a look at the cluster failed, no job is moved by it: {}", e.getMessage());
        }
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
                problem(false, e);
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
            cluster.cancel(site, batch.stream().flatMap(this::cancelLines).toList(), clusters(site, batch));
        }
    }

    // an id counts only together with a name
    private Stream<String> cancelLines(TrackedJob job) {
        return job.id().isEmpty()
                ? Stream.of("- " + job.token())
                : cluster.names(job).stream().map(name -> job.id() + " " + job.token() + " " + name);
    }
}
