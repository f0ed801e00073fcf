package org.polymorph.surrogate.match;

/**
 * When two crystals are the same.
 *
 * @param tolerance largest distance of two crystals that are the same, in Å: about how far atoms may have moved
 * @param neighbours k of the distance distributions
 * @param elements whether elements are told apart, or positions alone count
 * @param hands whether mirror images are told apart
 */
public record MatchSettings(double tolerance, int neighbours, boolean elements, boolean hands) {
    public MatchSettings {
        if (!(tolerance >= 0 && Double.isFinite(tolerance))) {
            throw new IllegalArgumentException("a tolerance must be zero or above, found " + tolerance);
        }
        if (neighbours < 1) {
            throw new IllegalArgumentException("the number of neighbours must be at least 1, found " + neighbours);
        }
    }

    /** Returns the defaults: 0.05 Å, 100 neighbours, elements told apart, mirror images not. */
    public static MatchSettings defaults() {
        return new MatchSettings(0.05, 100, true, false);
    }
}
