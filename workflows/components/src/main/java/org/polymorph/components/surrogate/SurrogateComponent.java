package org.polymorph.components.surrogate;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;
import org.jspecify.annotations.Nullable;
import org.polymorph.model.spi.SurrogateModel;
import org.polymorph.model.spi.Workers;

/** Makes {@code surrogate:} endpoints. */
@Component("surrogate")
public class SurrogateComponent extends DefaultComponent {
    private final Map<String, SurrogateModel> models = new ConcurrentHashMap<>();
    private @Nullable Workers workers;

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        SurrogateEndpoint endpoint = new SurrogateEndpoint(uri, this);
        endpoint.setName(remaining);
        setProperties(endpoint, parameters);
        return endpoint;
    }

    /** The models trained last, by the name of their endpoint. */
    Map<String, SurrogateModel> models() {
        return models;
    }

    /** The threads of work that brings none of its own. */
    synchronized Workers workers() {
        if (workers == null) {
            workers = Workers.forAllProcessors();
        }
        return workers;
    }

    @Override
    protected void doStop() throws Exception {
        synchronized (this) {
            if (workers != null) {
                workers.close();
                workers = null;
            }
        }
        super.doStop();
    }
}
