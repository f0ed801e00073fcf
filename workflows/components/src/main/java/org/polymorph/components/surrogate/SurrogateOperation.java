package org.polymorph.components.surrogate;

/** What a {@code surrogate:} producer does. */
public enum SurrogateOperation {
    /** Body GenerateWork → List of Proposal. */
    generate,
    /**
     * Body TrainWork, or List of LabelledStructure, or frames or a file with energies, forces and stresses → SurrogateModel,
     * which the endpoint's name stands for from then on.
     */
    train,
    /** Body ProposeWork → PoolChange. */
    propose,
    /** Body Structure, or a file of one → Prediction, by the model that the endpoint's name stands for. */
    predict,
    /** Body RelaxWork → List of CandidateFrame; or List of Structure, frames or a file → List of Relaxation. */
    relax,
    /** Body ClusterWork → ClusterReport. */
    cluster,
    /** Body SelectWork → List of Choice. */
    select,
    /** Body RankWork → List of RankedResult. */
    rank
}
