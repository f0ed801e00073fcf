package org.polymorph.components.surrogate;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.polymorph.components.StepProducer;
import org.polymorph.components.format.StructureBodies;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Progress;
import org.polymorph.model.spi.Seed;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.SurrogateModel;
import org.polymorph.surrogate.relax.BatchRelaxer;
import org.polymorph.surrogate.relax.RelaxSettings;

/** Does one step of a search. */
final class SurrogateProducer extends StepProducer {
    private final SurrogateEndpoint endpoint;

    SurrogateProducer(SurrogateEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    protected void step(Exchange exchange) throws InvalidPayloadException {
        Message message = exchange.getMessage();
        WorkContext context = message.getHeader(SurrogateConstants.CONTEXT, WorkContext.class);
        message.setBody(answer(
                message, context == null ? new WorkContext(endpoint.component().workers(), Progress.NONE) : context));
    }

    private Object answer(Message message, WorkContext context) throws InvalidPayloadException {
        return switch (endpoint.getOperation()) {
            case generate -> PoolSteps.generate(message.getMandatoryBody(GenerateWork.class), context);
            case propose -> ProposalSteps.propose(message.getMandatoryBody(ProposeWork.class), context);
            case train -> train(message, context);
            case predict -> endpoint.model().predict(message.getMandatoryBody(Structure.class));
            case relax -> relax(message, context);
            case cluster -> ChoiceSteps.cluster(message.getMandatoryBody(ClusterWork.class), context);
            case select -> ChoiceSteps.select(message.getMandatoryBody(SelectWork.class), context);
            case rank -> Ranking.rank(message.getMandatoryBody(RankWork.class));
        };
    }

    private SurrogateModel train(Message message, WorkContext context) throws InvalidPayloadException {
        TrainWork work = message.getBody() instanceof TrainWork given
                ? given
                : new TrainWork(
                        StructureBodies.labels(message),
                        Settings.of(Map.of("type", endpoint.getType())),
                        new Seed(0),
                        Optional.empty(),
                        Set.of(),
                        Optional.empty());
        PoolSteps.heldOut(work, context)
                .ifPresent(summary -> message.setHeader(SurrogateConstants.HELD_OUT, summary.numbers()));
        SurrogateModel model = PoolSteps.train(work, context);
        endpoint.component().models().put(endpoint.getName(), model);
        return model;
    }

    private Object relax(Message message, WorkContext context) throws InvalidPayloadException {
        return message.getBody() instanceof RelaxWork work
                ? PoolSteps.relax(work, context)
                : new BatchRelaxer(RelaxSettings.defaults(), 0)
                        .relax(
                                StructureBodies.structures(message),
                                endpoint.model(),
                                context.workers(),
                                context.progress());
    }
}
