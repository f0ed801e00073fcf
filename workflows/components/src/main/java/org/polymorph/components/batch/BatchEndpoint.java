package org.polymorph.components.batch;

import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.ScheduledPollEndpoint;
import org.apache.camel.util.StringHelper;
import org.polymorph.model.batch.JobSnapshot;
import org.polymorph.model.spi.BatchScheduler;

/** Run jobs on this machine or on a cluster with a batch system; they outlive the route that started them. */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "localjob,slurm,pbs,gridengine,lsf",
        title = "Local Job,SLURM Job,PBS Job,Grid Engine Job,LSF Job",
        syntax = "localjob:site",
        category = {Category.WORKFLOW},
        headersClass = BatchConstants.class)
public class BatchEndpoint extends ScheduledPollEndpoint {
    @UriPath
    @Metadata(required = true)
    private String site = "";

    @UriParam(label = "producer", defaultValue = "submit")
    private BatchOperation operation = BatchOperation.submit;

    private boolean operationGiven;

    public BatchEndpoint(String uri, BatchComponent component) {
        super(uri, component);
    }

    @Override
    public Producer createProducer() {
        return new BatchProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        if (operationGiven) {
            throw new IllegalArgumentException("operation=" + operation + " is for a producer, but " + getEndpointUri()
                    + " is used as a consumer, which emits the jobs' changes of state");
        }
        BatchConsumer consumer = new BatchConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    /**
     * Finds the scheduler.
     *
     * @throws IllegalArgumentException if neither the registry nor a file has one of that name; the message lists the known ones
     */
    BatchScheduler scheduler() {
        return component().scheduler(site, StringHelper.before(getEndpointUri(), ":"));
    }

    WatchedJobs watched() {
        return component().watched(site);
    }

    /** Keeps in mind that a route has taken a change of a job's state. */
    void passedOn(JobSnapshot snapshot) {
        if (snapshot.state().isTerminal()) {
            component().openSite(site).ifPresent(open -> open.taken(snapshot));
        }
        watched().passedOn(snapshot);
    }

    private BatchComponent component() {
        return (BatchComponent) getComponent();
    }

    public String getSite() {
        return site;
    }

    /** Name of a site: a BatchScheduler bean of that name in the registry, else the name of a site file. */
    public void setSite(String site) {
        this.site = site;
    }

    /** Returns what a producer does. */
    public BatchOperation getOperation() {
        return operation;
    }

    /**
     * What a producer does with the body: submit a JobRequest or a shell script; tell the status of one or several jobs, cancel them, or retrieve
     * the directory of one, given by token or JobSnapshot. A consumer takes no operation.
     */
    public void setOperation(BatchOperation operation) {
        this.operation = operation;
        this.operationGiven = true;
    }
}
