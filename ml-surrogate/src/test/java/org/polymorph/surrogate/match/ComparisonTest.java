package org.polymorph.surrogate.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;
import org.polymorph.surrogate.invariant.RandomCrystals;

class ComparisonTest {
    private static final MatchSettings DEFAULTS = MatchSettings.defaults();
    private static final Structure DIAMOND = Structure.of(
            Lattice.of(0, 2.7155, 2.7155, 2.7155, 0, 2.7155, 2.7155, 2.7155, 0),
            List.of(Element.Si, Element.Si),
            new double[] {0, 0, 0, 0.25, 0.25, 0.25});

    @Property(tries = 25, seed = "7")
    void the_same_crystal_is_the_same_however_it_is_written(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int atoms) {
        SplittableRandom random = new SplittableRandom(seed);
        Structure crystal = RandomCrystals.crystal(random, atoms);
        Structure other = RandomCrystals.disguised(crystal, random);
        Comparison comparison = Comparison.of(crystal, other, DEFAULTS);

        assertThat(comparison.same()).isTrue();
        assertThat(comparison.distance()).isLessThan(1e-6);
        SiteMap sites = comparison.sites().orElseThrow();
        assertThat(sites.rms()).isLessThan(1e-6);
        assertThat(sites.first()).hasSize(other.size());
        for (int p = 0; p < sites.first().length; p++) {
            assertThat(other.species(sites.second()[p])).isEqualTo(crystal.species(sites.first()[p]));
        }
        assertThat(Arrays.stream(sites.second()).distinct().count()).isEqualTo(other.size());
    }

    @Property(tries = 10, seed = "8")
    void rattled_crystals_are_at_a_distance_and_their_sites_found(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Structure supercell = DIAMOND.supercell(2, 2, 1 + random.nextInt(2));
        Structure rattled = RandomCrystals.rattled(supercell, 0.1, random);
        Structure turned = RandomCrystals.shifted(rattled.rotated(RandomCrystals.rotation(random)), random);
        Comparison comparison = Comparison.of(DIAMOND, turned, DEFAULTS);

        assertThat(comparison.same()).isFalse();
        assertThat(comparison.distance()).isBetween(0.05, 0.2);
        SiteMap sites = comparison.sites().orElseThrow();
        assertThat(sites.rms()).isBetween(0.06, 0.1 + 1e-9);
        assertThat(sites.first()).hasSize(supercell.size());
        assertThat(Arrays.stream(sites.first()).filter(site -> site == 0).count())
                .isEqualTo(supercell.size() / 2);
        Comparison back = Comparison.of(turned, DIAMOND, DEFAULTS);
        assertThat(back.distance()).isEqualTo(comparison.distance());
        assertThat(back.sites().orElseThrow().rms()).isEqualTo(sites.rms());
    }

    @Test
    void finds_the_cell_that_two_different_supercells_fill() {
        SplittableRandom random = new SplittableRandom(2);
        Structure one = RandomCrystals.rattled(DIAMOND.supercell(2, 1, 1), 0.02, random);
        Structure other = RandomCrystals.rattled(DIAMOND.supercell(1, 3, 1), 0.02, random);
        SiteMap sites = Comparison.of(one, other, DEFAULTS).sites().orElseThrow();
        assertThat(sites.first().length % 12).isZero();
        assertThat(sites.rms()).isLessThan(0.04);
        for (int site = 0; site < 4; site++) {
            int wanted = site;
            assertThat(Arrays.stream(sites.first())
                            .filter(first -> first == wanted)
                            .count())
                    .isEqualTo(sites.first().length / 4);
        }
    }

    @Test
    void a_strained_crystal_is_laid_upon_the_other_all_the_same() {
        Structure strained = DIAMOND.strained(new double[] {0.02, 0.01, 0, 0.01, -0.01, 0, 0, 0, 0.015});
        Comparison comparison = Comparison.of(strained, DIAMOND.supercell(1, 1, 2), DEFAULTS);
        assertThat(comparison.same()).isFalse();
        assertThat(comparison.sites().orElseThrow().rms()).isLessThan(1e-6);
    }

    @Test
    void elements_and_hands_count_as_asked() {
        Structure zincblende = Structure.of(DIAMOND.lattice(), List.of(Element.Ga, Element.As), DIAMOND.fractional());
        Comparison typed = Comparison.of(DIAMOND, zincblende, DEFAULTS);
        assertThat(typed.same()).isFalse();
        assertThat(typed.distance()).isInfinite();
        assertThat(typed.sites()).isEmpty();
        Comparison positions = Comparison.of(DIAMOND, zincblende, new MatchSettings(0.01, 100, false, false));
        assertThat(positions.same()).isTrue();
        assertThat(positions.sites()).isPresent();

        Structure crystal = RandomCrystals.crystal(new SplittableRandom(7), 4);
        Structure image = crystal.rotated(new double[] {-1, 0, 0, 0, 1, 0, 0, 0, 1});
        Comparison either = Comparison.of(crystal, image, DEFAULTS);
        assertThat(either.same()).isTrue();
        assertThat(either.sites().orElseThrow().mirrored()).isTrue();
        Comparison hands = Comparison.of(crystal, image, new MatchSettings(0.05, 100, true, true));
        assertThat(hands.same()).isFalse();
        assertThat(hands.pointwiseDistance()).isLessThan(1e-9);
        assertThat(hands.distance()).isGreaterThan(0.05);
    }

    @Test
    void different_crystals_need_not_fit_each_other() {
        Structure salt =
                Structure.of(DIAMOND.lattice(), List.of(Element.Si, Element.Si), new double[] {0, 0, 0, 0.5, 0.5, 0.5});
        Comparison comparison = Comparison.of(DIAMOND, salt, DEFAULTS);
        assertThat(comparison.same()).isFalse();
        assertThat(comparison.distance()).isGreaterThan(0.3);
    }

    @Test
    void refuses_settings_and_crystals_that_make_no_sense() {
        assertThatThrownBy(() -> new MatchSettings(Double.NaN, 100, true, false))
                .hasMessageContaining("NaN");
        assertThatThrownBy(() -> new MatchSettings(0.1, 0, true, false)).hasMessageContaining("found 0");
        Structure doubled = Structure.of(DIAMOND.lattice(), DIAMOND.species(), new double[6]);
        assertThatThrownBy(() -> Comparison.of(doubled, DIAMOND, DEFAULTS)).hasMessageContaining("one atom at a place");
    }
}
