package org.polymorph.components.surrogate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.polymorph.components.fake.Mixture;
import org.polymorph.components.fake.Silicon;
import org.polymorph.engine.config.CampaignSpec.GeneratorSection;
import org.polymorph.engine.config.CampaignSpec.Pool;
import org.polymorph.engine.config.PoolPart;
import org.polymorph.engine.config.PoolPart.Role;
import org.polymorph.engine.config.PoolParts;
import org.polymorph.engine.store.CampaignBook.Choice;
import org.polymorph.engine.store.CampaignBook.ClusterReport;
import org.polymorph.engine.store.CampaignBook.Proposal;
import org.polymorph.engine.store.CandidateFrame;
import org.polymorph.engine.store.ClusterRow;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.Composition;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Calculator;
import org.polymorph.model.spi.Progress;
import org.polymorph.model.spi.Seed;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.Workers;
import org.polymorph.surrogate.cluster.ClusterSettings;
import org.polymorph.surrogate.generate.Displacement;
import org.polymorph.surrogate.generate.MinimumDistances;
import org.polymorph.surrogate.relax.RelaxSettings;
import org.polymorph.surrogate.select.ScoreSettings;
import org.polymorph.surrogate.stop.TopKRule;

/** Pools of several compositions and roles, with a surrogate that knows the truth. */
class PoolPartsTest {
    private static final ModelFile MODEL = new ModelFile("exact", Path.of("unused"));

    private static PoolPart part(String composition, int size, Role role) {
        return new PoolPart(Composition.parse(composition), size, role);
    }

    private static final PoolParts MIXTURE = new PoolParts(
            List.of(part("Ni", 10, Role.SEARCH), part("P", 10, Role.SEARCH), part("NiP", 20, Role.SEARCH)), 0);
    private static final PoolParts TRANSFER =
            new PoolParts(List.of(part("Si4", 20, Role.SEARCH), part("Si2", 10, Role.TRAINING)), 0.5);

    private static CandidateFrame frame(String candidate, int round, Structure structure, String cluster) {
        Calculator calculator =
                structure.composition().count(Element.Si) == 0 ? Mixture.potential() : Silicon.potential();
        Evaluation evaluation = calculator.evaluate(structure);
        return new CandidateFrame(
                candidate,
                round,
                structure,
                evaluation.energy() / structure.size(),
                evaluation.maxForce(),
                0.001,
                0.01,
                "converged",
                3,
                cluster.isEmpty() ? Optional.empty() : Optional.of(cluster));
    }

    private static CandidateFrame frame(String candidate, Structure structure) {
        return frame(candidate, 1, structure, "");
    }

    private static WorkContext context(Workers workers) {
        return new WorkContext(workers, Progress.NONE);
    }

    private static ClusterReport cluster(PoolParts parts, List<CandidateFrame> before, List<CandidateFrame> after) {
        return cluster(parts, before, after, 3);
    }

    private static ClusterReport cluster(
            PoolParts parts, List<CandidateFrame> before, List<CandidateFrame> after, int topK) {
        try (Workers workers = new Workers(2)) {
            return ChoiceSteps.cluster(
                    new ClusterWork(
                            MODEL,
                            before,
                            after,
                            1,
                            0,
                            ClusterSettings.defaults(),
                            new TopKRule(topK, 0.01, 0),
                            parts,
                            1,
                            Optional.empty()),
                    context(workers));
        }
    }

    private static List<Choice> select(PoolParts parts, int round, List<CandidateFrame> frames, int count) {
        try (Workers workers = new Workers(2)) {
            return ChoiceSteps.select(
                    new SelectWork(
                            round,
                            frames,
                            round == 0 ? Optional.empty() : Optional.of(MODEL),
                            List.of(),
                            count,
                            0,
                            ScoreSettings.of(Settings.of(Map.of("score", "lcb", "kappa", 0))),
                            ClusterSettings.defaults(),
                            Displacement.ofPositions(0, 0.6),
                            MinimumDistances.defaults(),
                            new Seed(7),
                            List.of(),
                            RelaxSettings.defaults(),
                            parts),
                    context(workers));
        }
    }

    private static final List<CandidateFrame> MIXED = List.of(
            frame("c0", Mixture.cube(Element.Ni, 2.1)),
            frame("c1", Mixture.cube(Element.Ni, 2.4)),
            frame("c2", Mixture.cube(Element.P, 1.85)),
            frame("c3", Mixture.caesiumChloride(2.05)),
            frame("c4", Mixture.caesiumChloride(2.4)));

