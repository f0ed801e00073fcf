package org.polymorph.engine.scheduler.batch;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.polymorph.engine.job.FileDigest;
import org.polymorph.engine.job.JobEvent;
import org.polymorph.engine.job.JobLedger;
import org.polymorph.engine.job.JobStage;
import org.polymorph.engine.job.TrackedJob;
import org.polymorph.engine.store.DatabaseLedger;
import org.polymorph.engine.store.DirectoryInUseException;
import org.polymorph.engine.transport.Transport;
import org.polymorph.engine.transport.UnknownOutcomeException;
import org.polymorph.model.batch.JobCause;
import org.polymorph.model.batch.JobRequest;
import org.polymorph.model.batch.JobSnapshot;
import org.polymorph.model.batch.JobState;
import org.polymorph.model.spi.BatchScheduler;
import org.polymorph.model.spi.ConfigurationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs jobs on a cluster with a batch system, effectively once: for each token at most one execution gets past the fence, and none is lost
 * while the cluster answers. What must outlive this process stands in a ledger on this machine, before it is done.
 *
 * <p>Jobs wait here where caps or the site's budget of requests do not let them on the cluster; {@link #status} brings them
 * there and looks at the cluster, at most once in an interval however often it is called. Thread-safe.
 */
public final class ClusterScheduler implements BatchScheduler {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterScheduler.class);

    private final ClusterOptions options;
    private final Clock clock;
    private final Cluster cluster;
    private final JobBook book;
    private final RequestBudget budget;
    private final Submissions submissions;
    private final StatusRound round;
    private final ReentrantLock looking = new ReentrantLock();
    private Instant nextLook = Instant.MIN;
    private volatile boolean closed;

    /**
     * Takes over the journal, with the jobs of an earlier process, for a scheduler that serves no campaign.
     *
     * @param transport to the cluster's log-in machine; it stays open when this is closed
     * @throws IllegalArgumentException if the dialect cannot hold the options
     * @throws DirectoryInUseException if another scheduler has the journal
     * @throws ConfigurationException if what lies there is damaged or no journal
     */
    public ClusterScheduler(Transport transport, Dialect dialect, ClusterOptions options, Clock clock) {
        this(transport, dialect, options, DatabaseLedger.open(options.journal()), clock);
    }

    /**
     * Takes over a ledger, with the jobs of an earlier process, and closes it together with itself.
     *
     * @param transport to the cluster's log-in machine; it stays open when this is closed
     * @throws IllegalArgumentException if the dialect cannot hold the options
     * @throws ConfigurationException if what stands in the ledger cannot be read
     */
    public ClusterScheduler(
            Transport transport, Dialect dialect, ClusterOptions options, JobLedger ledger, Clock clock) {
        this.options = options;
        this.clock = clock;
        cluster = new Cluster(transport, dialect, options, clock);
        boolean ready = false;
        try {
            dialect.check(options);
            book = new JobBook(ledger);
            ready = true;
        } finally {
            if (!ready) {
                ledger.close();
            }
        }
        ClusterOptions.Policy policy = options.policy();
        budget = new RequestBudget(clock, policy.requestBurst(), policy.requestsPerSecond());
        submissions = new Submissions(cluster, options, book, budget, clock);
        round = new StatusRound(cluster, options, book, budget, clock);
    }

    /**
     * Writes a job down, uploads its files and submits it, as far as that can be done now; the rest follows in {@link #status}.
     *
     * @throws org.polymorph.engine.transport.DiskFullException if there is no room on the cluster; a second call tries again
     */
    @Override
    public JobSnapshot submit(JobRequest request) {
        requireOpen();
        submissions.plan(request);
        if (submissions.isItsTurn(request.token())) {
            var unused = submissions.advance(request.token());
        } else {
            submissions.waitsForItsTurn(request.token());
        }
        return snapshot(request.token());
    }

    @Override
    public Map<String, JobSnapshot> status(Collection<String> tokens) {
        requireOpen();
        // whoever comes while another looks gets what is known
        if (looking.tryLock()) {
            try {
                Instant now = clock.instant();
                if (!now.isBefore(nextLook)) {
                    long before = budget.spent();
                    round.look();
                    Duration fair = shareOfLooks(budget.spent() - before);
                    submissions.pump();
                    nextLook = now.plus(options.pollInterval().compareTo(fair) > 0 ? options.pollInterval() : fair);
                }
            } finally {
                looking.unlock();
            }
        }
        Map<String, JobSnapshot> snapshots = new LinkedHashMap<>();
        tokens.forEach(token -> snapshots.put(token, snapshot(token)));
        return snapshots;
    }

    // while jobs wait to be submitted, looks take half of the site's budget at most: short intervals would leave
    // nothing for them
    private Duration shareOfLooks(long requests) {
        boolean waiting = book.count(job -> !job.isEnded() && !job.isOut()) > 0;
        double seconds = waiting ? 2 * requests / options.policy().requestsPerSecond() : 0;
        return Duration.ofMillis(Math.round(1000 * seconds));
    }

    private JobSnapshot snapshot(String token) {
        return book.get(token)
                .map(TrackedJob::last)
                .orElseGet(() -> new JobSnapshot(token, JobState.UNKNOWN, "", "no such job", OptionalInt.empty()));
    }

    @Override
    public void cancel(Collection<String> tokens) {
        requireOpen();
        Instant now = clock.instant();
        Set<String> wanted = Set.copyOf(tokens);
        book.change(wanted, job -> {
            if (job.isEnded()) {
                return job;
            }
            boolean here = !job.isOut() && job.submissions() == 0 && !book.isTaken(job.token());
            return here
                    ? job.ended(
                            JobState.CANCELLED,
                            "cancelled before it was submitted",
                            OptionalInt.empty(),
                            JobCause.NONE,
                            "",
                            "",
                            now)
                    : job.cancelling(now);
        });
        wanted.forEach(submissions::forget);
        List<TrackedJob> out = book.find(job -> job.cancelled() && job.isOut() && wanted.contains(job.token()));
        if (out.isEmpty()) {
            return;
        }
        looking.lock();
        try {
            round.cancel(cluster.site(), out);
        } catch (ClusterAnswerException e) {
            LOG.warn("{} jobs could not be cancelled, it is tried again: {}", out.size(), e.getMessage());
        } finally {
            looking.unlock();
        }
    }

    /**
     * Brings the plain files of a job here.
     *
     * @throws IllegalArgumentException if there is no such job
     * @throws UnknownOutcomeException if the cluster does not answer
     */
    @Override
    public Path retrieve(String token) {
        requireOpen();
        TrackedJob job = book.get(token)
                .orElseThrow(() -> new IllegalArgumentException(
                        "no job " + token + " was submitted to " + options.workDir() + " from here"));
        try {
            List<FileDigest> files = cluster.download(cluster.site(), token);
            book.add(JobEvent.of(
                            token,
                            clock.instant(),
                            job.isEnded() ? JobStage.RETRIEVED : job.stage(),
                            files.size() + " files, " + FileDigest.bytes(files) + " bytes")
                    .by(cluster.lastCommand())
                    .with(files));
            return cluster.results(token);
        } catch (ClusterAnswerException e) {
            throw new UnknownOutcomeException("job " + token + ": its files cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public boolean knows(String token) {
        return book.get(token).isPresent();
    }

    /** Changes the cap on jobs handed over and not yet ended; those on the cluster stay there. */
    @Override
    public void cap(int most) {
        if (most < 0) {
            throw new IllegalArgumentException("a cap must not be below zero, found " + most);
        }
        submissions.maxQueued(most);
    }

    /** Returns why no files can be brought to the cluster, where its disk or a quota was full at the last attempt; else empty. */
    public String noRoom() {
        return submissions.noRoom();
    }

    /** Returns how many requests this scheduler made to the batch system so far. */
    public long requests() {
        return budget.spent();
    }

    /** Lets go of the ledger; jobs on the cluster go on. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            book.close();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the scheduler of " + options.workDir() + " is closed");
        }
    }
}
