package org.polymorph.engine.campaign;

/** What a campaign asks to be done. */
public enum CommandKind {
    /** Make the pool. */
    GENERATE,
    /** Choose the candidates to label in this round. */
    SELECT,
    /** Fit the surrogate to all labels. */
    TRAIN,
    /** Add structures to the pool, made from what was found; leave out those that are not worth relaxing. */
    PROPOSE,
    /** Relax one part of the pool with the surrogate. */
    RELAX,
    /** Cluster the pool and try the stopping rule. */
    CLUSTER,
    /** Order the final relaxations and drop duplicates. */
    RANK;

    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
