package org.polymorph.surrogate.property.amd;

/** The learner {@code amd-krr}: kernel ridge regression on average minimum distances, its hyper-parameters those of the least leave-one-out errors. */
public final class AmdRidgeLearner extends AmdLearner {
    public AmdRidgeLearner() {
        super("amd-krr", new HeldOutSearch());
    }
}
