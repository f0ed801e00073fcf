package org.polymorph.daemon.bench;

import org.polymorph.model.crystal.Structure;

/**
 * A structure that the oracle has relaxed, and what had been spent by then.
 *
 * @param labels single points spent; for random search, cells relaxed
 * @param calls of the oracle if the search had relaxed its lowest clusters only now: labels, and the relaxations of this round
 *     down to this one
 * @param checkedCalls of the oracle if it had relaxed its lowest clusters after every round up to now
 * @param enthalpy per atom, eV
 */
public record Find(int labels, long calls, long checkedCalls, double enthalpy, Structure structure) {
    /**
     * Returns the calls of the checks of earlier rounds, which tell the finds of one round from those of another. All cells of
     * random search are one round, as the calls of each hold those before it.
     */
    long callsBeforeRound() {
        return checkedCalls - calls;
    }
}
