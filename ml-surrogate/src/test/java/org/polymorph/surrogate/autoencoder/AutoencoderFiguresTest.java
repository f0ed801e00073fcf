package org.polymorph.surrogate.autoencoder;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.polymorph.model.crystal.Composition;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Checkpoint;
import org.polymorph.model.spi.Progress;
import org.polymorph.model.spi.Seed;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.Workers;
import org.polymorph.surrogate.generate.DistanceCheck;
import org.polymorph.surrogate.generate.MinimumDistances;
import org.polymorph.surrogate.generate.RandomGenerator;
import org.polymorph.surrogate.match.CrystalGroups;
import org.polymorph.surrogate.match.MatchSettings;
import org.polymorph.surrogate.voxel.BoxedCrystal;
import org.polymorph.surrogate.voxel.VoxelGrid;

/**
 * How well crystals that were not learned from come back, for docs/benchmarks.md. Properties: {@code autoencoder.epochs},
 * {@code autoencoder.state} (a directory for the state of the training, gone on with from there), {@code autoencoder.grid}.
 */
@Tag("long")
class AutoencoderFiguresTest {
    private static final int LEARNED = 2000;
    private static final int KEPT = 200;
    private static final int GRID = Integer.getInteger("autoencoder.grid", 20);

    /** Small crystals of magnesium and oxygen with symmetry, whose reduced cells fit into the box. */
    private static List<Structure> made(Workers workers) {
        List<List<Structure>> lists = new ArrayList<>();
        for (String formula : List.of("Mg2O2", "MgO3", "Mg3O")) {
            Settings settings = Settings.of(
                    Map.of("spacegroups", "1-230", "minDistance", Map.of("Mg-Mg", 2.2, "Mg-O", 1.7, "O-O", 1.8)));
            lists.add(new RandomGenerator()
                    .generate(Composition.parse(formula), LEARNED, settings, new Seed(17), workers, Progress.NONE));
        }
        List<Structure> fitting = new ArrayList<>();
        VoxelGrid grid = new VoxelGrid(GRID, GRID / 3.0, 0.4, 0.667);
        for (int k = 0; fitting.size() < LEARNED + KEPT; k++) {
            Structure next = lists.get(k % 3).get(k / 3);
            if (Augmentation.fits(BoxedCrystal.of(CrystalAutoencoder.reduced(next)), grid)) {
                fitting.add(next);
            }
        }
        return fitting;
    }

    @Test
    void crystals_kept_apart_come_back() {
        try (Workers workers = new Workers(2)) {
            List<Structure> all = made(workers);
            Settings settings = Settings.of(Map.ofEntries(
                    Map.entry("grid", GRID),
                    Map.entry("box", GRID / 3.0),
                    Map.entry("latent", 64),
                    Map.entry("width", 6),
                    Map.entry("segmentWidth", 2),
                    Map.entry("epochs", Integer.getInteger("autoencoder.epochs", 40)),
                    Map.entry("patience", 1000),
                    Map.entry("batch", 4),
                    Map.entry("learningRate", 0.002),
                    Map.entry("validation", 0.02),
                    Map.entry("rotations", "none"),
                    Map.entry("translations", false),
                    Map.entry("weights", Map.of("divergence", 1e-5))));
            Optional<Checkpoint> place = Optional.ofNullable(System.getProperty("autoencoder.state"))
                    .map(directory -> new Checkpoint(Path.of(directory), Duration.ofSeconds(20), System.out::println));
            long start = System.nanoTime();
            Progress progress = (done, total) ->
                    System.out.printf(Locale.ROOT, "epoch %d, %.0f s%n", done, (System.nanoTime() - start) / 1e9);
            AutoencoderModel model = CrystalAutoencoder.train(
                    new AutoencoderTask(all.subList(0, LEARNED), settings, new Seed(1), workers, progress, place));
            ReconstructionErrors learned = ReconstructionErrors.of(model, all.subList(0, KEPT), new Seed(2), workers);
            ReconstructionErrors kept =
                    ReconstructionErrors.of(model, all.subList(LEARNED, LEARNED + KEPT), new Seed(2), workers);
            System.out.println(model.summary() + "\nlearned " + learned + "\nkept " + kept);
            for (CodeDraw from : List.of(CodeDraw.SAMPLE, CodeDraw.INTERPOLATE)) {
                System.out.println(from + " " + made(model, from, workers));
            }
            assertThat(kept.pairs()).isPositive();
            assertThat(kept.location()).isLessThan(1);
        }
    }

    /** Draws codes with no check behind them: who keeps the distances of the crystals learned from, and is not one of them. */
    private static String made(AutoencoderModel model, CodeDraw from, Workers workers) {
        List<Structure> known = model.known();
        List<double[]> codes =
                workers.map(known.size(), k -> model.code(model.place(known.get(k), new Seed(3).random())));
        DistanceCheck check = new DistanceCheck(MinimumDistances.defaults());
        List<Structure> valid = workers
                .map(KEPT, k -> model.decode(
                                from.draw(codes, 1, new Seed(5).split(k).random()))
                        .structure()
                        .filter(structure -> check.broken(structure).isEmpty()))
                .stream()
                .flatMap(Optional::stream)
                .toList();
        List<Structure> all = new ArrayList<>(known);
        all.addAll(valid);
        List<List<Integer>> groups = CrystalGroups.of(all, MatchSettings.defaults(), workers, Progress.NONE).stream()
                .filter(group -> group.get(group.size() - 1) >= known.size())
                .toList();
        long fresh =
                groups.stream().filter(group -> group.get(0) >= known.size()).count();
        return String.format(Locale.ROOT, "%d: %d valid, %d unique, %d new", KEPT, valid.size(), groups.size(), fresh);
    }
}
