package org.polymorph.components.surrogate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.polymorph.components.fake.Silicon;
import org.polymorph.engine.config.PoolParts;
import org.polymorph.engine.store.CampaignBook.Choice;
import org.polymorph.engine.store.CampaignBook.ClusterReport;
import org.polymorph.engine.store.CandidateFrame;
import org.polymorph.engine.store.ClusterRow;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.LabelledStructure;
import org.polymorph.model.spi.Progress;
import org.polymorph.model.spi.Seed;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.Workers;
import org.polymorph.surrogate.cluster.ClusterSettings;
import org.polymorph.surrogate.generate.Displacement;
import org.polymorph.surrogate.generate.MinimumDistances;
import org.polymorph.surrogate.relax.RelaxSettings;
import org.polymorph.surrogate.relax.Relaxation;
import org.polymorph.surrogate.relax.Relaxer;
import org.polymorph.surrogate.select.ScoreSettings;
import org.polymorph.surrogate.stop.TopKRule;

/** Clustering with the stopping rule, and selection, with a surrogate that knows the truth. */
class ChoiceStepsTest {
    private static final ModelFile MODEL = new ModelFile("exact", Path.of("unused"));
    private static final Structure DIAMOND = Silicon.diamond(Silicon.DIAMOND);
    private static final Structure ROCKSALT = Silicon.cell(4.9, 0.5);
    private static final Structure STRETCHED = Silicon.cell(5.3, 0.33);

    private static CandidateFrame frame(
            String candidate, int round, Structure structure, String outcome, Optional<String> cluster) {
        Evaluation evaluation = Silicon.potential().evaluate(structure);
        return new CandidateFrame(
                candidate,
                round,
                structure,
                evaluation.energy() / structure.size(),
                evaluation.maxForce(),
                0.001,
                0.01,
                outcome,
                3,
                cluster);
    }

    private static CandidateFrame relaxed(String candidate, Structure structure) {
        return frame(candidate, 1, structure, "converged", Optional.empty());
    }

    private static CandidateFrame old(String candidate, Structure structure, String cluster) {
        return frame(candidate, 0, structure, "converged", Optional.of(cluster));
    }

    private static ClusterReport cluster(List<CandidateFrame> before, List<CandidateFrame> after, int round) {
        return cluster(before, after, round, 1, Optional.empty());
    }

    private static ClusterReport cluster(
            List<CandidateFrame> before,
            List<CandidateFrame> after,
            int round,
            int patience,
            Optional<OutlookWork> outlook) {
        try (Workers workers = new Workers(2)) {
            return ChoiceSteps.cluster(
                    new ClusterWork(
                            MODEL,
                            before,
                            after,
                            round,
                            0,
                            ClusterSettings.defaults(),
                            new TopKRule(2, 0.01, 0),
                            PoolParts.ONE,
                            patience,
                            outlook),
                    new WorkContext(workers, Progress.NONE));
        }
    }

    private static final List<CandidateFrame> BEFORE =
            List.of(old("c0", DIAMOND, "k-dia"), old("c1", DIAMOND, "k-dia"), old("c2", ROCKSALT, "k-salt"));
    private static final List<CandidateFrame> AFTER =
            List.of(relaxed("c0", DIAMOND), relaxed("c1", DIAMOND), relaxed("c2", ROCKSALT));

    @Test
    void the_rule_holds_for_lowest_clusters_that_stay_as_they_are() {
        ClusterReport report = cluster(BEFORE, AFTER, 1);

        assertThat(report.stop()).as(report.verdict()).isTrue();
    }

    @Test
    void a_patient_rule_holds_and_does_not_stop_yet() {
        ClusterReport report = cluster(BEFORE, AFTER, 1, 2, Optional.empty());

        assertThat(report.held()).isTrue();
        assertThat(report.stop()).isFalse();
        assertThat(report.verdict()).contains("the same crystals").endsWith("this must hold for 1 more rounds");
        assertThat(cluster(BEFORE, AFTER, 2, 1, Optional.empty()).stop()).isTrue();
    }

    @Test
    void clusters_keep_their_names_while_they_keep_members() {
        ClusterReport report = cluster(BEFORE, AFTER, 1);

        assertThat(report.assignment())
                .containsExactlyInAnyOrderEntriesOf(Map.of("c0", "k-dia", "c1", "k-dia", "c2", "k-salt"));
        assertThat(report.lowest()).extracting(ClusterRow::id).containsExactly("k-dia", "k-salt");
        assertThat(report.lowest()).extracting(ClusterRow::size).containsExactly(2, 1);
        assertThat(report.lowest()).extracting(ClusterRow::rank).containsExactly(1, 2);
    }

    @Test
    void the_rule_is_refused_while_a_lowest_cluster_is_not_relaxed() {
        List<CandidateFrame> after = new ArrayList<>(AFTER);
        after.set(2, frame("c2", 1, ROCKSALT, "uncertain", Optional.empty()));

        ClusterReport report = cluster(BEFORE, after, 1);

        assertThat(report.stop()).isFalse();
        assertThat(report.verdict()).isEqualTo("cluster k-salt among the lowest 2 is not relaxed yet (uncertain)");
    }

