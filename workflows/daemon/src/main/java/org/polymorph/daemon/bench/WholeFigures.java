package org.polymorph.daemon.bench;

/**
 * What searches cost that went on to their own end, and what they had found by then.
 *
 * @param calls mean calls of a whole search, with its final relaxations
 * @param minima labels until all the lowest minima had been found
 * @param minimaCalls likewise in calls, with the lowest clusters relaxed after every round
 * @param stop whether the stopping rule may be trusted
 */
public record WholeFigures(double calls, Costs minima, Costs minimaCalls, StopFigures stop) {}
