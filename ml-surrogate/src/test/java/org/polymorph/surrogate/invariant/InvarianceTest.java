package org.polymorph.surrogate.invariant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.polymorph.model.crystal.Structure;

class InvarianceTest {

    @Property(tries = 1000)
    void does_not_depend_on_cell_origin_order_rotation_and_supercell(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 10) int atoms) {
        SplittableRandom random = new SplittableRandom(seed);
        Structure crystal = RandomCrystals.crystal(random, atoms);
        PeriodicSet one = PeriodicSet.of(crystal);
        PeriodicSet other = PeriodicSet.of(RandomCrystals.disguised(crystal, random));

        assertThat(AverageMinimumDistances.of(other, 50))
                .containsExactly(AverageMinimumDistances.of(one, 50), within(1e-9));
        PointwiseDistances pdd = PointwiseDistances.of(one, 50, PointwiseDistances.COLLAPSE);
        PointwiseDistances same = PointwiseDistances.of(other, 50, PointwiseDistances.COLLAPSE);
        assertThat(same.rows()).isEqualTo(pdd.rows());
        assertThat(same.distance(pdd)).isLessThan(1e-9);
        TypedDistances typed = TypedDistances.of(one, 10, -1);
        assertThat(TypedDistances.of(other, 10, -1).distance(typed)).isLessThan(1e-9);
    }

    @Property(tries = 300)
    void changes_by_at_most_twice_the_shift_of_the_atoms(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int atoms) {
        SplittableRandom random = new SplittableRandom(seed);
        Structure crystal = RandomCrystals.crystal(random, atoms);
        double shift = Math.pow(10, random.nextDouble(-4, -0.3));
        Structure moved = RandomCrystals.rattled(crystal, shift, random);
        PointwiseDistances before = PointwiseDistances.of(PeriodicSet.of(crystal), 60, -1);
        PointwiseDistances after = PointwiseDistances.of(PeriodicSet.of(moved), 60, -1);

        double amd = Metric.CHEBYSHEV.between(before.average(), after.average());
        double pdd = before.distance(after);
        double typed = TypedDistances.of(PeriodicSet.of(crystal), 60, -1)
                .distance(TypedDistances.of(PeriodicSet.of(moved), 60, -1));
        assertThat(typed).isLessThanOrEqualTo(2 * shift + 1e-12);
        assertThat(pdd).isLessThanOrEqualTo(typed + 1e-12);
        assertThat(amd).isLessThanOrEqualTo(pdd + 1e-12);
    }

    @Property(tries = 100)
    void distances_of_distributions_are_a_metric(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        PointwiseDistances a = PointwiseDistances.of(RandomCrystals.crystal(random, 1 + random.nextInt(12)), 30);
        PointwiseDistances b = PointwiseDistances.of(RandomCrystals.crystal(random, 1 + random.nextInt(12)), 30);
        PointwiseDistances c = PointwiseDistances.of(RandomCrystals.crystal(random, 1 + random.nextInt(12)), 30);
        for (Metric metric : Metric.values()) {
            assertThat(a.distance(a, metric)).isZero();
            assertThat(b.distance(a, metric)).isCloseTo(a.distance(b, metric), within(1e-12));
            assertThat(a.distance(c, metric))
                    .isLessThanOrEqualTo(a.distance(b, metric) + b.distance(c, metric) + 1e-12);
        }
    }
}
