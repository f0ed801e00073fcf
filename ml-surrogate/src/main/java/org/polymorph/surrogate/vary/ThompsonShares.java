package org.polymorph.surrogate.vary;

import java.util.List;
import java.util.SplittableRandom;
import org.polymorph.model.spi.Seed;

/**
 * Shares structures out to generators by what these have found: Thompson sampling (Thompson 1933, doi 10.2307/2332286; Chapelle,
 * Li 2011). For each structure a rate of success is drawn for every generator, from Beta(1 + found, 1 + missed), and the
 * generator with the highest product of share and rate makes it: one with twice the share needs half the rate. A tenth is
 * shared out by the shares alone, so that none is ever left off for good.
 */
public final class ThompsonShares {
    /** Part that is shared out by the shares alone. */
    static final double FIXED = 0.1;

    private ThompsonShares() {}

    /**
     * Returns how many structures each generator makes, together {@code count}; the same seed gives the same.
     *
     * @throws IllegalArgumentException if no share is above zero
     */
    public static int[] allocate(List<Arm> arms, int count, Seed seed) {
        double total = arms.stream().mapToDouble(Arm::share).sum();
        if (!(total > 0)) {
            throw new IllegalArgumentException("expected a share above zero, found none of " + arms);
        }
        SplittableRandom random = seed.random();
        int[] counts = new int[arms.size()];
        for (int i = 0; i < count; i++) {
            counts[random.nextDouble() < FIXED ? byShare(arms, total, random) : byRate(arms, random)]++;
        }
        return counts;
    }

    private static int byShare(List<Arm> arms, double total, SplittableRandom random) {
        double ticket = total * random.nextDouble();
        int last = 0;
        for (int a = 0; a < arms.size(); a++) {
            if (arms.get(a).share() > 0) {
                last = a;
                ticket -= arms.get(a).share();
                if (ticket < 0) {
                    break;
                }
            }
        }
        return last;
    }

    private static int byRate(List<Arm> arms, SplittableRandom random) {
        int best = 0;
        double highest = -1;
        for (int a = 0; a < arms.size(); a++) {
            Arm arm = arms.get(a);
            double value = arm.share() * beta(1 + arm.found(), 1 + arm.missed(), random);
            if (value > highest) {
                highest = value;
                best = a;
            }
        }
        return best;
    }

    private static double beta(double a, double b, SplittableRandom random) {
        double x = gamma(a, random);
        return x / (x + gamma(b, random));
    }

    // Marsaglia, Tsang 2000, doi 10.1145/358407.358414; for a shape of at least 1
    private static double gamma(double shape, SplittableRandom random) {
        double d = shape - 1.0 / 3;
        double c = 1 / Math.sqrt(9 * d);
        while (true) {
            double x = random.nextGaussian();
            double v = 1 + c * x;
            if (v <= 0) {
                continue;
            }
            v = v * v * v;
            double u = 1 - random.nextDouble();
            if (StrictMath.log(u) < x * x / 2 + d - d * v + d * StrictMath.log(v)) {
                return d * v;
            }
        }
    }
}
