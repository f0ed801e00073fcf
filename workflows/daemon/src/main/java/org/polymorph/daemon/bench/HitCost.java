package org.polymorph.daemon.bench;

/**
 * What a hit costs where one begins anew after each search that failed, in calls of the oracle. At a rate of hits p it is
 * hit + (1 − p)/p · failed, the mean costs of a search that hits and of one that fails: Auger and Hansen 2005, doi
 * 10.1109/CEC.2005.1554903, the expected run time of restarts. The 95 % interval is that of the rate, by Wilson's score; the two
 * means are taken as exact.
 *
 * @param mean infinite without a hit
 * @param least lower end of the interval
 * @param most upper end; infinite without a hit
 */
public record HitCost(double mean, double least, double most) {

    /**
     * Works it out.
     *
     * @param hit mean calls of a search that hits, to the hit; NaN if none did, of which nothing is known then but that it is not
     *     below zero
     * @param failed mean calls of a search that fails
     */
    static HitCost of(HitRate rate, double hit, double failed) {
        double own = Double.isNaN(hit) ? 0 : hit;
        return new HitCost(at(rate.share(), own, failed), at(rate.high(), own, failed), at(rate.low(), own, failed));
    }

    private static double at(double rate, double hit, double failed) {
        return rate == 0 ? Double.POSITIVE_INFINITY : hit + (1 - rate) / rate * failed;
    }
}
