package org.polymorph.components.campaign;

import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.ScheduledPollEndpoint;
import org.jspecify.annotations.Nullable;

/** Drive a search for crystal structures: what is to be done next, and what came of it. */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "campaign",
        title = "Campaign",
        syntax = "campaign:campaign",
        category = {Category.WORKFLOW},
        headersClass = CampaignConstants.class)
public class CampaignEndpoint extends ScheduledPollEndpoint {
    @UriPath
    @Metadata(required = true)
    private String campaign = "";

    @UriParam(label = "producer", defaultValue = "complete")
    private CampaignOperation operation = CampaignOperation.complete;

    @UriParam(label = "consumer", defaultValue = "events")
    private CampaignEmission emit = CampaignEmission.events;

    private boolean operationGiven;
    private boolean emitGiven;

    public CampaignEndpoint(String uri, CampaignComponent component) {
        super(uri, component);
    }

    @Override
    public Producer createProducer() {
        if (emitGiven) {
            throw new IllegalArgumentException("emit=" + emit + " is for a consumer, but " + getEndpointUri()
                    + " is used as a producer; expected operation=…");
        }
        return new CampaignProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        if (operationGiven) {
            throw new IllegalArgumentException("operation=" + operation + " is for a producer, but " + getEndpointUri()
                    + " is used as a consumer; expected emit=…");
        }
        CampaignConsumer consumer =
                switch (emit) {
                    case commands -> new CommandConsumer(this, processor);
                    case jobs -> new JobConsumer(this, processor);
                    case events -> new EventConsumer(this, processor);
                };
        configureConsumer(consumer);
        return consumer;
    }

    /**
     * Finds the campaign.
     *
     * @throws IllegalArgumentException if the registry has none of that name; the message lists the known ones
     */
    CampaignSession session() {
        @Nullable
        CampaignSession session = getCamelContext().getRegistry().lookupByNameAndType(campaign, CampaignSession.class);
        if (session == null) {
            Map<String, CampaignSession> known =
                    new TreeMap<>(getCamelContext().getRegistry().findByTypeWithName(CampaignSession.class));
            throw new IllegalArgumentException("no campaign \"" + campaign + "\" is open; open: "
                    + (known.isEmpty() ? "none" : String.join(", ", known.keySet())));
        }
        return session;
    }

    public String getCampaign() {
        return campaign;
    }

    /** Name of the campaign: a CampaignSession bean of that name in the registry. */
    public void setCampaign(String campaign) {
        this.campaign = campaign;
    }

    public CampaignOperation getOperation() {
        return operation;
    }

    /**
     * What a producer writes down: the result of a command, what the scheduler said of a job, what came of an ended job, or that
     * the work failed. A consumer takes no operation.
     */
    public void setOperation(CampaignOperation operation) {
        this.operation = operation;
        this.operationGiven = true;
    }

    public CampaignEmission getEmit() {
        return emit;
    }

    /** What a consumer emits: commands to be executed, jobs to be run, or the history. A producer emits nothing. */
    public void setEmit(CampaignEmission emit) {
        this.emit = emit;
        this.emitGiven = true;
    }
}
