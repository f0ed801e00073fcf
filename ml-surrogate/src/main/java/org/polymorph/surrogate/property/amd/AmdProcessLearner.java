package org.polymorph.surrogate.property.amd;

/** The learner {@code amd-gp}: a Gaussian process with rational quadratic kernel and noise on average minimum distances (Ropers, Mosca, Anosova, Kurlin, Cooper 2021, arXiv 2108.07233), its hyper-parameters those of largest evidence. */
public final class AmdProcessLearner extends AmdLearner {
    public AmdProcessLearner() {
        super("amd-gp", new EvidenceSearch());
    }
}
