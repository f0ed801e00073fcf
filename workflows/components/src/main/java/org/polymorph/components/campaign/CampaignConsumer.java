package org.polymorph.components.campaign;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.ScheduledPollConsumer;

/** Emits something of a campaign, from its books. */
abstract class CampaignConsumer extends ScheduledPollConsumer {
    private final CampaignEndpoint endpoint;

    CampaignConsumer(CampaignEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
    }

    @Override
    protected final int poll() throws Exception {
        return poll(endpoint.session());
    }

    /** Emits what there is and returns how much that was. */
    abstract int poll(CampaignSession session) throws Exception;

    @Override
    protected void doStart() throws Exception {
        endpoint.session();
        super.doStart();
    }

    /** Fills an exchange before it is sent. */
    @FunctionalInterface
    interface Content {
        void fill(Exchange exchange);
    }

    /** What becomes of an exception that the route did not handle. */
    @FunctionalInterface
    interface Failure {
        void handle(Exchange exchange, Exception exception);
    }

    /** Sends an exchange through the route; returns whether it came to its end. */
    final boolean emit(Content content, Failure failure) throws Exception {
        Exchange exchange = createExchange(false);
        try {
            content.fill(exchange);
            getProcessor().process(exchange);
            Exception exception = exchange.getException();
            if (exception != null) {
                failure.handle(exchange, exception);
            }
            return exception == null;
        } finally {
            releaseExchange(exchange, false);
        }
    }
}
