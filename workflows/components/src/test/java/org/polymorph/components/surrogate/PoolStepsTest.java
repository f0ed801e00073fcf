package org.polymorph.components.surrogate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.polymorph.components.fake.Silicon;
import org.polymorph.engine.config.CampaignSpec.GeneratorSection;
import org.polymorph.engine.config.CampaignSpec.Pool;
import org.polymorph.engine.store.CampaignBook.Proposal;
import org.polymorph.engine.store.CandidateFrame;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.Composition;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.format.Frame;
import org.polymorph.model.format.StructureFiles;
import org.polymorph.model.spi.Checkpoint;
import org.polymorph.model.spi.ConfigurationException;
import org.polymorph.model.spi.LabelledStructure;
import org.polymorph.model.spi.Progress;
import org.polymorph.model.spi.Seed;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.Workers;
import org.polymorph.surrogate.calibration.HeldOutSummary;
import org.polymorph.surrogate.relax.RelaxOutcome;
import org.polymorph.surrogate.relax.RelaxSettings;

class PoolStepsTest {
    @TempDir
    Path directory;

    private static GeneratorSection random(double share) {
        return new GeneratorSection(
                "random",
                share,
                Settings.of(Map.of("type", "random", "share", share, "volumePerAtom", List.of(15, 25))));
    }

    private static List<Proposal> generate(Pool pool, String composition, int threads) {
        try (Workers workers = new Workers(threads)) {
            return PoolSteps.generate(
                    new GenerateWork(Composition.parse(composition), pool, new Seed(3)),
                    new WorkContext(workers, Progress.NONE));
        }
    }

    @Test
    void seeds_come_first_and_generators_share_the_rest() {
        Path seeds = directory.resolve("seeds.extxyz");
        StructureFiles.write(seeds, List.of(new Frame(Silicon.diamond(5.4)), new Frame(Silicon.cell(5, 0.5))));

        List<Proposal> pool =
                generate(new Pool(8, List.of(random(3), random(1)), List.of(seeds), 0, 20, true), "Si2", 2);

        assertThat(pool).hasSize(10);
        assertThat(pool.subList(0, 2)).extracting(Proposal::origin).containsOnly("seed seeds.extxyz");
        assertThat(pool.subList(2, 8)).extracting(Proposal::origin).containsOnly("random");
        assertThat(pool.subList(8, 10)).extracting(Proposal::origin).containsOnly("random-2");
        assertThat(pool).extracting(proposal -> proposal.structure().size()).containsOnly(2);
        assertThat(pool.stream().map(Proposal::structure).distinct()).hasSize(10);
    }

    @Test
    void the_pool_is_the_same_on_any_number_of_threads() {
        Pool pool = new Pool(12, List.of(random(1)), List.of(), 0, 20, true);
        assertThat(generate(pool, "Si3", 3)).isEqualTo(generate(pool, "Si3", 1));
    }

    @Test
    void a_seed_of_another_composition_is_refused_with_its_file() {
        Path seeds = directory.resolve("POSCAR");
        StructureFiles.write(seeds, List.of(new Frame(Silicon.diamond(5.4))));

        assertThatThrownBy(() -> generate(new Pool(1, List.of(random(1)), List.of(seeds), 0, 20, true), "Si3", 1))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(seeds.toString())
                .hasMessageContaining("expected seeds of composition Si3, found Si2");
    }

    private static CandidateFrame candidate(String id, Structure structure) {
        return new CandidateFrame(
                id, 0, structure, Double.NaN, Double.NaN, Double.NaN, Double.NaN, "generated", 0, Optional.of("k1"));
    }

    @Test
    void relaxed_candidates_keep_their_names_and_their_order() {
        List<CandidateFrame> frames =
                List.of(candidate("c7", Silicon.cell(5.6, 0.27)), candidate("c3", Silicon.diamond(5.3)));
        List<CandidateFrame> relaxed;
        try (Workers workers = new Workers(2)) {
            relaxed = PoolSteps.relax(
                    new RelaxWork(
                            new ModelFile("exact", directory),
                            frames,
                            RelaxSettings.defaults().withFmax(0.01),
                            0,
                            4),
                    new WorkContext(workers, Progress.NONE));
        }

        assertThat(relaxed).extracting(CandidateFrame::candidate).containsExactly("c7", "c3");
        assertThat(relaxed)
                .allMatch(frame -> frame.round() == 4 && frame.cluster().isEmpty());
        assertThat(relaxed).extracting(CandidateFrame::outcome).containsOnly("converged");
        assertThat(relaxed.get(0).enthalpy()).isCloseTo(-4.3366, within(1e-3));
        assertThat(relaxed.get(0).forceStd()).isZero();
    }

