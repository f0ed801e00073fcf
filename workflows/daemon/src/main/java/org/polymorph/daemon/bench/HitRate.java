package org.polymorph.daemon.bench;

/**
 * A share of successes with its 95 % interval by Wilson's score: Wilson 1927, doi 10.1080/01621459.1927.10502953. It is honest
 * at few trials and where none or all succeed.
 *
 * @param low lower end, 0 to 1
 * @param high upper end, 0 to 1
 */
public record HitRate(long hits, long trials, double low, double high) {
    /** The normal distribution has 2.5 % above it. */
    private static final double Z = 1.959963984540054;

    /**
     * Counts hits.
     *
     * @throws IllegalArgumentException if there are no trials, or more hits than trials
     */
    public static HitRate of(long hits, long trials) {
        if (trials < 1 || hits < 0 || hits > trials) {
            throw new IllegalArgumentException("expected 0 to n hits of n > 0 trials, found " + hits + " of " + trials);
        }
        double share = (double) hits / trials;
        double z2 = Z * Z / trials;
        double centre = share + z2 / 2;
        double reach = Z * Math.sqrt(share * (1 - share) / trials + z2 / (4 * trials));
        double low = hits == 0 ? 0 : (centre - reach) / (1 + z2);
        double high = hits == trials ? 1 : (centre + reach) / (1 + z2);
        return new HitRate(hits, trials, low, high);
    }

    public double share() {
        return (double) hits / trials;
    }
}
