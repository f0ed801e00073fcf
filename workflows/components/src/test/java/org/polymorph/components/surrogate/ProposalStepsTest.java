package org.polymorph.components.surrogate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.polymorph.components.fake.Silicon;
import org.polymorph.engine.config.CampaignSpec.GeneratorSection;
import org.polymorph.engine.config.CampaignSpec.Pool;
import org.polymorph.engine.config.PoolPart;
import org.polymorph.engine.config.PoolPart.Role;
import org.polymorph.engine.config.PoolParts;
import org.polymorph.engine.store.CampaignBook.Proposal;
import org.polymorph.engine.store.CandidateBirth;
import org.polymorph.engine.store.CandidateFrame;
import org.polymorph.engine.store.ClusterRow;
import org.polymorph.engine.store.PoolChange;
import org.polymorph.model.crystal.Composition;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Progress;
import org.polymorph.model.spi.Seed;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.Workers;

/** What is added to a pool, with a surrogate that knows the truth. */
class ProposalStepsTest {
    private static final int ROUND = 3;

    private static GeneratorSection section(String type, Map<String, ?> more) {
        Map<String, Object> tree = new LinkedHashMap<>(Map.of("type", type));
        tree.putAll(more);
        return new GeneratorSection(type, 1, Settings.of(tree));
    }

    private static final List<GeneratorSection> SECTIONS = List.of(
            section("random", Map.of("minDistance", 2.0, "volumePerAtom", List.of(16, 26))),
            section("rattle", Map.of()),
            section("strain", Map.of()),
            section("rattle", Map.of("size", 0.1)));

    private static CandidateFrame frame(String candidate, Structure structure, double enthalpy, String cluster) {
        return new CandidateFrame(
                candidate, ROUND - 1, structure, enthalpy, 0, 0, 0, "converged", 3, Optional.of(cluster));
    }

    /** Diamond by the first candidate, and many of another cluster that strain has tried in vain. */
    private static ProposeWork work(boolean adaptive, int perRound) {
        return work(adaptive, perRound, -4.1);
    }

    private static ProposeWork work(boolean adaptive, int perRound, double second) {
        List<CandidateFrame> frames = new ArrayList<>();
        List<CandidateBirth> births = new ArrayList<>();
        frames.add(frame("c0000", Silicon.diamond(Silicon.DIAMOND), -4.3, "k1"));
        births.add(new CandidateBirth("c0000", "random", 0));
        frames.add(frame("c0001", Silicon.cell(5.3, 0.33), second, "k2"));
        births.add(new CandidateBirth("c0001", "rattle of c0000", 2));
        for (int i = 2; i < 40; i++) {
            frames.add(frame(String.format("c%04d", i), Silicon.cell(5.3, 0.33), second, "k2"));
            births.add(new CandidateBirth(String.format("c%04d", i), "strain of c0000", 2));
        }
        return new ProposeWork(
                PoolParts.of(Composition.parse("Si2"), 4),
                new Pool(4, SECTIONS, List.of(), perRound, 20, adaptive),
                new ModelFile("exact", Path.of("unused")),
                frames.subList(0, frames.size() - 1),
                List.of(new ClusterRow(1, "k1", "c0000", -4.3, 1)),
                births,
                ROUND,
                0,
                new Seed(3),
                Optional.empty());
    }

    private static PoolChange propose(ProposeWork work, int threads) {
        try (Workers workers = new Workers(threads)) {
            return ProposalSteps.propose(work, new WorkContext(workers, Progress.NONE));
        }
    }

    private static long by(PoolChange proposals, String name) {
        return proposals.added().stream()
                .filter(proposal ->
                        proposal.origin().equals(name) || proposal.origin().startsWith(name + " of "))
                .count();
    }

    @Test
    void fixed_shares_are_kept_and_origins_tell_the_parents() {
        PoolChange proposals = propose(work(false, 16), 2);

        assertThat(Stream.of("random", "rattle", "strain", "rattle-2").map(name -> by(proposals, name)))
                .containsOnly(4L);
        assertThat(proposals.added())
                .extracting(Proposal::origin)
                .filteredOn(origin -> !origin.equals("random"))
                .allMatch(origin -> origin.matches("(rattle|strain|rattle-2) of c000[01]"));
        assertThat(proposals.added())
                .allMatch(proposal -> proposal.structure().composition().equals(Composition.parse("Si2"))
                        && proposal.structure().minimumDistance() >= 2.0 - 1e-9);
        // 0.8 to the power of the rounds since; the pool's first structure has found diamond
        assertThat(proposals.shares())
                .startsWith(
                        "fixed: random 4 (found 0.6 of 0.6); rattle 4 (found 1.0 of 1.0); strain 4 (found 0.0 of 38.0)");
    }

    @Test
    void adaptive_shares_leave_less_to_what_has_found_nothing() {
        PoolChange proposals = propose(work(true, 200), 2);

        assertThat(by(proposals, "strain")).isLessThan(20);
        assertThat(by(proposals, "rattle")).isGreaterThan(50);
        assertThat(proposals.shares()).startsWith("adaptive: ");
    }

    @Test
    void crystals_of_one_level_are_one_parent_and_no_find() {
        PoolChange proposals = propose(work(false, 16, -4.299), 2);

        assertThat(proposals.added())
                .extracting(Proposal::origin)
                .filteredOn(origin -> !origin.equals("random"))
                .allMatch(origin -> origin.matches("(rattle|strain|rattle-2) of c0000"));
        assertThat(proposals.shares()).contains("rattle 4 (found 0.0 of 1.0)");
    }

