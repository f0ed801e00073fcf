package org.polymorph.components.batch;

import java.util.Collection;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultProducer;
import org.polymorph.model.batch.JobRequest;
import org.polymorph.model.batch.JobSnapshot;
import org.polymorph.model.spi.BatchScheduler;

/** Hands jobs to a scheduler. */
final class BatchProducer extends DefaultProducer {
    private final BatchEndpoint endpoint;

    BatchProducer(BatchEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    protected void doStart() throws Exception {
        endpoint.scheduler();
        super.doStart();
    }

    @Override
    public void process(Exchange exchange) throws InvalidPayloadException {
        Message message = exchange.getMessage();
        BatchScheduler scheduler = endpoint.scheduler();
        switch (endpoint.getOperation()) {
            case submit -> submit(message, scheduler);
            case status -> {
                Object body = message.getMandatoryBody();
                var answer = scheduler.status(tokens(body));
                message.setBody(body instanceof Collection ? answer : answer.get(token(body)));
            }
            case cancel -> scheduler.cancel(tokens(message.getMandatoryBody()));
            case retrieve -> {
                Object body = message.getMandatoryBody();
                if (body instanceof JobSnapshot snapshot) {
                    message.setHeader(BatchConstants.SNAPSHOT, snapshot);
                }
                message.setHeader(BatchConstants.TOKEN, token(body));
                message.setBody(scheduler.retrieve(token(body)));
            }
        }
    }

    private void submit(Message message, BatchScheduler scheduler) throws InvalidPayloadException {
        JobRequest request = message.getMandatoryBody(JobRequest.class);
        JobSnapshot snapshot = scheduler.submit(request);
        endpoint.watched().add(request.token());
        message.setHeader(BatchConstants.TOKEN, request.token());
        message.setBody(snapshot);
    }

    private static List<String> tokens(Object body) {
        return body instanceof Collection<?> many
                ? many.stream().map(BatchProducer::token).toList()
                : List.of(token(body));
    }

    private static String token(Object body) {
        if (body instanceof JobSnapshot snapshot) {
            return snapshot.token();
        }
        if (body instanceof JobRequest request) {
            return request.token();
        }
        if (body instanceof String token) {
            return token;
        }
        throw new IllegalArgumentException("expected the token of a job, a JobSnapshot or a JobRequest, found "
                + body.getClass().getName());
    }
}
