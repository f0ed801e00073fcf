package org.polymorph.components.batch;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/**
 * Makes {@code localjob:}, {@code slurm:}, {@code pbs:}, {@code gridengine:} and {@code lsf:} endpoints: one class, as they differ
 * only in the scheduler of their site.
 */
@Component("localjob,slurm,pbs,gridengine,lsf")
public class BatchComponent extends DefaultComponent {
    private final Map<String, WatchedJobs> watched = new ConcurrentHashMap<>();

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        BatchEndpoint endpoint = new BatchEndpoint(uri, this);
        endpoint.setSite(remaining);
        setProperties(endpoint, parameters);
        return endpoint;
    }

    /** The producer and the consumer of one site share what is watched. */
    WatchedJobs watched(String site) {
        return watched.computeIfAbsent(site, name -> new WatchedJobs());
    }
}
