package org.polymorph.engine.store;

/**
 * A line of a campaign's history.
 *
 * @param at milliseconds since 1970-01-01 UTC
 */
public record LoggedEvent(long seq, long at, String kind, int round, String detail) {}
