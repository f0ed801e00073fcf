package org.polymorph.surrogate.invariant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class EarthMoverTest {

    @Test
    void agrees_with_all_permutations_of_single_grains() {
        SplittableRandom random = new SplittableRandom(3);
        for (int trial = 0; trial < 500; trial++) {
            int grains = 1 + random.nextInt(7);
            long[] supply = parts(random, grains);
            long[] demand = parts(random, grains);
            boolean whole = random.nextBoolean(); // equal costs make degenerate trees
            double[] costs = random.doubles((long) supply.length * demand.length, 0, 3)
                    .map(cost -> whole ? Math.rint(cost) : cost)
                    .toArray();
            double best = cheapest(grains(supply), grains(demand), demand.length, costs, 0, 0);
            assertThat(EarthMover.leastCost(supply, demand, costs)).isCloseTo(best, within(1e-12));
        }
    }

    private static long[] parts(SplittableRandom random, int total) {
        long[] parts = new long[total];
        int left = total;
        int count = 0;
        while (left > 0) {
            parts[count] = random.nextLong(left) + 1;
            left -= (int) parts[count++];
        }
        return Arrays.copyOf(parts, count);
    }

    private static int[] grains(long[] parts) {
        int[] grains = new int[(int) Arrays.stream(parts).sum()];
        int at = 0;
        for (int p = 0; p < parts.length; p++) {
            for (long g = 0; g < parts[p]; g++) {
                grains[at++] = p;
            }
        }
        return grains;
    }

    private static double cheapest(int[] from, int[] to, int columns, double[] costs, int at, int taken) {
        if (at == from.length) {
            return 0;
        }
        double best = Double.POSITIVE_INFINITY;
        for (int j = 0; j < to.length; j++) {
            if ((taken >> j & 1) == 0) {
                best = Math.min(
                        best,
                        costs[from[at] * columns + to[j]] + cheapest(from, to, columns, costs, at + 1, taken | 1 << j));
            }
        }
        return best;
    }

    // on a line the distance is the area between the two cumulative distributions
    @Test
    void agrees_with_the_closed_form_on_a_line() {
        SplittableRandom random = new SplittableRandom(4);
        for (int trial = 0; trial < 20; trial++) {
            int n = 50 + random.nextInt(100);
            double[] x = random.doubles(n).sorted().toArray();
            double[] y = random.doubles(n, 0.2, 1.7).sorted().toArray();
            double[] costs = new double[n * n];
            double expected = 0;
            for (int i = 0; i < n; i++) {
                expected += Math.abs(x[i] - y[i]);
                for (int j = 0; j < n; j++) {
                    costs[i * n + j] = Math.abs(x[i] - y[j]);
                }
            }
            long[] ones = new long[n];
            Arrays.fill(ones, 1);
            assertThat(EarthMover.leastCost(ones, ones, costs)).isCloseTo(expected, within(1e-10));
        }
    }

    @Test
    void ends_where_all_costs_are_equal_or_zero() {
        long[] ones = new long[200];
        Arrays.fill(ones, 1);
        double[] costs = new double[200 * 200];
        assertThat(EarthMover.leastCost(ones, ones, costs)).isZero();
        Arrays.fill(costs, 0.1);
        assertThat(EarthMover.leastCost(ones, ones, costs)).isCloseTo(20, within(1e-12));
    }

    @Test
    void refuses_more_supply_than_demand() {
        assertThatThrownBy(() -> EarthMover.leastCost(new long[] {2}, new long[] {1}, new double[1]))
                .hasMessageContaining("as much supply as demand");
    }
}
