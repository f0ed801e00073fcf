package org.polymorph.surrogate.vary;

/**
 * A generator and what it has brought so far.
 *
 * @param share as the campaign's file gives it
 * @param found weighted number of its structures that were the first of one of the lowest clusters
 * @param missed weighted number of its other structures
 */
public record Arm(String name, double share, double found, double missed) {
    public Arm {
        if (!(share >= 0 && found >= 0 && missed >= 0)) {
            throw new IllegalArgumentException(
                    "expected numbers of at least 0, found share=" + share + " found=" + found + " missed=" + missed);
        }
    }
}