    @Test
    void the_rule_cannot_hold_in_the_first_round() {
        List<CandidateFrame> generated = BEFORE.stream()
                .map(f -> frame(f.candidate(), -1, f.structure(), "generated", Optional.empty()))
                .toList();

        assertThat(cluster(generated, AFTER, 0).stop()).isFalse();
    }

    @Test
    void a_new_lowest_crystal_is_a_change() {
        List<CandidateFrame> before =
                List.of(old("c0", STRETCHED, "k-x"), old("c1", STRETCHED, "k-x"), old("c2", ROCKSALT, "k-salt"));

        ClusterReport report = cluster(before, AFTER, 1);

        assertThat(report.stop()).isFalse();
        assertThat(report.verdict()).contains("fallen");
    }

    // labels of stretched cells, none of them near diamond; the process has to guess what lies beyond
    private static OutlookWork outlook(double limit, int labels, Structure... labelled) {
        List<LabelledStructure> known = IntStream.range(0, labels)
                .mapToObj(i -> Silicon.label(String.format("r00-%02d", i), Silicon.cell(5 + 0.05 * i, 0.33)))
                .toList();
        return new OutlookWork(limit, known, List.of(labelled), new Seed(4));
    }

    @Test
    void the_search_goes_on_while_more_improvement_is_expected_than_asked_for() {
        ClusterReport hopeful = cluster(BEFORE, AFTER, 1, 1, Optional.of(outlook(1e-9, 12)));
        ClusterReport content = cluster(BEFORE, AFTER, 1, 1, Optional.of(outlook(10, 12)));
        ClusterReport known = cluster(BEFORE, AFTER, 1, 1, Optional.of(outlook(1e-9, 12, DIAMOND, ROCKSALT)));

        assertThat(hopeful.stop()).as(hopeful.verdict()).isFalse();
        assertThat(hopeful.verdict())
                .matches(
                        "the 2 lowest clusters are the same .*; expected improvement \\d+\\.\\d meV/atom, more than 0.0,"
                                + " chance of a lower energy \\d+ % \\(cluster k-(dia|salt)\\); no new clusters");
        assertThat(content.stop()).as(content.verdict()).isTrue();
        assertThat(content.verdict()).contains("meV/atom, chance");
        assertThat(known.stop()).as(known.verdict()).isTrue();
        assertThat(known.verdict()).endsWith("; all clusters have a label; no new clusters");
    }

    @Test
    void new_clusters_are_told_with_their_distance_from_those_known() {
        List<CandidateFrame> after = new ArrayList<>(AFTER);
        after.add(relaxed("c3", STRETCHED));
        ClusterReport report = cluster(BEFORE, after, 1, 1, Optional.of(outlook(10, 12)));

        assertThat(report.verdict()).matches(".*; 1 new clusters, up to 0\\.\\d\\d Å from those known");
    }

    @Test
    void what_cannot_be_foreseen_for_want_of_labels_does_not_end_a_search() {
        ClusterReport report = cluster(BEFORE, AFTER, 1, 1, Optional.of(outlook(10, 5)));

        assertThat(report.stop()).isFalse();
        assertThat(report.verdict()).endsWith("is not known: expected at least 10 labels, found 5");
    }

    @Test
    void a_candidate_without_a_finite_energy_is_assigned_but_not_reported() {
        List<CandidateFrame> after = new ArrayList<>(AFTER);
        after.add(new CandidateFrame(
                "c3", 1, STRETCHED, Double.NaN, Double.NaN, Double.NaN, Double.NaN, "exploded", 0, Optional.empty()));

        ClusterReport report = cluster(BEFORE, after, 1);

        assertThat(report.assignment()).containsKey("c3");
        assertThat(report.lowest()).extracting(ClusterRow::candidate).doesNotContain("c3");
    }

    private static SelectWork select(
            int round, List<CandidateFrame> frames, List<Structure> labelled, int count, double relabel) {
        return new SelectWork(
                round,
                frames,
                round == 0 ? Optional.empty() : Optional.of(MODEL),
                labelled,
                count,
                0,
                ScoreSettings.of(Settings.of(Map.of("relabel", relabel, "perCluster", 9))),
                ClusterSettings.defaults(),
                Displacement.ofPositions(0.2, 0.6),
                MinimumDistances.defaults(),
                new Seed(7),
                List.of(),
                RelaxSettings.defaults());
    }

    @Test
    void labels_on_the_way_of_a_relaxation_lie_between_its_ends() {
        Relaxation relaxed = Relaxer.relax(STRETCHED, Silicon.potential(), RelaxSettings.defaults(), 0);
        SelectWork work = onTheWay(STRETCHED, relaxed);

        List<Choice> chosen = choose(work);

        assertThat(relaxed.steps()).isGreaterThanOrEqualTo(2);
        assertThat(chosen).hasSize(2).extracting(Choice::candidate).containsOnly("c0");
        assertThat(chosen.get(0).structure()).isEqualTo(relaxed.structure());
        double midway = Silicon.potential().evaluate(chosen.get(1).structure()).energy() / STRETCHED.size();
        assertThat(midway)
                .isStrictlyBetween(
                        relaxed.energyPerAtom(),
                        Silicon.potential().evaluate(STRETCHED).energy() / STRETCHED.size());
    }

