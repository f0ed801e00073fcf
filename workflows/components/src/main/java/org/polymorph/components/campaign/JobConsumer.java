package org.polymorph.components.campaign;

import java.util.HashSet;
import java.util.Set;
import org.apache.camel.Processor;
import org.polymorph.components.batch.BatchConstants;
import org.polymorph.engine.campaign.Wish;
import org.polymorph.engine.store.JobRow;
import org.polymorph.model.batch.JobState;

/**
 * Emits every job that is planned or under way once a process: submission is idempotent by the job's token, so that after a
 * restart the same message submits what was not submitted and finds again what was.
 */
final class JobConsumer extends WorkConsumer {
    private final Set<String> emitted = new HashSet<>();

    JobConsumer(CampaignEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
    }

    @Override
    int emitWork(CampaignSession session) throws Exception {
        int count = 0;
        Wish wish = session.wish();
        if (wish == Wish.CANCEL) {
            return 0;
        }
        for (JobRow job : session.book().openJobs()) {
            // a job that was submitted before is to be found again, also where nothing is begun
            boolean held = wish == Wish.PAUSE && job.state() == JobState.CREATED;
            if (held || emitted.contains(job.token()) || session.isOver()) {
                continue;
            }
            if (emitOrEnd(session, exchange -> {
                exchange.getIn().setHeader(BatchConstants.TOKEN, job.token());
                exchange.getIn()
                        .setHeader(BatchConstants.RESOURCES, session.site().resources());
                exchange.getIn().setBody(PlannedCalculations.request(session, job.calculations()));
            })) {
                emitted.add(job.token());
                count++;
            }
        }
        return count;
    }
}
