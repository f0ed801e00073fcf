package org.polymorph.engine.store;

/** What becomes of a time of a schedule that comes while the last campaign of the schedule is not done. */
public enum OverlapPolicy {
    /** It is left out. */
    SKIP,
    /** Its campaign waits until the last one is done. */
    QUEUE,
    /** Both are worked on. */
    ALLOW
}
