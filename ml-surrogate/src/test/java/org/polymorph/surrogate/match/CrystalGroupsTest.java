package org.polymorph.surrogate.match;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Progress;
import org.polymorph.model.spi.Workers;
import org.polymorph.surrogate.invariant.RandomCrystals;

class CrystalGroupsTest {

    private static List<List<Integer>> groups(List<Structure> structures, double tolerance, int threads) {
        try (Workers workers = new Workers(threads)) {
            return CrystalGroups.of(structures, new MatchSettings(tolerance, 60, true, false), workers, Progress.NONE);
        }
    }

    @Test
    void finds_what_was_written_in_other_ways_and_nothing_else() {
        SplittableRandom random = new SplittableRandom(1);
        List<Structure> structures = new ArrayList<>();
        List<Integer> origins = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            int original = random.nextInt(i + 1);
            boolean copy = original < i && origins.get(original) == original;
            structures.add(
                    copy
                            ? RandomCrystals.rattled(
                                    RandomCrystals.disguised(structures.get(original), random), 1e-3, random)
                            : RandomCrystals.crystal(random, 1 + random.nextInt(3)));
            origins.add(copy ? original : i);
        }
        Set<Set<Integer>> expected = new HashSet<>();
        for (int i = 0; i < 60; i++) {
            Set<Integer> members = new TreeSet<>();
            for (int j = 0; j < 60; j++) {
                if (origins.get(j).equals(origins.get(i))) {
                    members.add(j);
                }
            }
            expected.add(members);
        }
        List<List<Integer>> found = groups(structures, 0.02, 2);
        Set<Set<Integer>> sets = new HashSet<>();
        found.forEach(group -> sets.add(new TreeSet<>(group)));
        assertThat(sets).isEqualTo(expected);
        assertThat(groups(structures, 0.02, 1)).isEqualTo(found);
    }

    @Test
    void a_chain_of_small_steps_is_one_group_in_any_order() {
        SplittableRandom random = new SplittableRandom(5);
        Structure crystal = RandomCrystals.crystal(random, 4);
        double[] direction = random.doubles(12, -1, 1).toArray();
        List<Structure> chain = new ArrayList<>();
        for (int step : new int[] {3, 0, 5, 1, 4, 2}) {
            double[] x = crystal.cartesian();
            for (int p = 0; p < x.length; p++) {
                x[p] += 0.02 * step * direction[p];
            }
            chain.add(Structure.ofCartesian(crystal.lattice(), crystal.species(), x));
        }
        assertThat(Comparison.of(chain.get(1), chain.get(2), MatchSettings.defaults())
                        .same())
                .isFalse();
        assertThat(groups(chain, 0.05, 2)).containsExactly(List.of(0, 1, 2, 3, 4, 5));
    }

    @Test
    void no_crystals_make_no_groups() {
        assertThat(groups(List.of(), 0.1, 1)).isEmpty();
    }
}
