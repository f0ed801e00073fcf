package org.polymorph.components;

import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.support.DefaultProducer;

/**
 * Does one step. An error of the machine, such as a full heap, becomes an exception of the exchange: Camel logs an {@link Error} and
 * leaves who waits for the exchange waiting for ever, so that a campaign would stand still and say nothing.
 */
public abstract class StepProducer extends DefaultProducer {

    protected StepProducer(Endpoint endpoint) {
        super(endpoint);
    }

    @Override
    public final void process(Exchange exchange) throws InvalidPayloadException {
        try {
            step(exchange);
        } catch (Error e) {
            throw new IllegalStateException(getEndpoint().getEndpointUri() + ": " + e, e);
        }
    }

    /** Does the step. */
    protected abstract void step(Exchange exchange) throws InvalidPayloadException;
}
