package org.polymorph.daemon.rest;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * A machine that jobs run on, as the daemon sees it now.
 *
 * @param scheduler local, slurm, pbs, gridengine or lsf
 * @param queued jobs of the daemon that wait, on the site or to be handed over
 * @param capacity jobs that it takes at a time; empty where nobody knows
 * @param polls how often it was looked at since the daemon was started
 * @param requests how many commands of its batch system were run in all
 * @param polling how long the looks took
 */
public record SiteStatus(
        String name,
        String scheduler,
        int queued,
        int running,
        OptionalInt capacity,
        Breaker breaker,
        long polls,
        long requests,
        Duration polling) {
    /** Whether log-ins are tried. */
    public enum Breaker {
        CLOSED("closed"),
        /** Refused for a while after failures. */
        OPEN("open"),
        /** One is tried to see whether the machine is back. */
        HALF_OPEN("half-open"),
        UNKNOWN("unknown");

        private final String word;

        Breaker(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }
}
