package org.polymorph.components.campaign;

import java.util.Map;
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
    @UriPath(description = "Name of the campaign: a CampaignSession bean of that name in the registry")
    @Metadata(required = true)
    private String campaign = "";

    @UriParam(label = "producer", defaultValue = "complete", description = "What to write down")
    private CampaignOperation operation = CampaignOperation.complete;

    @UriParam(label = "consumer", defaultValue = "events", description = "What to emit")
    private CampaignEmission emit = CampaignEmission.events;

    public CampaignEndpoint(String uri, CampaignComponent component) {
        super(uri, component);
    }

    @Override
    public Producer createProducer() {
        return new CampaignProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
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
                    getCamelContext().getRegistry().findByTypeWithName(CampaignSession.class);
            throw new IllegalArgumentException("no campaign \"" + campaign + "\" is open; open: "
                    + (known.isEmpty() ? "none" : String.join(", ", known.keySet())));
        }
        return session;
    }

    public String getCampaign() {
        return campaign;
    }

    public void setCampaign(String campaign) {
        this.campaign = campaign;
    }

    public CampaignOperation getOperation() {
        return operation;
    }

    public void setOperation(CampaignOperation operation) {
        this.operation = operation;
    }

    public CampaignEmission getEmit() {
        return emit;
    }

    public void setEmit(CampaignEmission emit) {
        this.emit = emit;
    }
}