    private static double energy(int candidate) {
        return MIXED.get(candidate).enthalpy();
    }

    @Test
    void clusters_are_ordered_by_their_height_above_the_hull() {
        ClusterReport report = cluster(MIXTURE, MIXED, MIXED);

        // phosphorus is bound less than anything else, and yet nothing of its composition is lower
        assertThat(energy(2)).isGreaterThan(energy(1)).isGreaterThan(energy(4));
        assertThat(report.lowest()).extracting(ClusterRow::candidate).startsWith("c0", "c2", "c3");
        assertThat(report.lowest().subList(0, 3))
                .extracting(row -> row.aboveHull().orElseThrow())
                .containsOnly(0.0);
        assertThat(row(report, "c1").aboveHull().orElseThrow()).isCloseTo(energy(1) - energy(0), within(1e-12));
        assertThat(row(report, "c4").aboveHull().orElseThrow()).isCloseTo(energy(4) - energy(3), within(1e-12));
        assertThat(row(report, "c4").enthalpy()).isEqualTo(energy(4));
    }

    private static ClusterRow row(ClusterReport report, String candidate) {
        return report.lowest().stream()
                .filter(row -> row.candidate().equals(candidate))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_corner_of_the_hull_that_has_fallen_is_a_change() {
        List<CandidateFrame> before = new ArrayList<>();
        MIXED.forEach(frame -> before.add(frame(frame.candidate(), 0, frame.structure(), "k-" + frame.candidate())));
        assertThat(cluster(MIXTURE, before, MIXED).stop()).isTrue();

        before.set(2, frame("c2", 0, Mixture.cube(Element.P, 1.95), "k-c2"));
        ClusterReport report = cluster(MIXTURE, before, MIXED);

        assertThat(report.stop()).isFalse();
        assertThat(report.verdict()).contains("has fallen by");
    }

    @Test
    void each_corner_of_the_hull_counts_however_few_clusters_are_asked_for() {
        List<CandidateFrame> before = new ArrayList<>();
        MIXED.forEach(frame -> before.add(frame(frame.candidate(), 0, frame.structure(), "k-" + frame.candidate())));
        assertThat(cluster(MIXTURE, before, MIXED, 1).verdict()).startsWith("the 3 lowest clusters are the same");

        for (int corner : new int[] {0, 2, 3}) {
            List<CandidateFrame> higher = new ArrayList<>(before);
            Structure other = List.of(
                            Mixture.cube(Element.Ni, 2.2), Mixture.cube(Element.P, 1.95), Mixture.caesiumChloride(2.15))
                    .get(corner == 0 ? 0 : corner - 1);
            String candidate = "c" + corner;
            higher.set(corner, frame(candidate, 0, other, "k-" + candidate));
            ClusterReport report = cluster(MIXTURE, higher, MIXED, 1);

            assertThat(report.stop()).as(candidate).isFalse();
            assertThat(report.verdict()).as(candidate).contains("has fallen by");
        }
    }

    @Test
    void a_corner_of_the_hull_that_is_not_relaxed_is_waited_for() {
        List<CandidateFrame> before = new ArrayList<>();
        MIXED.forEach(frame -> before.add(frame(frame.candidate(), 0, frame.structure(), "k-" + frame.candidate())));
        List<CandidateFrame> after = new ArrayList<>(MIXED);
        CandidateFrame corner = after.get(3);
        after.set(
                3,
                new CandidateFrame(
                        corner.candidate(),
                        1,
                        corner.structure(),
                        corner.enthalpy(),
                        corner.maxForce(),
                        0.001,
                        0.01,
                        "steps",
                        3,
                        Optional.empty()));

        assertThat(cluster(MIXTURE, before, after, 1).verdict()).contains("is not relaxed yet (steps)");
    }

    @Test
    void scores_are_taken_above_the_hull() {
        List<CandidateFrame> clustered = MIXED.stream()
                .map(frame -> frame(frame.candidate(), 0, frame.structure(), "k-" + frame.candidate()))
                .toList();

        assertThat(select(MIXTURE, 1, clustered, 3))
                .extracting(Choice::candidate)
                .containsExactly("c0", "c2", "c3");
        // as they are, energies would leave out phosphorus
        assertThat(select(PoolParts.ONE, 1, clustered, 3))
                .extracting(Choice::candidate)
                .doesNotContain("c2");
    }

    @Test
    void the_first_labels_are_shared_out_over_compositions() {
        List<CandidateFrame> pool = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            Structure structure = i < 4
                    ? Mixture.cube(Element.Ni, 2 + 0.01 * i)
                    : i < 8 ? Mixture.cube(Element.P, 2 + 0.01 * i) : Mixture.caesiumChloride(2 + 0.01 * i);
            pool.add(frame(String.format("c%04d", i), -1, structure, ""));
        }

        List<Choice> chosen = select(MIXTURE, 0, pool, 10);

        assertThat(chosen).hasSize(10).extracting(Choice::candidate).isSorted();
        assertThat(chosen)
                .extracting(choice -> choice.structure().composition().toString())
                .containsOnlyOnce("Ni", "P")
                .contains("NiP");
    }

