package org.polymorph.components.campaign;

import org.apache.camel.Processor;

/** Emits work; work that fails ends the session, and nothing more is emitted. */
abstract class WorkConsumer extends CampaignConsumer {

    WorkConsumer(CampaignEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
    }

    @Override
    final int poll(CampaignSession session) throws Exception {
        if (session.isOver()) {
            return 0;
        }
        try {
            return emitWork(session);
        } catch (RuntimeException e) {
            // books that cannot be read would be asked again for ever
            if (!isRunAllowed()) {
                throw e;
            }
            session.fail(e);
            return 0;
        }
    }

    abstract int emitWork(CampaignSession session) throws Exception;

    /** Sends an exchange through the route; an exception that the route did not handle ends the session. */
    final boolean emitOrEnd(CampaignSession session, Content content) throws Exception {
        return emit(content, (exchange, exception) -> {
            if (isRunAllowed()) {
                session.fail(exception);
            }
        });
    }
}