    @Test
    void a_candidate_with_atoms_upon_each_other_is_a_frame_and_no_exception() {
        List<CandidateFrame> relaxed;
        try (Workers workers = new Workers(1)) {
            relaxed = PoolSteps.relax(
                    new RelaxWork(
                            new ModelFile("exact", directory),
                            List.of(candidate("c1", Silicon.diamond(0.4))),
                            RelaxSettings.defaults(),
                            0,
                            1),
                    new WorkContext(workers, Progress.NONE));
        }

        assertThat(relaxed).hasSize(1);
        assertThat(relaxed.get(0).outcome()).isEqualTo("collapsed");
    }

    @Test
    void a_candidate_that_leaves_all_limits_stays_where_it_came_from() {
        Structure start = Silicon.diamond(5.6);
        double pulled = -0.5; // eV/Å³, more than the crystal bears
        List<CandidateFrame> relaxed;
        try (Workers workers = new Workers(1)) {
            relaxed = PoolSteps.relax(
                    new RelaxWork(
                            new ModelFile("exact", directory),
                            List.of(candidate("c1", start)),
                            RelaxSettings.defaults(),
                            pulled,
                            1),
                    new WorkContext(workers, Progress.NONE));
        }

        assertThat(relaxed.get(0).outcome()).isEqualTo("exploded");
        assertThat(relaxed.get(0).structure()).isEqualTo(start);
        double energy = Silicon.potential().evaluate(start).energy();
        assertThat(relaxed.get(0).enthalpy()).isCloseTo((energy + pulled * start.volume()) / 2, within(1e-9));
        assertThat(relaxed.get(0).steps()).isZero();
    }

    @Test
    void the_last_model_is_tried_on_labels_that_it_has_not_seen() {
        Structure seen = Silicon.diamond(5.3);
        Structure unseen = Silicon.cell(5.6, 0.27);
        List<LabelledStructure> labels = List.of(label("r00-a", seen, 100), label("r01-b", unseen, 0.5));
        try (Workers workers = new Workers(1)) {
            WorkContext context = new WorkContext(workers, Progress.NONE);
            HeldOutSummary errors = PoolSteps.heldOut(
                            work(labels, Optional.of(directory.resolve("model")), Set.of("r01-b")), context)
                    .orElseThrow();
            assertThat(errors.structures()).isOne();
            // the fake knows the truth, from which the label is 0.5 eV off
            assertThat(errors.energy().mae()).isCloseTo(1000 * 0.5 / unseen.size(), within(1e-9));
            assertThat(errors.forces().mae()).isCloseTo(0, within(1e-12));
            assertThat(errors.numbers()).containsKeys("structures", "energy", "forces", "stress");

            assertThat(PoolSteps.heldOut(work(labels, Optional.empty(), Set.of("r01-b")), context))
                    .isEmpty();
            assertThat(PoolSteps.heldOut(work(labels, Optional.of(directory), Set.of()), context))
                    .isEmpty();
        }
    }

    private static LabelledStructure label(String id, Structure structure, double off) {
        Evaluation truth = Silicon.potential().evaluate(structure);
        return new LabelledStructure(
                id, structure, new Evaluation(truth.energy() + off, truth.forces(), truth.stress()));
    }

    private static TrainWork work(List<LabelledStructure> labels, Optional<Path> previous, Set<String> unseen) {
        return new TrainWork(
                labels, Settings.of(Map.of("type", "exact")), new Seed(1), previous, unseen, Optional.empty());
    }

    @Test
    void a_training_goes_on_from_what_a_killed_one_left() {
        List<LabelledStructure> labels = IntStream.range(0, 8)
                .mapToObj(i -> Silicon.label("l" + i, Silicon.cell(5.2 + 0.1 * i, 0.25 + 0.003 * i)))
                .toList();
        List<String> told = new ArrayList<>();
        TrainWork work = new TrainWork(
                labels,
                Settings.of(Map.of("type", "schnet", "ensemble", 2, "features", 4, "epochs", 3, "cutoff", 4)),
                new Seed(1),
                Optional.empty(),
                Set.of(),
                Optional.of(new Checkpoint(directory.resolve("training"), Duration.ZERO, told::add)));
        try (Workers workers = new Workers(1)) {
            Progress killer = (done, total) -> {
                if (done == 5) {
                    throw new IllegalStateException("killed");
                }
            };
            assertThatThrownBy(() -> PoolSteps.train(work, new WorkContext(workers, killer)))
                    .hasMessage("killed");
            PoolSteps.train(work, new WorkContext(workers, Progress.NONE));
        }
        assertThat(told).containsExactly("epoch 3 of member 1, its last", "epoch 2 of member 2");
    }

    // the books know the words, not the outcomes
    @ParameterizedTest
    @EnumSource(RelaxOutcome.class)
    void the_books_tell_by_the_word_what_is_no_crystal(RelaxOutcome outcome) {
        CandidateFrame frame = new CandidateFrame(
                "c0000",
                0,
                Silicon.diamond(Silicon.DIAMOND),
                -4,
                0,
                0,
                0,
                PoolSteps.word(outcome),
                0,
                Optional.empty());

        assertThat(frame.hasFallen()).isEqualTo(!outcome.isCrystal());
    }
}
