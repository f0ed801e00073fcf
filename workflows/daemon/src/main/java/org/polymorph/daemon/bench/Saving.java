package org.polymorph.daemon.bench;

/**
 * By which factor a hit of one search costs less than one of another; below one it costs more.
 *
 * <p>Each end of the interval takes the worse ends of both 95 % intervals (Wilson) together: the other's least over one's most,
 * and the other's most over one's least. Both intervals hold together with about 90 % at least (Bonferroni), and it is wider than what
 * their independence would allow.
 *
 * @param factor NaN where one of them has no hit
 * @param least lower end; zero where nothing is known
 * @param most upper end; infinite where nothing is known
 */
public record Saving(double factor, double least, double most) {

    /** Compares what a hit costs with what one of the other costs. */
    public static Saving of(HitCost one, HitCost other) {
        boolean known = Double.isFinite(one.mean()) && Double.isFinite(other.mean());
        return new Saving(
                known ? other.mean() / one.mean() : Double.NaN, other.least() / one.most(), other.most() / one.least());
    }
}
