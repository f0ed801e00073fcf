package org.polymorph.components.campaign;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.ScheduledPollConsumer;

/** Emits something of a campaign; a route that fails ends the session, and nothing more is emitted. */
abstract class CampaignConsumer extends ScheduledPollConsumer {
    private final CampaignEndpoint endpoint;

    CampaignConsumer(CampaignEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
    }

    @Override
    protected final int poll() throws Exception {
        CampaignSession session = endpoint.session();
        return session.isOver() ? 0 : poll(session);
    }

    /** Emits what there is and returns how much that was. */
    abstract int poll(CampaignSession session) throws Exception;

    /** Sends an exchange through the route; an exception that the route did not handle ends the session. */
    final boolean emit(CampaignSession session, Exchange exchange) throws Exception {
        getProcessor().process(exchange);
        if (exchange.getException() != null && isRunAllowed()) {
            session.fail(exchange.getException());
        }
        return exchange.getException() == null;
    }
}
