package org.polymorph.daemon.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Workers;
import org.polymorph.surrogate.match.MatchSettings;

class RecognitionTest {
    private static final Workers WORKERS = new Workers(1);
    private static final Recognition.Means MEANS = new Recognition.Means(MatchSettings.defaults(), WORKERS);

    // two atoms of diamond, and the same crystal with a doubled cell
    private static final Structure DIAMOND = diamond(5.431);
    private static final Structure DOUBLED = Structure.of(
            Lattice.of(0, 5.431, 5.431, 2.7155, 0, 2.7155, 2.7155, 2.7155, 0),
            List.of(Element.Si, Element.Si, Element.Si, Element.Si),
            new double[] {0.1, 0, 0, 0.225, 0.25, 0.25, 0.6, 0, 0, 0.725, 0.25, 0.25});

    @AfterAll
    static void close() {
        WORKERS.close();
    }

    private static Structure diamond(double a) {
        return Structure.of(
                Lattice.of(0, a / 2, a / 2, a / 2, 0, a / 2, a / 2, a / 2, 0),
                List.of(Element.Si, Element.Si),
                new double[] {0, 0, 0, 0.25, 0.25, 0.25});
    }

    private static Find find(double enthalpy, Structure structure) {
        return new Find(1, 1, 1, enthalpy, structure);
    }

    @Test
    void knows_the_target_in_another_cell_and_wants_its_enthalpy_too() {
        Find same = find(-4.3366, DOUBLED);
        Find higher = find(-4.3, DIAMOND);
        Find other = find(-4.3366, diamond(6.2));
        Target target = new Target(List.of(DIAMOND), List.of(-4.3366), 1e-3);

        Set<Find> hits = Recognition.of(List.of(same, higher, other), Optional.of(target), 0, 1, MEANS)
                .hits();

        assertThat(hits).containsExactly(same);
    }

    @Test
    void each_structure_of_a_target_is_a_hit_at_its_own_enthalpy() {
        Find low = find(-4.3366, DOUBLED);
        Find high = find(-4.2, diamond(6.2));
        Find between = find(-4.25, DIAMOND);
        Target target = new Target(List.of(DIAMOND, diamond(6.2)), List.of(-4.3366, -4.2), 1e-3);

        assertThat(Recognition.of(List.of(low, high, between), Optional.of(target), 0, 1, MEANS)
                        .hits())
                .containsExactlyInAnyOrder(low, high);
    }

    @Test
    void searches_that_end_at_a_hit_are_told_apart_by_all_that_decides_what_a_hit_is() {
        Target target = new Target(List.of(DIAMOND), List.of(-4.3366), 1e-3);
        FirstHit hit = new FirstHit(target, MEANS, "diamond");
        Recognition.Means stricter = new Recognition.Means(new MatchSettings(0, 100, true, false), WORKERS);
        Target larger = new Target(List.of(diamond(5.6)), List.of(-4.3366), 1e-3);

        assertThat(hit.settings()).isEqualTo(new FirstHit(target, MEANS, "diamond").settings());
        assertThat(hit.settings()).isNotEqualTo(new FirstHit(target, stricter, "diamond").settings());
        assertThat(hit.settings()).isNotEqualTo(new FirstHit(larger, MEANS, "diamond").settings());
    }

    @Test
    void takes_what_is_lower_where_no_structure_is_named() {
        Find lower = find(-5, DIAMOND);
        Target target = new Target(List.of(), List.of(-4.3366), 1e-3);

        assertThat(Recognition.of(List.of(lower, find(-4.3, DIAMOND)), Optional.of(target), 0, 1, MEANS)
                        .hits())
                .containsExactly(lower);
    }

    @Test
    void lists_the_lowest_minima_once_each() {
        Find best = find(-4.3366, DIAMOND);
        Find again = find(-4.33659, DOUBLED);
        Find second = find(-4.2, diamond(6.2));
        Find third = find(-4.1, diamond(6.6));

        Recognition found = Recognition.of(List.of(third, second, again, best), Optional.empty(), 1e-3, 2, MEANS);

        assertThat(found.minima()).containsExactly(List.of(best, again), List.of(second));
        assertThat(found.target().structures()).containsExactly(DIAMOND);
        assertThat(found.hits()).containsExactlyInAnyOrder(best, again);
    }

    @Test
    void counts_polytypes_of_the_same_enthalpy_as_one_minimum_and_each_as_a_hit() {
        Find best = find(-4.3366, DIAMOND);
        Find polytype = find(-4.3366, diamond(6.2));
        Find second = find(-4.2, diamond(6.6));

        Recognition found = Recognition.of(List.of(second, polytype, best), Optional.empty(), 1e-3, 2, MEANS);

        assertThat(found.minima()).hasSize(2);
        assertThat(found.minima().get(0)).containsExactlyInAnyOrder(best, polytype);
        assertThat(found.minima().get(1)).containsExactly(second);
        assertThat(found.target().structures()).hasSize(2);
        assertThat(found.hits()).containsExactlyInAnyOrder(best, polytype);
    }
}
