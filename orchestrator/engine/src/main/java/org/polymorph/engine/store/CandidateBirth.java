package org.polymorph.engine.store;

/**
 * When and by what a candidate came into the pool.
 *
 * @param origin the generator or file, and what else is known of where it came from
 * @param round in which it was relaxed first
 */
public record CandidateBirth(String candidate, String origin, int round) {}
