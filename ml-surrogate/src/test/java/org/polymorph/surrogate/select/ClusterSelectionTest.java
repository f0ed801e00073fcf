package org.polymorph.surrogate.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.polymorph.model.spi.Seed;
import org.polymorph.model.spi.Settings;
import org.polymorph.surrogate.calibration.NormalDistribution;

class ClusterSelectionTest {
    private static final Seed SEED = new Seed(1);

    private static SelectionCandidate candidate(String id, String cluster, double energy, double force) {
        return new SelectionCandidate(id, cluster, energy, force, 0.01, 0.1, false);
    }

    private static Selection by(Map<String, ?> settings) {
        return new ClusterSelection(ScoreSettings.of(Settings.of(settings)));
    }

    private static Selection by(String score) {
        return new ClusterSelection(ScoreSettings.of(Settings.of(Map.of("score", score))));
    }

    @Test
    void takes_the_best_of_each_cluster_by_energy_minus_weighted_force() {
        List<SelectionCandidate> pool = List.of(
                candidate("a", "c1", -4.0, 0),
                candidate("b", "c1", -3.9, 0.4),
                candidate("c", "c2", -4.05, 0),
                candidate("d", "c3", -1, 0));
        assertThat(by("laqa").select(pool, 2, SEED)).containsExactly("b", "c");
        assertThat(by("laqa").select(pool, 3, SEED)).containsExactly("b", "c", "d");
    }

    @Test
    void goes_round_again_only_where_more_than_one_of_a_cluster_may_be_taken() {
        List<SelectionCandidate> pool = List.of(
                candidate("a", "c1", -5, 0),
                candidate("b", "c1", -4.9, 0),
                candidate("c", "c1", -4.8, 0),
                candidate("d", "c2", -1, 0),
                candidate("e", "c2", -0.5, 0));
        assertThat(by("laqa").select(pool, 4, SEED)).containsExactly("a", "d");
        assertThat(by(Map.of("perCluster", 2)).select(pool, 9, SEED)).containsExactly("a", "d", "b", "e");
        assertThat(by(Map.of("perCluster", 5)).select(pool, 4, SEED)).containsExactly("a", "d", "b", "e");
        assertThat(by(Map.of("perCluster", 5)).select(pool, 9, SEED)).containsExactly("a", "d", "b", "e", "c");
        assertThat(by("laqa").select(pool, 0, SEED)).isEmpty();
    }

    @Test
    void does_not_take_a_labelled_crystal_again_unless_the_model_is_unsure_of_it() {
        SelectionCandidate sure = new SelectionCandidate("sure", "c1", -5, 0, 0, 0.1, true);
        SelectionCandidate unsure = new SelectionCandidate("unsure", "c2", -4, 0, 0, 0.6, true);
        SelectionCandidate fresh = new SelectionCandidate("fresh", "c3", -1, 0, 0, 0, false);
        assertThat(by("laqa").select(List.of(sure, unsure, fresh), 3, SEED)).containsExactly("unsure", "fresh");
        assertThat(by("laqa").select(List.of(sure), 3, SEED)).isEmpty();
    }

    @Test
    void passes_over_numbers_that_are_not_finite() {
        assertThat(by("laqa")
                        .select(
                                List.of(
                                        candidate("a", "c", Double.NaN, 0),
                                        candidate("b", "c", -1, Double.NaN),
                                        candidate("c", "c", -1, 0)),
                                3,
                                SEED))
                .containsExactly("c");
    }

    @Test
    void a_property_of_another_model_is_taken_at_its_lowest_and_never_where_it_is_unknown() {
        List<SelectionCandidate> pool = new ArrayList<>();
        double[] properties = {2, Double.NaN, -1, 5};
        for (int i = 0; i < properties.length; i++) {
            pool.add(new SelectionCandidate("p" + i, "c" + i, i, 0, 0, 0, false, List.of(), 20, properties[i]));
        }
        assertThat(by("property").select(pool, 9, SEED)).containsExactly("p2", "p0", "p3");
    }

