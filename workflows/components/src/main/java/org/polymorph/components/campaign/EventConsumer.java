package org.polymorph.components.campaign;

import org.apache.camel.Processor;
import org.polymorph.engine.store.LoggedEvent;

/**
 * Emits each line of a campaign's history once, from its beginning to its end. A line whose route failed is emitted again at
 * the next poll, before the lines after it; the campaign goes on.
 */
final class EventConsumer extends CampaignConsumer {
    private long last;

    EventConsumer(CampaignEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
    }

    @Override
    int poll(CampaignSession session) throws Exception {
        int emitted = 0;
        for (LoggedEvent event : session.reader().events()) {
            if (event.seq() <= last) {
                continue;
            }
            if (!isRunAllowed() || !emitEvent(event)) {
                break;
            }
            last = event.seq();
            emitted++;
        }
        return emitted;
    }

    private boolean emitEvent(LoggedEvent event) throws Exception {
        return emit(exchange -> exchange.getIn().setBody(event), (exchange, exception) -> getExceptionHandler()
                .handleException("event " + event.kind(), exchange, exception));
    }
}
