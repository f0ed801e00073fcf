package org.polymorph.daemon.loop;

import java.time.Duration;
import java.util.List;
import org.polymorph.components.campaign.CampaignSession;
import org.polymorph.engine.store.JobRow;
import org.polymorph.engine.transport.NotDoneException;
import org.polymorph.engine.transport.UnknownOutcomeException;
import org.polymorph.model.batch.JobSnapshot;
import org.polymorph.model.batch.JobState;
import org.polymorph.model.spi.BatchScheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Cancels the jobs of a campaign that a person wants cancelled, and ends the campaign when none of them is left. */
final class Cancellation {
    private static final Logger LOG = LoggerFactory.getLogger(Cancellation.class);
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration ONCE_MORE = Duration.ofSeconds(30);

    private final CampaignSession session;
    private final BatchScheduler scheduler;
    private long askedAt = Long.MIN_VALUE;

    Cancellation(CampaignSession session, BatchScheduler scheduler) {
        this.session = session;
        this.scheduler = scheduler;
    }

    /** Works until no job is left, however long the cluster does not answer; what is begun goes on after a kill. */
    void run() throws InterruptedException {
        while (!tried()) {
            Thread.sleep(PAUSE.toMillis());
        }
        session.checkEnd();
    }

    private boolean tried() {
        try {
            List<String> left = left();
            if (left.isEmpty()) {
                session.book().cancelled();
                return true;
            }
            long now = System.nanoTime();
            if (askedAt == Long.MIN_VALUE || now - askedAt > ONCE_MORE.toNanos()) {
                askedAt = now;
                LOG.info("campaign={} cancels {} jobs", session.spec().name(), left.size());
                scheduler.cancel(left);
            }
        } catch (UnknownOutcomeException | NotDoneException e) {
            LOG.warn(
                    "campaign={} its jobs are not cancelled yet: {}",
                    session.spec().name(),
                    e.getMessage());
        }
        return false;
    }

    // a job that the scheduler's books do not know was never submitted
    private List<String> left() {
        List<String> submitted = session.book().openJobs().stream()
                .filter(job -> !job.state().isTerminal())
                .map(JobRow::token)
                .filter(scheduler::knows)
                .toList();
        List<JobSnapshot> states = List.copyOf(scheduler.status(submitted).values());
        states.stream().filter(snapshot -> snapshot.state() != JobState.UNKNOWN).forEach(session.book()::updateJob);
        return states.stream()
                .filter(snapshot -> !snapshot.state().isTerminal())
                .map(JobSnapshot::token)
                .toList();
    }
}