    @Test
    void a_model_belongs_to_the_score_property() {
        assertThat(problems(Map.of("score", "property")))
                .singleElement()
                .asString()
                .contains("model: expected the file");
        assertThat(problems(Map.of("score", "property", "model", "x", "maximize", true)))
                .isEmpty();
        assertThat(problems(Map.of("model", "x"))).singleElement().asString().contains("found the score laqa");
        assertThat(problems(Map.of("maximize", true)))
                .singleElement()
                .asString()
                .contains("maximize");
    }

    private static List<String> problems(Map<String, ?> section) {
        Settings settings = Settings.of(section);
        ScoreSettings.of(settings);
        return settings.problems();
    }

    @Test
    void breaks_ties_by_id_and_does_not_depend_on_the_order_for_any_score() {
        Random random = new Random(1);
        List<SelectionCandidate> pool = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            pool.add(new SelectionCandidate(
                    "p" + i,
                    "c" + i % 7,
                    -random.nextInt(3),
                    random.nextInt(2),
                    0.1 * random.nextInt(2),
                    random.nextInt(2),
                    random.nextBoolean(),
                    List.of(),
                    12 + random.nextInt(9),
                    random.nextInt(3)));
        }
        for (String score : Score.names()) {
            Selection selection = by(Map.of("score", score, "perCluster", 9));
            List<String> chosen = selection.select(pool, 20, SEED);
            assertThat(chosen).hasSize(20).doesNotHaveDuplicates();
            for (int shuffle = 0; shuffle < 5; shuffle++) {
                Collections.shuffle(pool, random);
                assertThat(selection.select(pool, 20, SEED)).isEqualTo(chosen);
            }
        }
        for (String drawn : List.of("random", "thompson")) {
            assertThat(by(drawn).select(pool, 20, new Seed(2)))
                    .isNotEqualTo(by(drawn).select(pool, 20, SEED));
        }
    }

    private static SelectionCandidate member(String id, double energy, Double... deviations) {
        return new SelectionCandidate(id, id, energy, 0, 0.1, 0.1, false, List.of(deviations), 20, Double.NaN);
    }

    @Test
    void thompson_takes_for_each_place_what_one_member_of_the_committee_takes_for_the_lowest() {
        // the two members disagree on which is the lowest; no draw makes c the best of all three
        List<SelectionCandidate> pool =
                List.of(member("a", -4, -0.2, 0.2), member("b", -4, 0.2, -0.2), member("c", -3, -0.1, 0.1));
        int first = 0;
        for (int seed = 0; seed < 400; seed++) {
            List<String> one = by("thompson").select(pool, 1, new Seed(seed));
            assertThat(one).isSubsetOf("a", "b");
            first += one.contains("a") ? 1 : 0;
        }
        assertThat(first).isCloseTo(200, within(45)); // four and a half deviations of a fair coin
        assertThat(by("thompson").select(pool, 9, SEED)).containsExactlyInAnyOrder("a", "b", "c");
    }

    @Test
    void thompson_without_members_draws_from_the_normal_distribution() {
        // E differs by as much as the deviation of the difference: the higher one wins with probability 1 - Φ(1) =
        // 0.1587
        List<SelectionCandidate> pool = List.of(
                new SelectionCandidate("a", "a", -1, 0, Math.sqrt(0.5), 0, false),
                new SelectionCandidate("b", "b", 0, 0, Math.sqrt(0.5), 0, false));
        int upsets = 0;
        for (int seed = 0; seed < 2000; seed++) {
            upsets += by("thompson").select(pool, 1, new Seed(seed)).contains("b") ? 1 : 0;
        }
        assertThat(upsets / 2000.0).isCloseTo(0.1587, within(0.035));
    }

    @Test
    void the_committee_is_asked_first_about_the_lowest_clusters() {
        List<SelectionCandidate> pool = List.of(
                new SelectionCandidate("sure", "c1", -5, 0, 0, 0.01, false),
                new SelectionCandidate("doubtful", "c2", -4, 0, 0, 0.9, false),
                new SelectionCandidate("higher", "c2", -3.9, 9, 0, 2, false),
                new SelectionCandidate("known", "c3", -3, 0, 0, 0.4, true),
                new SelectionCandidate("deep", "c4", -1, 0, 0, 5, false));
        assertThat(by(Map.of("committee", 1, "depth", 3)).select(pool, 2, SEED)).containsExactly("doubtful", "sure");
        assertThat(by(Map.of("committee", 1)).select(pool, 2, SEED)).startsWith("deep");
        assertThat(by(Map.of("committee", 3, "depth", 3)).select(pool, 4, SEED))
                .containsExactly("doubtful", "sure", "deep");
    }

    private static SelectionCandidate dense(String id, double energy, double volumePerAtom) {
        return new SelectionCandidate(id, id, energy, 0, 0, 0, false, List.of(), volumePerAtom, Double.NaN);
    }

    @Test
    void the_best_of_each_density_comes_before_the_rest_but_after_the_committee() {
        List<SelectionCandidate> pool = List.of(
                dense("metal", -5, 15),
                dense("other metal", -4.9, 15.2),
                dense("open", -4, 20),
                dense("very open", -3, 24),
                dense("open too", -2, 19.5));
        assertThat(by("lcb").select(pool, 3, SEED)).containsExactly("metal", "other metal", "open");
        assertThat(by(Map.of("score", "lcb", "densities", 2)).select(pool, 3, SEED))
                .containsExactly("metal", "open", "other metal");
        assertThat(by(Map.of("score", "lcb", "densities", 9)).select(pool, 4, SEED))
                .containsExactly("metal", "open", "very open", "other metal");
        assertThat(by(Map.of("score", "thompson", "densities", 3)).select(pool, 3, SEED))
                .contains("open", "very open");
        assertThat(by(Map.of("score", "lcb", "densities", 3, "committee", 1, "depth", 1))
                        .select(pool, 4, SEED))
                .containsExactly("metal", "other metal", "open", "very open");
    }

    @Test
    void at_most_half_of_the_labels_are_on_paths() {
        assertThat(ScoreSettings.of(Settings.of(Map.of("path", 3))).ends(10)).isEqualTo(7);
        assertThat(ScoreSettings.of(Settings.of(Map.of("path", 9))).ends(10)).isEqualTo(5);
        assertThat(ScoreSettings.defaults().ends(10)).isEqualTo(10);
    }

    @Test
    void scores_are_what_their_names_say() {
        SelectionCandidate c = new SelectionCandidate("c", "c", -4, 0.2, 0.1, 0.7, false);
        ScoreSettings settings = ScoreSettings.defaults();
        assertThat(Score.LAQA.of(c, settings, -4.1, SEED)).isCloseTo(-4.1, within(1e-12));
        assertThat(Score.LCB.of(c, settings, -4.1, SEED)).isCloseTo(-4.2, within(1e-12));
        assertThat(Score.UNCERTAINTY.of(c, settings, -4.1, SEED)).isEqualTo(-0.7);
        // z = −1: φ(1) − Φ(−1) = 0.2419707 − 0.1586553
        assertThat(Score.EI.of(c, settings, -4.1, SEED)).isCloseTo(-0.1 * 0.0833154, within(1e-8));
        assertThat(NormalDistribution.cumulative(1.959963984540054)).isCloseTo(0.975, within(1e-12));
        assertThat(NormalDistribution.cumulative(-4)).isCloseTo(3.167124183311992e-5, within(1e-15));
    }

    @Test
    void an_unknown_score_lists_the_known_ones() {
        Settings section = Settings.of(Map.of("score", "lqa"));
        ScoreSettings.of(section);
        assertThat(section.problems())
                .singleElement(org.assertj.core.api.InstanceOfAssertFactories.STRING)
                .contains("laqa, lcb, ei, thompson, uncertainty, property, random", "did you mean laqa?");
    }
}