    private static SelectWork onTheWay(Structure start, Relaxation relaxed) {
        CandidateFrame end = new CandidateFrame(
                "c0",
                0,
                relaxed.structure(),
                relaxed.energyPerAtom(),
                0,
                0,
                0,
                "converged",
                relaxed.steps(),
                Optional.empty());
        return new SelectWork(
                1,
                List.of(end),
                Optional.of(MODEL),
                List.of(),
                4,
                0,
                ScoreSettings.of(Settings.of(Map.of("path", 2))),
                ClusterSettings.defaults(),
                Displacement.ofPositions(0, 0.6),
                MinimumDistances.defaults(),
                new Seed(7),
                List.of(frame("c0", -1, start, "generated", Optional.empty())),
                RelaxSettings.defaults());
    }

    @Test
    void a_candidate_that_has_hardly_moved_has_no_label_on_its_way() {
        Structure minimum = Relaxer.relax(STRETCHED, Silicon.potential(), RelaxSettings.defaults(), 0)
                .structure();
        Structure start = minimum.strained(new double[] {0.004, 0, 0, 0, 0.004, 0, 0, 0, 0.004});
        Relaxation relaxed = Relaxer.relax(start, Silicon.potential(), RelaxSettings.defaults(), 0);
        assertThat(relaxed.steps()).isGreaterThanOrEqualTo(2);

        assertThat(choose(onTheWay(start, relaxed))).hasSize(1);
    }

    private static List<Choice> choose(SelectWork work) {
        try (Workers workers = new Workers(2)) {
            return ChoiceSteps.select(work, new WorkContext(workers, Progress.NONE));
        }
    }

    @Test
    void the_first_choice_is_random_but_the_same_for_a_seed() {
        List<CandidateFrame> pool = IntStream.range(0, 20)
                .mapToObj(i -> frame(
                        String.format("c%04d", i), -1, Silicon.cell(5 + 0.05 * i, 0.3), "generated", Optional.empty()))
                .toList();

        List<Choice> chosen = choose(select(0, pool, List.of(), 5, 0.5));

        assertThat(chosen).hasSize(5).isEqualTo(choose(select(0, pool, List.of(), 5, 0.5)));
        assertThat(chosen).extracting(Choice::candidate).isSorted().doesNotHaveDuplicates();
        assertThat(chosen)
                .extracting(Choice::candidate)
                .isNotEqualTo(List.of("c0000", "c0001", "c0002", "c0003", "c0004"));
        assertThat(chosen).allMatch(choice -> pool.stream()
                .anyMatch(frame -> frame.structure().equals(choice.structure())));
        List<CandidateFrame> reversed = new ArrayList<>(pool);
        Collections.reverse(reversed);
        assertThat(choose(select(0, pool, List.of(), 50, 0.5))).hasSize(20);
    }

    private static final List<CandidateFrame> CLUSTERED = List.of(
            frame("c0", 0, DIAMOND, "converged", Optional.of("k-dia")),
            frame("c1", 0, DIAMOND, "converged", Optional.of("k-dia")),
            frame("c2", 0, ROCKSALT, "converged", Optional.of("k-salt")),
            frame("c3", 0, STRETCHED, "steps", Optional.of("k-x")));

    @Test
    void one_of_each_cluster_is_chosen_and_displaced_the_same_way_each_time() {
        List<Choice> chosen = choose(select(1, CLUSTERED, List.of(), 3, 0.5));

        assertThat(chosen).extracting(Choice::candidate).hasSize(3).contains("c0", "c2", "c3");
        assertThat(chosen).isEqualTo(choose(select(1, CLUSTERED, List.of(), 3, 0.5)));
        Choice first = chosen.get(0);
        assertThat(first.structure().cartesian())
                .isNotEqualTo(CLUSTERED.get(0).structure().cartesian());
    }

    @Test
    void crystals_with_a_label_are_not_chosen_again() {
        List<Choice> chosen = choose(select(1, CLUSTERED, List.of(Silicon.diamond(Silicon.DIAMOND)), 4, 0.5));

        assertThat(chosen).extracting(Choice::candidate).containsExactlyInAnyOrder("c2", "c3");
    }

    @Test
    void crystals_with_a_label_are_chosen_while_the_surrogate_is_unsure_of_them() {
        List<Choice> chosen = choose(select(1, CLUSTERED, List.of(DIAMOND), 4, 0.005));

        assertThat(chosen).extracting(Choice::candidate).contains("c0");
    }

    @Test
    void nothing_is_chosen_where_everything_has_a_label() {
        assertThat(choose(select(1, CLUSTERED, List.of(DIAMOND, ROCKSALT, STRETCHED), 4, 0.5)))
                .isEmpty();
    }
}
