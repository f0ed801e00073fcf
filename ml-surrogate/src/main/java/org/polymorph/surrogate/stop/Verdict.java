package org.polymorph.surrogate.stop;

/**
 * Whether a search may stop.
 *
 * @param reason one sentence for people: what holds, or what does not hold yet
 */
public record Verdict(boolean stop, String reason) {}
