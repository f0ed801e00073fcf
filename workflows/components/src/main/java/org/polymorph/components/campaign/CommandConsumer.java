package org.polymorph.components.campaign;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.polymorph.components.surrogate.SurrogateConstants;
import org.polymorph.components.surrogate.WorkContext;
import org.polymorph.engine.campaign.Command;
import org.polymorph.engine.campaign.Wish;
import org.polymorph.model.spi.Progress;

/** Emits the oldest command not yet done, together with the data that it needs; the route has to complete it. */
final class CommandConsumer extends WorkConsumer {
    private static final Set<Wish> GOING_ON = EnumSet.of(Wish.RUN, Wish.STOP);

    CommandConsumer(CampaignEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
    }

    @Override
    int emitWork(CampaignSession session) throws Exception {
        List<Command> pending = session.book().pendingCommands();
        if (pending.isEmpty() || !GOING_ON.contains(session.wish())) {
            return 0;
        }
        Semaphore turn = session.turn();
        try {
            // the wait may have been long
            return GOING_ON.contains(session.wish()) ? emit(session, pending.get(0)) : 0;
        } finally {
            turn.release();
        }
    }

    private int emit(CampaignSession session, Command command) throws Exception {
        Progress progress = session.activity().begin(command);
        try {
            boolean passed = emitOrEnd(session, exchange -> fill(exchange, session, command, progress));
            if (passed && !session.isOver() && session.book().pendingCommands().contains(command)) {
                // the same command would be emitted again for ever
                throw new IllegalStateException("the route of the commands of campaign " + command.campaign()
                        + " ended without completing " + command.id() + "; expected it to send the result to campaign:"
                        + command.campaign() + "?operation=complete before it ends");
            }
            return passed ? 1 : 0;
        } finally {
            session.activity().end();
        }
    }

    private static void fill(Exchange exchange, CampaignSession session, Command command, Progress progress) {
        Message message = exchange.getIn();
        message.setHeader(CampaignConstants.COMMAND, command);
        message.setHeader(CampaignConstants.OPERATION, command.kind().word());
        message.setHeader(SurrogateConstants.CONTEXT, new WorkContext(session.workers(), progress));
        message.setBody(CampaignWork.of(session, command));
    }
}
