package org.polymorph.engine.scheduler.batch;

/** What a batch system's reason for letting a job wait means for it. */
public enum PendingReason {
    /** It starts by itself, sooner or later. */
    WAITS,
    /** A limit of the user, the account or the queue: it starts when others have ended. */
    LIMITED,
    /** It would wait for ever: the request cannot be met. */
    IMPOSSIBLE
}
