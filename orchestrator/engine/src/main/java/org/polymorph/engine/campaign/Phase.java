package org.polymorph.engine.campaign;

/** What a campaign is doing. */
public enum Phase {
    GENERATING,
    SELECTING,
    LABELLING,
    TRAINING,
    /** Adding structures to the pool, made from what was found. */
    PROPOSING,
    RELAXING,
    CLUSTERING,
    /** Final relaxations with the DFT code. */
    FINISHING,
    RANKING,
    DONE;

    /** Returns the phase as a word for people. */
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
