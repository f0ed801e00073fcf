package org.polymorph.components.surrogate;

import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.polymorph.model.spi.SurrogateModel;

/** Propose, learn and relax crystal structures with a surrogate that knows its own uncertainty. */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "surrogate",
        title = "Surrogate",
        syntax = "surrogate:name",
        producerOnly = true,
        category = {Category.AI},
        headersClass = SurrogateConstants.class)
public class SurrogateEndpoint extends DefaultEndpoint {
    @UriPath
    @Metadata(required = true)
    private String name = "";

    @UriParam(defaultValue = "predict")
    private SurrogateOperation operation = SurrogateOperation.predict;

    @UriParam(defaultValue = "ace")
    private String type = "ace";

    private boolean typeGiven;

    public SurrogateEndpoint(String uri, SurrogateComponent component) {
        super(uri, component);
    }

    @Override
    public Producer createProducer() {
        if (typeGiven && operation != SurrogateOperation.train) {
            throw new IllegalArgumentException("type=" + type + " is for operation=train, found operation=" + operation
                    + ": a trained model knows its own type");
        }
        return new SurrogateProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("surrogate: can only be sent to");
    }

    SurrogateComponent component() {
        return (SurrogateComponent) getComponent();
    }

    /**
     * Returns the model trained last.
     *
     * @throws IllegalStateException if there is none yet
     */
    SurrogateModel model() {
        SurrogateModel model = component().models().get(name);
        if (model == null) {
            throw new IllegalStateException("surrogate:" + name + " has no model yet; send training data to surrogate:"
                    + name + "?operation=train");
        }
        return model;
    }

    public String getName() {
        return name;
    }

    /** Name that the trained model is kept under; all endpoints of that name in a Camel context share it. */
    public void setName(String name) {
        this.name = name;
    }

    public SurrogateOperation getOperation() {
        return operation;
    }

    /** What to do with the body: a step of the search, or train, predict or relax with plain structures. */
    public void setOperation(SurrogateOperation operation) {
        this.operation = operation;
    }

    public String getType() {
        return type;
    }

    /** Kind of surrogate that operation train fits to a plain list of labelled structures; a TrainWork says so itself. */
    public void setType(String type) {
        this.type = type;
        this.typeGiven = true;
    }
}
