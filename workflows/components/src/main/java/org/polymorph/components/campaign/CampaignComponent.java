package org.polymorph.components.campaign;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** Makes {@code campaign:} endpoints. */
@Component("campaign")
public class CampaignComponent extends DefaultComponent {

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        CampaignEndpoint endpoint = new CampaignEndpoint(uri, this);
        endpoint.setCampaign(remaining);
        setProperties(endpoint, parameters);
        return endpoint;
    }
}
