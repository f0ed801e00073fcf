package org.polymorph.surrogate.stop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.polymorph.surrogate.cluster.Cluster;

class TopKRuleTest {
    private static final TopKRule RULE = new TopKRule(3, 0.01, 0);

    private static List<Cluster> clusters(Object... idsAndEnergies) {
        List<Cluster> clusters = new ArrayList<>();
        for (int i = 0; i < idsAndEnergies.length; i += 2) {
            String id = (String) idsAndEnergies[i];
            clusters.add(new Cluster(id, List.of(id), (Double) idsAndEnergies[i + 1]));
        }
        return clusters;
    }

    @Test
    void holds_when_the_lowest_clusters_stay() {
        Verdict verdict = RULE.judge(
                clusters("a", -5.0, "b", -4.0, "c", -3.0, "d", -2.0), clusters("c", -3.005, "b", -4.005, "a", -4.995));
        assertThat(verdict.stop()).isTrue();
        assertThat(verdict.reason()).contains("3 lowest clusters are the same");
    }

    @Test
    void falling_and_rising_energies_both_go_on() {
        List<Cluster> before = clusters("a", -5.0, "b", -4.0, "c", -3.0);
        assertThat(RULE.judge(before, clusters("a", -5.02, "b", -4.0, "c", -3.0))
                        .reason())
                .contains("energy 1 of the 3")
                .contains("fallen by 20.0 meV/atom, more than 10.0");
        assertThat(RULE.judge(before, clusters("a", -5.0, "b", -4.0, "c", -2.98))
                        .reason())
                .contains("energy 3 of the 3")
                .contains("risen by 20.0 meV/atom");
        assertThat(RULE.judge(before, clusters("a", -5.0, "b", -4.0, "c", -2.98))
                        .stop())
                .isFalse();
    }

    @Test
    void other_crystals_at_the_same_energies_go_on() {
        Verdict verdict =
                RULE.judge(clusters("a", -5.0, "b", -4.0, "c", -3.0), clusters("a", -5.0, "x", -4.0, "c", -3.0));
        assertThat(verdict.stop()).isFalse();
        assertThat(verdict.reason()).contains("new x").contains("gone b");
    }

    @Test
    void the_order_of_degenerate_clusters_at_the_edge_means_nothing() {
        assertThat(RULE.judge(
                                clusters("a", -5.0, "b", -4.0, "c", -3.001, "d", -3.0),
                                clusters("a", -5.0, "b", -4.0, "d", -3.001, "c", -3.0))
                        .stop())
                .isTrue();
    }

    @Test
    void compares_what_there_is_when_there_are_fewer_than_k() {
        assertThat(RULE.judge(clusters("a", -5.0), clusters("a", -5.0)).stop()).isTrue();
        Verdict grown = RULE.judge(clusters("a", -5.0), clusters("a", -5.0, "b", -4.0));
        assertThat(grown.stop()).isFalse();
        assertThat(grown.reason()).contains("from 1 to 2");
        assertThat(RULE.judge(List.of(), clusters("a", -5.0)).stop()).isFalse();
        assertThat(RULE.judge(clusters("a", -5.0), clusters("a", Double.NaN)).stop())
                .isFalse();
    }

    @Test
    void a_flat_basin_is_one_of_k_where_levels_must_be_apart() {
        TopKRule levels = new TopKRule(2, 0.01, 0.005);
        List<Cluster> basin = clusters("a", -5.0, "b", -4.999, "c", -4.997, "d", -4.5, "e", -4.4);
        assertThat(levels.lowest(basin)).extracting(Cluster::id).containsExactly("a", "d");
        assertThat(new TopKRule(2, 0.01, 0).lowest(basin))
                .extracting(Cluster::id)
                .containsExactly("a", "b");

        // what is found above the basin is a change of the second level only where the basin is one level
        List<Cluster> found = clusters("a", -5.0, "b", -4.999, "c", -4.997, "x", -4.6, "d", -4.5);
        assertThat(levels.judge(basin, found).stop()).isFalse();
        assertThat(levels.judge(basin, found).reason()).contains("energy 2 of the 2 lowest", "fallen by 100.0");
        assertThat(new TopKRule(2, 0.01, 0).judge(basin, found).stop()).isTrue();
        // another member of the basin that comes to be its lowest is no change
        assertThat(levels.judge(basin, clusters("b", -5.001, "a", -5.0, "d", -4.5))
                        .stop())
                .isTrue();
    }

    @Test
    void refuses_senseless_limits() {
        assertThatThrownBy(() -> new TopKRule(0, 0.01, 0)).hasMessageContaining("found 0");
        assertThatThrownBy(() -> new TopKRule(3, -1, 0)).hasMessageContaining("-1.0");
        assertThatThrownBy(() -> new TopKRule(3, 0.01, Double.NaN)).hasMessageContaining("NaN");
    }
}
