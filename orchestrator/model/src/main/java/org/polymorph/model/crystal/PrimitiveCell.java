package org.polymorph.model.crystal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A crystal in a primitive cell: the translations that map it onto itself are lattice vectors, and the atoms that they map on
 * each other are averaged into one. Immutable.
 *
 * @param structure the crystal in its primitive cell, Niggli-reduced, not turned
 * @param atoms for each atom of the given structure the one of the primitive cell that stands for it
 * @param tolerance the one that the translations were found at, Å: within a generous one they need not be a group, and then a
 *     stricter one mends that
 */
public record PrimitiveCell(Structure structure, int[] atoms, double tolerance) {
    private static final double STRICTER = 0.95;
    private static final int ATTEMPTS = 100;

    public PrimitiveCell {
        atoms = atoms.clone();
    }

    @Override
    public int[] atoms() {
        return atoms.clone();
    }

    /**
     * Finds the primitive cell of a structure.
     *
     * @param tolerance how far an atom may miss its image, Å
     * @throws IllegalArgumentException if the tolerance is not above zero
     */
    public static PrimitiveCell of(Structure structure, double tolerance) {
        if (!(tolerance > 0) || Double.isInfinite(tolerance)) {
            throw new IllegalArgumentException("a tolerance must be above zero, found " + tolerance);
        }
        Structure reduced = structure.niggliReduced();
        double strict = tolerance;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            PrimitiveCell primitive = new Search(reduced, strict).primitive();
            if (primitive != null) {
                return primitive;
            }
            strict *= STRICTER;
        }
        return unchanged(reduced, strict);
    }

    private static PrimitiveCell unchanged(Structure reduced, double tolerance) {
        int[] atoms = new int[reduced.size()];
        Arrays.setAll(atoms, i -> i);
        return new PrimitiveCell(reduced, atoms, tolerance);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PrimitiveCell that
                && structure.equals(that.structure)
                && Arrays.equals(atoms, that.atoms)
                && tolerance == that.tolerance;
    }

    @Override
    public int hashCode() {
        return 31 * structure.hashCode() + Arrays.hashCode(atoms);
    }

    @Override
    public String toString() {
        return "PrimitiveCell[" + structure + ", tolerance=" + tolerance + "]";
    }

    /** The search at one tolerance. */
    private static final class Search {
        private final Structure structure;
        private final double[] fractional;
        private final SiteIndex index;
        private final double tolerance;

        Search(Structure structure, double tolerance) {
            this.structure = structure;
            this.fractional = structure.fractional();
            this.index = new SiteIndex(structure, tolerance);
            this.tolerance = tolerance;
        }

        /** A translation in parts of whole numbers, and which atom each atom lands on. */
        private record Translation(long[] vector, int[] images) {
            String key(long parts) {
                return Math.floorMod(vector[0], parts)
                        + "," + Math.floorMod(vector[1], parts)
                        + "," + Math.floorMod(vector[2], parts);
            }
        }

        @Nullable
        PrimitiveCell primitive() {
            List<int[]> found = translations();
            if (found.size() == 1) {
                return unchanged(structure, tolerance);
            }
            long parts = 1;
            for (int[] images : found) {
                long order = order(images);
                parts = parts / gcd(parts, order) * order;
                if (parts > structure.size()) {
                    return null;
                }
            }
            List<Translation> group = group(found, parts);
            if (group.isEmpty()) {
                return null;
            }
            long[][] vectors = new long[group.size() + 3][3];
            for (int t = 0; t < group.size(); t++) {
                vectors[t] = group.get(t).vector().clone();
            }
            for (int k = 0; k < 3; k++) {
                vectors[group.size() + k][k] = parts;
            }
            long[][] basis = IntegerBasis.of(vectors);
            long index = parts * parts * parts / (basis[0][0] * basis[1][1] * basis[2][2]);
            if (index != group.size()) {
                return null;
            }
            double[] matrix = new double[9];
            for (int i = 0; i < 9; i++) {
                matrix[i] = (double) basis[i / 3][i % 3] / parts;
            }
            return averaged(matrix, group, parts);
        }

        // how often a translation must be done until every atom is back
        private static long order(int[] images) {
            long order = 1;
            for (int at = images[0]; at != 0; at = images[at]) {
                order++;
            }
            return order;
        }

        private static long gcd(long a, long b) {
            return b == 0 ? a : gcd(b, a % b);
        }

        // the group that some translations generate, the identity first; empty if what they do to the atoms contradicts
        // itself
        private List<Translation> group(List<int[]> found, long parts) {
            List<Translation> generators = new ArrayList<>();
            for (int[] images : found) {
                long[] vector = vector(images, parts);
                if (vector.length == 0) {
                    return List.of();
                }
                generators.add(new Translation(vector, images));
            }
            Map<String, int[]> known = new HashMap<>();
            List<Translation> group = new ArrayList<>(List.of(generators.get(0)));
            known.put(generators.get(0).key(parts), generators.get(0).images());
            for (int at = 0; at < group.size(); at++) {
                for (Translation generator : generators) {
                    long[] sum = new long[3];
                    for (int k = 0; k < 3; k++) {
                        sum[k] = Math.floorMod(
                                group.get(at).vector()[k] + generator.vector()[k], parts);
                    }
                    int[] images = new int[structure.size()];
                    for (int i = 0; i < images.length; i++) {
                        images[i] = generator.images()[group.get(at).images()[i]];
                    }
                    Translation next = new Translation(sum, images);
                    int[] before = known.putIfAbsent(next.key(parts), images);
                    if (before == null) {
                        group.add(next);
                    } else if (!Arrays.equals(before, images)) {
                        return List.of();
                    }
                }
                if (group.size() > structure.size()) {
                    return List.of();
                }
            }
            return group;
        }

        // the mean over all atoms, as whole numbers of parts; empty if it is none
        private long[] vector(int[] images, long parts) {
            long[] vector = new long[3];
            for (int k = 0; k < 3; k++) {
                double first = fractional[3 * images[0] + k] - fractional[k];
                double more = 0;
                for (int i = 0; i < images.length; i++) {
                    double difference = fractional[3 * images[i] + k] - fractional[3 * i + k] - first;
                    more += (difference - Math.rint(difference)) / images.length;
                }
                double exact = parts * (first + more);
                vector[k] = Math.round(exact);
                if (Math.abs(exact - vector[k]) > 0.1) {
                    return new long[0];
                }
            }
            return vector;
        }

        private @Nullable PrimitiveCell averaged(double[] matrix, List<Translation> group, long parts) {
            Lattice lattice = Lattice.of(matrix).transformed(structure.lattice().toArray());
            int[] atoms = new int[structure.size()];
            Arrays.fill(atoms, -1);
            List<Element> species = new ArrayList<>();
            List<double[]> positions = new ArrayList<>();
            for (int i = 0; i < structure.size(); i++) {
                if (atoms[i] >= 0) {
                    continue;
                }
                double[] position = {fractional[3 * i], fractional[3 * i + 1], fractional[3 * i + 2]};
                for (Translation translation : group) {
                    int j = translation.images()[i];
                    if (atoms[j] >= 0) {
                        return null;
                    }
                    atoms[j] = positions.size();
                    for (int k = 0; k < 3; k++) {
                        double misfit = fractional[3 * j + k]
                                - fractional[3 * i + k]
                                - (double) translation.vector()[k] / parts;
                        position[k] += (misfit - Math.rint(misfit)) / group.size();
                    }
                }
                species.add(structure.species(i));
                positions.add(position);
            }
            double[] flat = new double[3 * positions.size()];
            for (int i = 0; i < positions.size(); i++) {
                System.arraycopy(positions.get(i), 0, flat, 3 * i, 3);
            }
            double[] inNewCell = lattice.toFractional(structure.lattice().toCartesian(flat));
            return new PrimitiveCell(Structure.of(lattice, species, inNewCell).niggliReduced(), atoms, tolerance);
        }

        // what the translations within the tolerance do to the atoms, the identity first
        private List<int[]> translations() {
            // of elements with as few atoms the one that stands first
            int origin = 0;
            Composition composition = structure.composition();
            for (int i = 1; i < structure.size(); i++) {
                if (composition.count(structure.species(i)) < composition.count(structure.species(origin))) {
                    origin = i;
                }
            }
            Element rarest = structure.species(origin);
            List<int[]> translations = new ArrayList<>();
            for (int j = origin; j < structure.size(); j++) {
                int[] images = structure.species(j) == rarest ? images(origin, j) : null;
                if (images != null) {
                    translations.add(images);
                }
            }
            return translations;
        }

        private int @Nullable [] images(int from, int to) {
            double[] vector = new double[3];
            for (int k = 0; k < 3; k++) {
                vector[k] = fractional[3 * to + k] - fractional[3 * from + k];
            }
            int[] images = new int[structure.size()];
            boolean[] taken = new boolean[structure.size()];
            for (int i = 0; i < structure.size(); i++) {
                int image = index.nearest(
                        structure.species(i),
                        fractional[3 * i] + vector[0],
                        fractional[3 * i + 1] + vector[1],
                        fractional[3 * i + 2] + vector[2]);
                if (image < 0 || taken[image]) {
                    return null;
                }
                taken[image] = true;
                images[i] = image;
            }
            return images;
        }
    }
}
