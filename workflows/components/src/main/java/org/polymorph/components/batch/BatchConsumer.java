package org.polymorph.components.batch;

import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.ScheduledPollConsumer;
import org.polymorph.model.batch.JobSnapshot;

/**
 * Passes on every change of state of the jobs that were submitted through the same site: one question to the scheduler a
 * poll, whatever the number of jobs. A change whose route failed is passed on again at the next poll.
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
            Exchange exchange = createExchange(true);
            exchange.getIn().setBody(snapshot);
            exchange.getIn().setHeader(BatchConstants.TOKEN, token);
            getProcessor().process(exchange);
            if (exchange.getException() == null) {
                watched.passedOn(snapshot);
                passedOn++;
            } else {
                getExceptionHandler().handleException("job " + token, exchange, exchange.getException());
            }
        }
        return passedOn;
    }
}
