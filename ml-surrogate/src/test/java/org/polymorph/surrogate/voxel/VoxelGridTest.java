package org.polymorph.surrogate.voxel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.polymorph.model.crystal.Composition;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Progress;
import org.polymorph.model.spi.Seed;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.Workers;
import org.polymorph.surrogate.generate.RandomGenerator;

class VoxelGridTest {
    private static final VoxelGrid GRID = VoxelGrid.of(30);

    private static List<Structure> crystals(String formula, int count) {
        try (Workers workers = new Workers(1)) {
            return new RandomGenerator()
                    .generate(Composition.parse(formula), count, Settings.empty(), new Seed(7), workers, Progress.NONE);
        }
    }

    @Test
    void density_is_the_formula_of_the_paper() {
        Structure two = Structure.of(
                Lattice.cubic(4), List.of(Element.of("Mg"), Element.of("O")), new double[] {0.1, 0.2, 0.3, 0.6, 0.7, 0.9
                });
        BoxedCrystal crystal = BoxedCrystal.of(two);
        double[] density = GRID.density(crystal);

        double[] p = crystal.positions();
        for (int[] at : new int[][] {{10, 11, 13}, {15, 16, 18}, {14, 14, 14}}) {
            double expected = 0;
            for (int m = 0; m < 2; m++) {
                double square = 0;
                for (int k = 0; k < 3; k++) {
                    double d = -5 + (at[k] + 0.5) / 3 - p[3 * m + k];
                    square += d * d;
                }
                expected += crystal.atomicNumber(m) * Math.exp(-square / 0.32) / (0.064 * Math.pow(2 * Math.PI, 1.5));
            }
            assertThat(density[(at[0] * 30 + at[1]) * 30 + at[2]]).isCloseTo(expected, within(1e-4));
        }
        double sum = Arrays.stream(density).sum() / 27;
        assertThat(sum).as("electrons in the box").isCloseTo(20, within(0.01));
    }

    @Test
    void a_voxel_belongs_to_the_nearest_atom_within_the_radius() {
        Structure one = Structure.of(Lattice.cubic(4), List.of(Element.of("Si")), new double[] {0.5, 0.5, 0.5});
        int[] species = GRID.species(BoxedCrystal.of(one));

        // 4 of each 8 voxels of a sphere of radius 2 spacings about a corner of voxels: (±½, ±½, ±½), and with one ±1½
        assertThat(Arrays.stream(species).filter(s -> s == 14).count()).isEqualTo(8 + 24);
        assertThat(Arrays.stream(species)
                        .filter(s -> s != 14 && s != VoxelGrid.NONE)
                        .count())
                .isZero();
    }

    @Test
    void crystals_come_back_from_their_densities() {
        for (int points : new int[] {30, 60}) {
            VoxelGrid grid = VoxelGrid.of(points);
            for (String formula : List.of("Si8", "Mg4O4", "Ti2O4")) {
                SplittableRandom random = new Seed(3).random();
                for (Structure structure : crystals(formula, points == 30 ? 20 : 2)) {
                    double[] shift = {random.nextDouble(), random.nextDouble(), random.nextDouble()};
                    BoxedCrystal crystal = BoxedCrystal.of(structure, shift, BoxedCrystal.randomRotation(random));
                    if (crystal.extent() < 4.5) {
                        check(grid, crystal);
                    }
                }
            }
        }
    }

    private static void check(VoxelGrid grid, BoxedCrystal crystal) {
        List<Peak> peaks = new PeakFinder(grid, 4, 0.5).find(grid.density(crystal));
        assertThat(peaks).hasSize(crystal.size());
        int[] species = grid.species(crystal);
        double[] p = crystal.positions();
        Map<Integer, Integer> found = new HashMap<>();
        for (Peak peak : peaks) {
            int nearest = 0;
            double least = Double.POSITIVE_INFINITY;
            for (int atom = 0; atom < crystal.size(); atom++) {
                double distance = Math.hypot(
                        Math.hypot(peak.x() - p[3 * atom], peak.y() - p[3 * atom + 1]), peak.z() - p[3 * atom + 2]);
                if (distance < least) {
                    least = distance;
                    nearest = atom;
                }
            }
            assertThat(least).isLessThan(0.1);
            assertThat(found.put(nearest, nearest)).as("atom found twice").isNull();
            int[] votes = new int[119];
            grid.visit(new double[] {peak.x(), peak.y(), peak.z()}, 0, (voxel, square) -> votes[species[voxel]]++);
            int most = 1;
            for (int z = 1; z < votes.length; z++) {
                most = votes[z] > votes[most] ? z : most;
            }
            assertThat(most).isEqualTo(crystal.atomicNumber(nearest));
        }
    }

    @Test
    void a_crystal_in_its_box_comes_back_whatever_the_rotation() {
        Structure structure = crystals("Mg4O4", 1).get(0);
        double[] rotation = BoxedCrystal.randomRotation(new Seed(9).random());
        BoxedCrystal crystal = BoxedCrystal.of(structure, new double[3], rotation);

        Structure back = BoxedCrystal.structure(crystal.lattice(), crystal.species(), crystal.positions());

        assertThat(back.volume()).isCloseTo(structure.volume(), within(1e-9));
        assertThat(back.minimumDistance()).isCloseTo(structure.minimumDistance(), within(1e-9));
        assertThat(back.species()).isEqualTo(structure.species());
    }

    @Test
    void refuses_a_density_of_another_size_and_a_sigma_below_the_spacing() {
        assertThatThrownBy(() -> new PeakFinder(GRID, 4, 0.8).find(new double[10]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("27000");
        assertThatThrownBy(() -> new VoxelGrid(10, 10, 0.5, 0.667)).hasMessageContaining("spacing");
    }
}
