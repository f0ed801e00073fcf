package org.polymorph.components.dft;

import java.nio.file.Path;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultProducer;
import org.polymorph.components.batch.BatchConstants;
import org.polymorph.model.batch.JobRequest;
import org.polymorph.model.batch.Resources;
import org.polymorph.model.calculation.CalculationRequest;
import org.polymorph.model.spi.DftCode;
import org.polymorph.model.spi.PreparedJob;

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
                CalculationRequest request = message.getMandatoryBody(CalculationRequest.class);
                if (request.structures().size() > code.maxStructuresPerJob()) {
                    throw new IllegalArgumentException("expected at most " + code.maxStructuresPerJob()
                            + " structures in one job of dft:" + code.name() + ", found "
                            + request.structures().size());
                }
                String token = message.getHeader(BatchConstants.TOKEN, String.class);
                if (token == null) {
                    token = exchange.getExchangeId().replaceAll("[^A-Za-z0-9_-]", "-");
                }
                Resources resources = message.getHeader(BatchConstants.RESOURCES, Resources.DEFAULT, Resources.class);
                PreparedJob prepared = code.prepare(request);
                message.setHeader(BatchConstants.TOKEN, token);
                message.setBody(new JobRequest(token, prepared.files(), prepared.script(), resources));
            }
            case parse -> message.setBody(code.parse(message.getMandatoryBody(Path.class)));
        }
    }
}
