package org.polymorph.components.dft;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.polymorph.components.StepProducer;
import org.polymorph.components.batch.BatchConstants;
import org.polymorph.components.batch.JobHeaders;
import org.polymorph.components.format.StructureBodies;
import org.polymorph.engine.config.SiteSpec;
import org.polymorph.model.batch.JobRequest;
import org.polymorph.model.batch.Resources;
import org.polymorph.model.calculation.CalculationRequest;
import org.polymorph.model.spi.DftCode;
import org.polymorph.model.spi.PreparedJob;
import org.polymorph.model.spi.Settings;

/** Turns calculations into jobs, and directories into outcomes. */
final class DftProducer extends StepProducer {
    private final DftEndpoint endpoint;
    private final DftCode code;
    private final Optional<SiteSpec> site;

    DftProducer(DftEndpoint endpoint, DftCode code, Optional<SiteSpec> site) {
        super(endpoint);
        this.endpoint = endpoint;
        this.code = code;
        this.site = site;
    }

    @Override
    protected void step(Exchange exchange) throws InvalidPayloadException {
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
                message.setBody(new JobRequest(token, prepared.files(), prepared.script(), resources(exchange)));
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
                        Settings.of(howToRun()))
                .with(resources(exchange));
    }

    private Map<String, Object> howToRun() {
        Map<String, Object> settings = new TreeMap<>();
        site.ifPresent(found -> settings.putAll(found.code(code.name()).tree()));
        settings.putAll(endpoint.getSite());
        return settings;
    }

    private Resources resources(Exchange exchange) {
        return JobHeaders.resources(exchange, site.map(SiteSpec::resources).orElse(Resources.DEFAULT));
    }
}
