package org.polymorph.components.dft;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** Makes {@code dft:} endpoints. */
@Component("dft")
public class DftComponent extends DefaultComponent {

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        DftEndpoint endpoint = new DftEndpoint(uri, this);
        endpoint.setCode(remaining);
        setProperties(endpoint, parameters);
        return endpoint;
    }
}
