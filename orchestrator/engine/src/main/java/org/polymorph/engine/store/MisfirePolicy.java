package org.polymorph.engine.store;

/** What becomes of the times of a schedule that passed while nobody could act on them. */
public enum MisfirePolicy {
    /** They are left out. */
    SKIP,
    /** The latest of them has its campaign, late; the others are left out. */
    ONCE,
    /** Each has its campaign. */
    ALL
}
