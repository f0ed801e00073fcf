package org.polymorph.components.campaign;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.polymorph.engine.store.LoggedEvent;

/** Emits each line of a campaign's history once, from its beginning. */
final class EventConsumer extends CampaignConsumer {
    private long last;

    EventConsumer(CampaignEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
    }

    @Override
    int poll(CampaignSession session) throws Exception {
        int emitted = 0;
        for (LoggedEvent event : session.reader().events()) {
            if (event.seq() > last) {
                Exchange exchange = createExchange(true);
                exchange.getIn().setBody(event);
                emit(session, exchange);
                last = event.seq();
                emitted++;
            }
        }
        return emitted;
    }
}
