package org.polymorph.engine.scheduler.batch;

/** What an observation proves about a job. */
enum Evidence {
    /** It waits or runs. */
    ACTIVE,
    /** Nothing more will come of it. */
    TERMINAL,
    /** Nothing: it moves nothing. */
    UNKNOWN
}