    // As the layers of Tersoff's silicon, which do not feel each other: more crystals of one energy than clusters that
    // are reported.
    @Test
    void a_flat_basin_does_not_take_the_place_of_all_other_parents() {
        List<CandidateFrame> frames = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            frames.add(frame(String.format("c%04d", i), Silicon.cell(5.3, 0.33), -4.1 + 1e-5 * i, "k" + i));
        }
        frames.add(frame("c0060", Silicon.diamond(Silicon.DIAMOND), -4.0, "k60"));
        frames.add(frame("c0061", Silicon.diamond(Silicon.DIAMOND), -3.9, "k60")); // of the cluster before

        assertThat(parents(frames)).containsExactly("c0000", "c0060");
    }

    @Test
    void the_lowest_of_each_density_is_a_parent_however_many_levels_are_lower() {
        List<CandidateFrame> frames = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            frames.add(
                    frame(String.format("c%04d", i), Silicon.diamond(1.2 * Silicon.DIAMOND), -4.1 + 0.01 * i, "k" + i));
        }
        frames.add(frame("c0030", Silicon.diamond(Silicon.DIAMOND), -3.0, "k30"));
        frames.add(frame("c0031", Silicon.diamond(0.99 * Silicon.DIAMOND), -2.9, "k31"));

        assertThat(parents(frames))
                .contains("c0030")
                .doesNotContain("c0031")
                .doesNotContain("c0020")
                .hasSizeGreaterThan(15);
    }

    private static Set<String> parents(List<CandidateFrame> frames) {
        ProposeWork work = work(false, 400);
        return propose(
                        new ProposeWork(
                                work.parts(),
                                work.pool(),
                                work.model(),
                                frames,
                                List.of(),
                                List.of(),
                                ROUND,
                                0,
                                work.seed(),
                                Optional.empty()),
                        2)
                .added()
                .stream()
                .map(Proposal::origin)
                .filter(origin -> !origin.equals("random"))
                .map(origin -> origin.substring(origin.lastIndexOf(' ') + 1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    // cells of two sizes need no hull: their lowest clusters may be of one level
    @Test
    void a_flat_basin_is_one_find_beside_cells_to_learn_from_too() {
        ProposeWork work = work(false, 16, -4.299);
        PoolParts parts =
                new PoolParts(List.of(part("Si2"), new PoolPart(Composition.parse("Si4"), 2, Role.TRAINING)), 0.5);

        PoolChange proposals = propose(
                new ProposeWork(
                        parts,
                        work.pool(),
                        work.model(),
                        work.frames(),
                        List.of(
                                new ClusterRow(1, "k1", "c0000", -4.3, 1),
                                new ClusterRow(2, "k2", "c0001", -4.299, 38)),
                        work.births(),
                        ROUND,
                        0,
                        work.seed(),
                        Optional.empty()),
                2);

        assertThat(proposals.shares()).contains("rattle 4 (found 0.0 of 1.0)");
    }

    @Test
    void the_same_rows_give_the_same_structures_on_any_number_of_threads() {
        assertThat(propose(work(true, 12), 1)).isEqualTo(propose(work(true, 12), 3));
    }

    // nickel and phosphorus of the CsCl type on the hull, and elements whose crystals are above it
    private static ProposeWork mixtures(PoolPart... parts) {
        List<CandidateFrame> frames = new ArrayList<>();
        List<ClusterRow> lowest = new ArrayList<>();
        List<List<Element>> cells =
                List.of(List.of(Element.Ni, Element.P), List.of(Element.Ni, Element.Ni), List.of(Element.P, Element.P));
        for (int i = 0; i < cells.size(); i++) {
            Structure cell = Structure.of(Lattice.cubic(2.8), cells.get(i), new double[] {0, 0, 0, 0.5, 0.5, 0.5});
            frames.add(frame("c000" + i, cell, -4, "k" + i));
            lowest.add(new ClusterRow(i + 1, "k" + i, "c000" + i, -4, 1, Optional.of(0.1 * i)));
        }
        return new ProposeWork(
                new PoolParts(List.of(parts), 0),
                new Pool(6, List.of(section("substitute", Map.of("minDistance", 1.5))), List.of(), 12, 20, false),
                new ModelFile("exact", Path.of("unused")),
                frames,
                lowest,
                List.of(),
                ROUND,
                0,
                new Seed(3),
                Optional.empty());
    }

    private static PoolPart part(String composition) {
        return new PoolPart(Composition.parse(composition), 2, Role.SEARCH);
    }

    @Test
    void a_substitution_makes_cells_of_one_composition_from_those_of_others() {
        PoolChange proposals = propose(mixtures(part("Ni2"), part("NiP"), part("P2")), 2);

        assertThat(proposals.added()).hasSize(12);
        Map<String, String> parents = Map.of("NiP", "c000[12]", "Ni2", "c000[02]", "P2", "c000[01]");
        parents.forEach((composition, from) -> assertThat(proposals.added())
                .filteredOn(proposal -> proposal.structure().composition().equals(Composition.parse(composition)))
                .hasSize(4)
                .allMatch(proposal -> proposal.origin().matches("substitute of " + from)));
    }
}
