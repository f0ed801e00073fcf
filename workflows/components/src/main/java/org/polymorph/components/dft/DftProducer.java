package org.polymorph.components.dft;

import java.nio.file.Path;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultProducer;
import org.polymorph.components.batch.BatchConstants;
import org.polymorph.components.batch.JobHeaders;
import org.polymorph.components.format.StructureBodies;
import org.polymorph.model.batch.JobRequest;
import org.polymorph.model.calculation.CalculationRequest;
import org.polymorph.model.spi.DftCode;
import org.polymorph.model.spi.PreparedJob;
import org.polymorph.model.spi.Settings;

/** Turns calculations into jobs, and directories into outcomes. */
final class DftProducer extends DefaultProducer {
    private final DftEndpoint endpoint;
    private final DftCode code;

    DftProducer(DftEndpoint endpoint, DftCode code) {
        super(endpoint);
        this.endpoint = endpoint;
        this.code = code;
    }

    @Override
    public void process(Exchange exchange) throws InvalidPayloadException {
        Message message = exchange.getMessage();
        switch (endpoint.getOperation()) {
            case prepare -> {
                CalculationRequest request = request(exchange);
                if (request.structures().size() > code.maxStructuresPerJob()) {
                    throw new IllegalArgumentException("expected at most " + code.maxStructuresPerJob()
                            + " structures in one job of dft:" + code.name() + ", found "
                            + request.structures().size());
                }
                String token = JobHeaders.token(exchange);
                PreparedJob prepared = code.prepare(request);
                message.setHeader(BatchConstants.TOKEN, token);
                message.setBody(
                        new JobRequest(token, prepared.files(), prepared.script(), JobHeaders.resources(exchange)));
            }
            case parse -> message.setBody(code.parse(message.getMandatoryBody(Path.class)));
        }
    }

    private CalculationRequest request(Exchange exchange) throws InvalidPayloadException {
        Message message = exchange.getMessage();
        if (message.getBody() instanceof CalculationRequest request) {
            if (endpoint.hasRequest()) {
                throw new IllegalArgumentException("a CalculationRequest has its own input set, settings and site, but "
                        + endpoint.getEndpointUri() + " gives some too; expected one of them");
            }
            return request;
        }
        return new CalculationRequest(
                        StructureBodies.structures(message),
                        endpoint.getInputSet(),
                        0,
                        Settings.of(endpoint.getSettings()),
                        Settings.of(endpoint.getSite()))
                .with(JobHeaders.resources(exchange));
    }
}
