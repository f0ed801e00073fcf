package org.polymorph.components.batch;

import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.ScheduledPollConsumer;
import org.polymorph.model.batch.JobSnapshot;

/**
 * Passes on every change of state of the jobs that were submitted through the same site: one question to the scheduler a
 * poll, whatever the number of jobs. A change whose route failed is passed on again at the next poll. A site has one
 * consumer.
 */
final class BatchConsumer extends ScheduledPollConsumer {
    private final BatchEndpoint endpoint;

    BatchConsumer(BatchEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
    }

    @Override
    protected int poll() throws Exception {
        WatchedJobs watched = endpoint.watched();
        List<String> tokens = watched.tokens();
        if (tokens.isEmpty()) {
            return 0;
        }
        Map<String, JobSnapshot> answer = endpoint.scheduler().status(tokens);
        int passedOn = 0;
        for (String token : tokens) {
            JobSnapshot snapshot = answer.get(token);
            if (snapshot == null || !watched.isNews(snapshot) || !isRunAllowed()) {
                continue;
            }
            if (passOn(snapshot)) {
                endpoint.passedOn(snapshot);
                passedOn++;
            }
        }
        return passedOn;
    }

    private boolean passOn(JobSnapshot snapshot) throws Exception {
        Exchange exchange = createExchange(false);
        try {
            exchange.getIn().setBody(snapshot);
            exchange.getIn().setHeader(BatchConstants.TOKEN, snapshot.token());
            getProcessor().process(exchange);
            if (exchange.getException() != null) {
                getExceptionHandler().handleException("job " + snapshot.token(), exchange, exchange.getException());
            }
            return exchange.getException() == null;
        } finally {
            releaseExchange(exchange, false);
        }
    }

    @Override
    protected void doStart() throws Exception {
        endpoint.scheduler();
        endpoint.watched().take(this);
        super.doStart();
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        endpoint.watched().release(this);
    }
}
