package org.polymorph.model.symmetry;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.polymorph.model.crystal.Composition;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.SiteIndex;
import org.polymorph.model.crystal.Structure;

/**
 * The operations that map the atoms of a primitive cell on each other, as an exact group: each is known by the atoms that it
 * exchanges, and its translation is the mean over all atoms. The composition of two such means is that of the composed operation,
 * so that no tolerance is needed any more once the exchanges are a group.
 */
final class StructureGroup {
    private final int[][] rotations;
    private final double[][] translations;
    private final int[][] images;

    private StructureGroup(int[][] rotations, double[][] translations, int[][] images) {
        this.rotations = rotations;
        this.translations = translations;
        this.images = images;
    }

    /**
     * Finds the operations of a structure in a primitive reduced cell; null if those within the tolerance are no group, or the
     * cell is not primitive within it.
     */
    static @Nullable StructureGroup of(Structure structure, double tolerance) {
        List<int[]> lattice = LatticeSymmetry.rotations(structure.lattice(), tolerance);
        Search search = new Search(structure, tolerance);
        int count = 0;
        int[][] rotations = new int[lattice.size()][];
        int[][] images = new int[lattice.size()][];
        for (int[] rotation : lattice) {
            switch (search.find(rotation)) {
                case 0 -> {}
                case 1 -> {
                    rotations[count] = rotation;
                    images[count++] = search.found.clone();
                }
                default -> {
                    return null;
                }
            }
        }
        rotations = Arrays.copyOf(rotations, count);
        images = Arrays.copyOf(images, count);
        if (!closed(rotations, images)) {
            return null;
        }
        double[][] translations = new double[count][];
        for (int g = 0; g < count; g++) {
            translations[g] = search.mean(rotations[g], images[g]);
        }
        return new StructureGroup(rotations, translations, images);
    }

