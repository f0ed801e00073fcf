package org.polymorph.engine.campaign;

/** What a person asks of a campaign. */
public enum Wish {
    /** Go on. */
    RUN,
    /** Begin nothing; jobs that are on their way go on and are collected. */
    PAUSE,
    /** Finish the round, relax the best in the end, and be done. */
    STOP,
    /** End the jobs and be done, without a result. */
    CANCEL
}
