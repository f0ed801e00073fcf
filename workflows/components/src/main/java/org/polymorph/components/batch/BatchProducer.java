package org.polymorph.components.batch;

import java.io.File;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.apache.camel.WrappedFile;
import org.polymorph.components.StepProducer;
import org.polymorph.model.batch.JobRequest;
import org.polymorph.model.batch.JobSnapshot;
import org.polymorph.model.spi.BatchScheduler;

/** Hands jobs to a scheduler. */
final class BatchProducer extends StepProducer {
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
    protected void step(Exchange exchange) throws InvalidPayloadException {
        Message message = exchange.getMessage();
        BatchScheduler scheduler = endpoint.scheduler();
        switch (endpoint.getOperation()) {
            case submit -> submit(exchange, scheduler);
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
                Path directory = scheduler.retrieve(token(body));
                message.setHeader(BatchConstants.DIRECTORY, directory.toString());
                message.setBody(directory);
            }
        }
    }

    private void submit(Exchange exchange, BatchScheduler scheduler) throws InvalidPayloadException {
        JobRequest request = request(exchange);
        JobSnapshot snapshot = scheduler.submit(request);
        endpoint.watched().add(request.token());
        exchange.getMessage().setHeader(BatchConstants.TOKEN, request.token());
        exchange.getMessage().setBody(snapshot);
    }

    // Camel makes a text of everything: only what is a text or a file of one is taken for a script
    private static JobRequest request(Exchange exchange) throws InvalidPayloadException {
        Message message = exchange.getMessage();
        Object body = message.getMandatoryBody();
        if (body instanceof JobRequest request) {
            return request;
        }
        if (body instanceof String || body instanceof WrappedFile || body instanceof File || body instanceof byte[]) {
            return new JobRequest(
                    JobHeaders.token(exchange),
                    List.of(),
                    message.getMandatoryBody(String.class),
                    JobHeaders.resources(exchange));
        }
        throw new IllegalArgumentException("expected a JobRequest or the text of a shell script, found "
                + body.getClass().getName());
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