    private static boolean closed(int[][] rotations, int[][] images) {
        int[] codes = RotationCode.ofAll(rotations);
        if (RotationCode.indexOf(codes, RotationCode.of(RotationCode.IDENTITY)) < 0) {
            return false;
        }
        for (int g = 0; g < codes.length; g++) {
            for (int h = 0; h < codes.length; h++) {
                int product = RotationCode.indexOf(codes, RotationCode.of(Matrix3.product(rotations[g], rotations[h])));
                if (product < 0) {
                    return false;
                }
                for (int i = 0; i < images[h].length; i++) {
                    if (images[product][i] != images[g][images[h][i]]) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    int order() {
        return rotations.length;
    }

    int[][] rotations() {
        return rotations;
    }

    double[][] translations() {
        return translations;
    }

    /** Returns the atom that operation {@code g} maps atom {@code i} on. */
    int image(int g, int i) {
        return images[g][i];
    }

    /** Returns for each atom the first that the group maps on it. */
    int[] orbits() {
        int[] first = new int[images[0].length];
        Arrays.setAll(first, i -> i);
        for (int[] image : images) {
            for (int i = 0; i < first.length; i++) {
                first[i] = Math.min(first[i], image[i]);
            }
        }
        return first;
    }

    /** Returns the number of operations that leave an atom where it is. */
    int siteOrder(int atom) {
        int order = 0;
        for (int[] image : images) {
            order += image[atom] == atom ? 1 : 0;
        }
        return order;
    }

    /** Returns the positions of the atoms made to obey the group exactly, N×3 fractional: the means over all operations. */
    double[] idealised(double[] fractional) {
        double[] ideal = new double[fractional.length];
        for (int i = 0; i < fractional.length / 3; i++) {
            for (int g = 0; g < rotations.length; g++) {
                int j = images[g][i];
                int[] w = rotations[g];
                double[] misfit = new double[3];
                for (int k = 0; k < 3; k++) {
                    double image = translations[g][k]
                            + w[3 * k] * fractional[3 * i]
                            + w[3 * k + 1] * fractional[3 * i + 1]
                            + w[3 * k + 2] * fractional[3 * i + 2];
                    misfit[k] = fractional[3 * j + k] - image;
                    misfit[k] -= Math.rint(misfit[k]);
                }
                // the misfit turned back to atom i: W⁻¹ is the rotation of the inverse operation
                double[] back = Matrix3.times(Matrix3.inverse(Matrix3.doubles(w)), misfit);
                for (int k = 0; k < 3; k++) {
                    ideal[3 * i + k] += back[k] / rotations.length;
                }
            }
            for (int k = 0; k < 3; k++) {
                ideal[3 * i + k] += fractional[3 * i + k];
            }
        }
        return ideal;
    }

    /** Looks for the translation that goes with a rotation. Not thread-safe. */
    private static final class Search {
        private final Structure structure;
        private final double[] fractional;
        private final Element[] species;
        private final SiteIndex index;
        private final int[] rare;
        private final int[] images;
        private final boolean[] taken;
        private int[] found = new int[0];

        Search(Structure structure, double tolerance) {
            this.structure = structure;
            this.fractional = structure.fractional();
            this.species = structure.species().toArray(new Element[0]);
            this.index = new SiteIndex(structure, tolerance);
            this.rare = rare();
            this.images = new int[species.length];
            this.taken = new boolean[species.length];
        }

        // the atoms of the element that has fewest, of several such that of the first atom
        private int[] rare() {
            Composition counts = structure.composition();
            Element rarest = species[0];
            for (Element element : species) {
                if (counts.count(element) < counts.count(rarest)) {
                    rarest = element;
                }
            }
            int least = counts.count(rarest);
            int[] rare = new int[least];
            int count = 0;
            for (int i = 0; i < species.length; i++) {
                if (species[i] == rarest) {
                    rare[count++] = i;
                }
            }
            return rare;
        }

        /** Returns how many translations go with a rotation, up to 2; what the first does to the atoms is left in found. */
        int find(int[] rotation) {
            int count = 0;
            double[] turned = turned(rotation, rare[0]);
            double[] shift = new double[3];
            for (int j : rare) {
                for (int k = 0; k < 3; k++) {
                    shift[k] = fractional[3 * j + k] - turned[k];
                }
                if (maps(rotation, shift)) {
                    if (count == 1) {
                        return 2;
                    }
                    count = 1;
                    found = images.clone();
                }
            }
            return count;
        }

        private double[] turned(int[] w, int i) {
            double x = fractional[3 * i];
            double y = fractional[3 * i + 1];
            double z = fractional[3 * i + 2];
            return new double[] {
                w[0] * x + w[1] * y + w[2] * z, w[3] * x + w[4] * y + w[5] * z, w[6] * x + w[7] * y + w[8] * z
            };
        }

        private boolean maps(int[] w, double[] shift) {
            Arrays.fill(taken, false);
            for (int i = 0; i < species.length; i++) {
                double x = fractional[3 * i];
                double y = fractional[3 * i + 1];
                double z = fractional[3 * i + 2];
                int image = index.nearest(
                        species[i],
                        w[0] * x + w[1] * y + w[2] * z + shift[0],
                        w[3] * x + w[4] * y + w[5] * z + shift[1],
                        w[6] * x + w[7] * y + w[8] * z + shift[2]);
                if (image < 0 || taken[image]) {
                    return false;
                }
                taken[image] = true;
                images[i] = image;
            }
            return true;
        }

        /** Returns the translation that fits all atoms best. */
        double[] mean(int[] rotation, int[] images) {
            double[] first = new double[3];
            double[] sum = new double[3];
            for (int i = 0; i < images.length; i++) {
                double[] turned = turned(rotation, i);
                for (int k = 0; k < 3; k++) {
                    double shift = fractional[3 * images[i] + k] - turned[k];
                    if (i == 0) {
                        first[k] = shift - Math.floor(shift);
                    }
                    double more = shift - first[k];
                    sum[k] += more - Math.rint(more);
                }
            }
            for (int k = 0; k < 3; k++) {
                sum[k] = first[k] + sum[k] / images.length;
            }
            return sum;
        }
    }
}
