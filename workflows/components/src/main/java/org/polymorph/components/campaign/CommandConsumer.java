package org.polymorph.components.campaign;

import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.polymorph.components.surrogate.SurrogateConstants;
import org.polymorph.components.surrogate.WorkContext;
import org.polymorph.engine.campaign.Command;
import org.polymorph.model.spi.Progress;

/** Emits the oldest command not yet done, together with the data that it needs. */
final class CommandConsumer extends CampaignConsumer {

    CommandConsumer(CampaignEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
    }

    @Override
    int poll(CampaignSession session) throws Exception {
        List<Command> pending = session.book().pendingCommands();
        if (pending.isEmpty()) {
            return 0;
        }
        Command command = pending.get(0);
        Progress progress = session.activity().begin(command);
        try {
            Exchange exchange = createExchange(true);
            exchange.getIn().setHeader(CampaignConstants.COMMAND, command);
            exchange.getIn()
                    .setHeader(CampaignConstants.OPERATION, command.kind().word());
            exchange.getIn().setHeader(SurrogateConstants.CONTEXT, new WorkContext(session.workers(), progress));
            exchange.getIn().setBody(CampaignWork.of(session, command));
            return emit(session, exchange) ? 1 : 0;
        } finally {
            session.activity().end();
        }
    }
}
