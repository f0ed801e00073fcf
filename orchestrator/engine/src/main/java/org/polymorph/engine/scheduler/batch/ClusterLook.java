package org.polymorph.engine.scheduler.batch;

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
import org.polymorph.engine.job.CommandRecord;
import org.polymorph.engine.job.TrackedJob;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks what is known of jobs on the cluster: one question to the queue for all of them, then to the accounting or by id for those it
 * does not know, then their directories in one command. Not thread-safe.
 */
final class ClusterLook {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterLook.class);
    private static final int FEW = 25;

    private final Cluster cluster;
    private final ClusterOptions options;
    private final RequestBudget budget;

    private boolean queueProblem;
    private boolean accountProblem;

    ClusterLook(Cluster cluster, ClusterOptions options, RequestBudget budget) {
        this.cluster = cluster;
        this.options = options;
        this.budget = budget;
    }

    /**
     * Looks once. A command that fails proves nothing about any job.
     *
     * @param out jobs that are or may be on the cluster; at least one
     * @return what was seen of each, by its token; empty where no requests are left to ask with
     */
    Optional<Map<String, Sighting>> at(Cluster.Site site, List<TrackedJob> out) {
        Set<String> clusters = clusters(site, out);
        Query<List<JobRecord>> query = cluster.dialect().queue(asked(site, out, clusters));
        return budget.take(query.requests() - 1, 0)
                ? Optional.of(sightings(site, out, clusters, query))
                : Optional.empty();
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

    /** Returns the clusters of a federation that sbatch named, if they are not the one that is asked anyway. */
    static Set<String> clusters(Cluster.Site site, Collection<TrackedJob> jobs) {
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

    /** Tells that the cluster could not be looked at; in a low voice where that is known. */
    static void problem(boolean known, ClusterAnswerException e) {
        if (known) {
            LOG.debug("a look at the cluster failed: {}", e.getMessage());
        } else {
            LOG.warn("a look at the cluster failed, no job is moved by it: {}", e.getMessage());
        }
    }
}