    private static final Structure DIAMOND = Silicon.diamond(Silicon.DIAMOND);
    private static final Structure ROCKSALT = Silicon.cell(4.9, 0.5);

    private static List<CandidateFrame> transfer(int round) {
        return List.of(
                frame("c0", round, ROCKSALT.supercell(1, 1, 2), "k-0"),
                frame("c1", round, Silicon.cell(5.3, 0.33).supercell(1, 1, 2), "k-1"),
                frame("c2", round, DIAMOND, "k-2"),
                frame("c3", round, ROCKSALT, "k-3"));
    }

    @Test
    void what_is_only_learned_from_is_no_result_and_does_not_stop_the_search() {
        ClusterReport report = cluster(TRANSFER, transfer(0), transfer(1));

        assertThat(report.lowest()).extracting(ClusterRow::candidate).containsExactlyInAnyOrder("c0", "c1");
        assertThat(report.lowest()).extracting(ClusterRow::aboveHull).containsOnly(Optional.empty());
        assertThat(report.assignment()).containsOnlyKeys("c0", "c1", "c2", "c3");
        // the same crystal, but one is looked for and the other is learned from
        assertThat(report.assignment().get("c0"))
                .isNotEqualTo(report.assignment().get("c3"));
        assertThat(report.stop()).as(report.verdict()).isTrue();
    }

    @Test
    void labels_come_from_the_training_part_and_a_share_of_them_from_the_search() {
        assertThat(select(TRANSFER, 0, transfer(-1), 4))
                .extracting(Choice::candidate)
                .containsExactly("c2", "c3");
        assertThat(select(TRANSFER, 1, transfer(0), 2))
                .extracting(Choice::candidate)
                .hasSize(2)
                .contains("c2")
                .containsAnyOf("c0", "c1");
        PoolParts apart = new PoolParts(TRANSFER.parts(), 0);
        assertThat(select(apart, 1, transfer(0), 2))
                .extracting(Choice::candidate)
                .containsExactlyInAnyOrder("c2", "c3");
    }

    private static GeneratorSection random() {
        Map<String, Object> tree = Map.of(
                "type", "random",
                "minDistance", Map.of("Ni-Ni", 1.9, "Ni-P", 1.6, "P-P", 1.7),
                "volumePerAtom", List.of(7, 12));
        return new GeneratorSection("random", 1, Settings.of(tree));
    }

    @Test
    void each_part_of_a_pool_has_its_share_and_the_distances_of_its_elements() {
        Pool pool = new Pool(40, List.of(random()), List.of(), 0, 20, true);
        List<Proposal> made;
        try (Workers workers = new Workers(2)) {
            made = PoolSteps.generate(new GenerateWork(MIXTURE, pool, new Seed(3), Optional.empty()), context(workers));
        }

        assertThat(made)
                .extracting(proposal -> proposal.structure().composition().toString())
                .containsSubsequence("Ni", "P", "NiP")
                .hasSize(40);
        assertThat(made.subList(10, 20))
                .extracting(proposal -> proposal.structure().composition().toString())
                .containsOnly("P");
        assertThat(made.subList(10, 20))
                .allMatch(proposal -> proposal.structure().minimumDistance() >= 1.7);
        assertThat(made.subList(0, 10))
                .allMatch(proposal -> proposal.structure().minimumDistance() >= 1.9);
    }
}
