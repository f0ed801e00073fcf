package org.polymorph.surrogate.autoencoder;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.polymorph.model.crystal.Structure;
import org.polymorph.surrogate.voxel.BoxedCrystal;
import org.polymorph.surrogate.voxel.VoxelGrid;

/**
 * How a crystal is turned and shifted each time it is learned from.
 *
 * @param translations whether its atoms are shifted in the cell and wrapped into it
 */
record Augmentation(Rotations rotations, boolean translations) {
    private static final int DRAWS = 20;

    /** Rotations to draw from. */
    enum Rotations {
        NONE,
        /** The 24 of a cube. */
        CUBE,
        ALL;

        static Rotations of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }

        static List<String> words() {
            return Arrays.stream(values())
                    .map(value -> value.name().toLowerCase(Locale.ROOT))
                    .toList();
        }

        private double[] draw(SplittableRandom random) {
            return switch (this) {
                case NONE -> new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1};
                case CUBE -> cube(random);
                case ALL -> BoxedCrystal.randomRotation(random);
            };
        }

        // a permutation of the axes with signs, the last sign such that it is no reflection
        private static double[] cube(SplittableRandom random) {
            int first = random.nextInt(3);
            int second = (first + 1 + random.nextInt(2)) % 3;
            int third = 3 - first - second;
            int parity = (second - first + 3) % 3 == 1 ? 1 : -1;
            int a = random.nextBoolean() ? 1 : -1;
            int b = random.nextBoolean() ? 1 : -1;
            double[] matrix = new double[9];
            matrix[first] = a;
            matrix[3 + second] = b;
            matrix[6 + third] = a * b * parity;
            return matrix;
        }
    }

    /** Returns whether a crystal as it is fits into the box. */
    static boolean fits(BoxedCrystal crystal, VoxelGrid grid) {
        return crystal.extent() <= grid.edge() / 2 - grid.sigma();
    }

    /** Draws a place and direction at which the crystal fits into the box; as it is if none is found. */
    BoxedCrystal draw(Structure structure, VoxelGrid grid, SplittableRandom random) {
        for (int draw = 0; draw < DRAWS; draw++) {
            double[] shift = new double[3];
            if (translations) {
                Arrays.setAll(shift, k -> random.nextDouble());
            }
            BoxedCrystal crystal = BoxedCrystal.of(structure, shift, rotations.draw(random));
            if (fits(crystal, grid)) {
                return crystal;
            }
        }
        return BoxedCrystal.of(structure);
    }
}
