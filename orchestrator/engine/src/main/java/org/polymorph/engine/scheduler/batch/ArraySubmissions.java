package org.polymorph.engine.scheduler.batch;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.polymorph.engine.job.ArrayTask;
import org.polymorph.engine.job.TrackedJob;
import org.polymorph.engine.transport.NotDoneException;
import org.polymorph.engine.transport.UnknownOutcomeException;
import org.polymorph.model.batch.JobState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Submits many jobs as one array. All of them are written down as begun before, in one transaction; without an answer all of them
 * are quarantined, and each one is found again under the array's name and its index.
 */
final class ArraySubmissions {
    private static final Logger LOG = LoggerFactory.getLogger(ArraySubmissions.class);

    private final Cluster cluster;
    private final ClusterOptions options;
    private final JobBook book;
    private final Clock clock;

    ArraySubmissions(Cluster cluster, ClusterOptions options, JobBook book, Clock clock) {
        this.cluster = cluster;
        this.options = options;
        this.book = book;
        this.clock = clock;
    }

    /**
     * Submits jobs that ask for the same.
     *
     * @param told is given what kind of answer came
     * @return false if it makes no sense to go on with others now
     */
    boolean submit(Cluster.Site site, JobArrays arrays, List<TrackedJob> waiting, Consumer<SubmitAnswer.Kind> told) {
        ClusterOptions.Policy policy = options.policy();
        TrackedJob first = waiting.get(0);
        // no token has a dot in it, and one number of a job is begun once only
        String name = cluster.dialect().jobName(first.token()) + ".a" + (first.submissions() + 1);
        List<TrackedJob> jobs = begin(site, name, waiting);
        Cluster.ArrayAnswer answer;
        try {
            answer = cluster.submit(
                    site, arrays, name, jobs, book.failingNodes(policy.nodeFailures(), policy.nodeMemory(), clock));
        } catch (NotDoneException e) {
            LOG.warn("array={} was not submitted: {}", name, e.getMessage());
            put(jobs, job -> job.again(job.lost(), "waits here: " + e.getMessage(), clock.instant()));
            return false;
        } catch (UnknownOutcomeException e) {
            LOG.warn("array={} no answer to its submission: {}", name, e.getMessage());
            put(jobs, job -> job.unanswered("no answer to its submission: " + e.getMessage(), clock.instant()));
            return false;
        }
        if (!answer.known().isEmpty()) {
            put(jobs, job -> known(job, answer.known()));
            return true;
        }
        SubmitAnswer said = answer.answer();
        if (said.kind() == SubmitAnswer.Kind.UNKNOWN) {
            LOG.warn("array={} its submission is quarantined: {}", name, said.text());
        }
        told.accept(said.kind());
        Instant now = clock.instant();
        book.putAll(jobs.stream()
                .map(job -> said.settle(job, arrays.task(said.id(), Integer.toString(index(job))), now))
                .map(job -> News.answer(job, said.evidence(job), cluster.lastCommand()))
                .toList());
        return said.isClear();
    }

    private List<TrackedJob> begin(Cluster.Site site, String name, List<TrackedJob> waiting) {
        Instant now = clock.instant();
        Instant quarantine = cluster.quarantineEnd(site);
        List<News> begun = new ArrayList<>();
        for (int i = 0; i < waiting.size(); i++) {
            TrackedJob job = waiting.get(i).submitting(new ArrayTask(name, i), quarantine, now);
            String evidence = "submission " + job.submissions() + " begins, in array " + name
                    + "; without an answer none follows before " + quarantine;
            begun.add(News.of(job, () -> evidence, Optional.empty()));
        }
        book.putAll(begun);
        return begun.stream().map(News::job).toList();
    }

    // with the answer to an earlier submission of one of them none was submitted
    private TrackedJob known(TrackedJob job, Map<String, SubmitAnswer> known) {
        SubmitAnswer answer = known.get(job.token());
        return answer != null && answer.kind() == SubmitAnswer.Kind.ACCEPTED
                ? job.submitted(
                        answer.id(),
                        answer.cluster(),
                        JobState.PENDING,
                        "an earlier answer was read later",
                        clock.instant())
                : job.again(job.lost(), "waits here: another one of its array was submitted before", clock.instant());
    }

    private static int index(TrackedJob job) {
        return job.arrays().get(job.arrays().size() - 1).index();
    }

    // what the command that was run last has brought about, in one transaction
    private void put(List<TrackedJob> jobs, UnaryOperator<TrackedJob> change) {
        book.putAll(jobs.stream()
                .map(change)
                .map(job -> News.answer(job, job.last().schedulerWord(), cluster.lastCommand()))
                .toList());
    }
}
