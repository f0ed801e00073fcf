package org.polymorph.model.crystal;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the translations that map a structure onto itself, and the cell that they span. */
final class PrimitiveCell {
    private final Structure structure;
    private final double[] fractional;
    private final double tolerance;

    private PrimitiveCell(Structure structure, double tolerance) {
        this.structure = structure;
        this.fractional = structure.fractional();
        this.tolerance = tolerance;
    }

    static Structure of(Structure structure, double tolerance) {
        if (!(tolerance > 0)) {
            throw new IllegalArgumentException("a tolerance must be above zero, found " + tolerance);
        }
        Structure reduced = structure.niggliReduced();
        // within a generous tolerance the translations need not be a group; a stricter one mends that
        for (double strict = tolerance; strict > tolerance / 100; strict /= 2) {
            Structure primitive = new PrimitiveCell(reduced, strict).primitive();
            if (primitive != null) {
                return primitive;
            }
        }
        return reduced;
    }

    /** A translation, and for each atom how far its image lies from the atom there. */
    private record Translation(double[] vector, int[] images, double[] misfits) {}

    private @Nullable Structure primitive() {
        List<Translation> translations = translations();
        int order = translations.size();
        if (order == 1) {
            return structure;
        }
        long[][] generators = new long[order + 3][3];
        for (int t = 0; t < order; t++) {
            for (int k = 0; k < 3; k++) {
                generators[t][k] = Math.round(order * translations.get(t).vector()[k]);
            }
        }
        for (int k = 0; k < 3; k++) {
            generators[order + k][k] = order;
        }
        long[][] basis = IntegerBasis.of(generators);
        long index = basis[0][0] * basis[1][1] * basis[2][2];
        if (index != (long) order * order || structure.size() % order != 0) {
            return null;
        }
        double[] matrix = new double[9];
        for (int i = 0; i < 9; i++) {
            matrix[i] = (double) basis[i / 3][i % 3] / order;
        }
        return averaged(matrix, translations);
    }

    private @Nullable Structure averaged(double[] matrix, List<Translation> translations) {
        Lattice lattice = Lattice.of(matrix).transformed(structure.lattice().toArray());
        boolean[] done = new boolean[structure.size()];
        List<Element> species = new ArrayList<>();
        List<double[]> positions = new ArrayList<>();
        for (int i = 0; i < structure.size(); i++) {
            if (done[i]) {
                continue;
            }
            double[] position = {fractional[3 * i], fractional[3 * i + 1], fractional[3 * i + 2]};
            for (Translation translation : translations) {
                done[translation.images()[i]] = true;
                for (int k = 0; k < 3; k++) {
                    position[k] += translation.misfits()[3 * i + k] / translations.size();
                }
            }
            species.add(structure.species(i));
            positions.add(position);
        }
        if (species.size() * translations.size() != structure.size()) {
            return null;
        }
        double[] flat = new double[3 * positions.size()];
        for (int i = 0; i < positions.size(); i++) {
            System.arraycopy(positions.get(i), 0, flat, 3 * i, 3);
        }
        double[] inNewCell = lattice.toFractional(structure.lattice().toCartesian(flat));
        return Structure.of(lattice, species, inNewCell).niggliReduced();
    }

    private List<Translation> translations() {
        Element rarest = structure.species(0);
        Composition composition = structure.composition();
        for (Element element : composition.counts().keySet()) {
            if (composition.count(element) < composition.count(rarest)) {
                rarest = element;
            }
        }
        int origin = structure.species().indexOf(rarest);
        List<Translation> translations = new ArrayList<>();
        for (int j = 0; j < structure.size(); j++) {
            if (structure.species(j) == rarest) {
                Translation translation = translation(origin, j);
                if (translation != null) {
                    translations.add(translation);
                }
            }
        }
        return translations;
    }

    private @Nullable Translation translation(int from, int to) {
        double[] vector = new double[3];
        for (int k = 0; k < 3; k++) {
            double difference = fractional[3 * to + k] - fractional[3 * from + k];
            vector[k] = difference - Math.floor(difference);
        }
        int[] images = new int[structure.size()];
        double[] misfits = new double[3 * structure.size()];
        boolean[] taken = new boolean[structure.size()];
        double[] offset = new double[3];
        for (int i = 0; i < structure.size(); i++) {
            int image = nearest(i, vector, offset);
            if (image < 0 || taken[image]) {
                return null;
            }
            taken[image] = true;
            images[i] = image;
            System.arraycopy(offset, 0, misfits, 3 * i, 3);
        }
        return new Translation(vector, images, misfits);
    }

    // the atom of the same element on the image of atom i, its distance left in offset; −1 if there is none
    private int nearest(int i, double[] vector, double[] offset) {
        Lattice lattice = structure.lattice();
        for (int j = 0; j < structure.size(); j++) {
            if (structure.species(j) != structure.species(i)) {
                continue;
            }
            double x2 = 0;
            for (int k = 0; k < 3; k++) {
                double difference = fractional[3 * j + k] - fractional[3 * i + k] - vector[k];
                offset[k] = difference - Math.rint(difference);
            }
            for (int k = 0; k < 3; k++) {
                double x =
                        offset[0] * lattice.get(0, k) + offset[1] * lattice.get(1, k) + offset[2] * lattice.get(2, k);
                x2 += x * x;
            }
            if (x2 < tolerance * tolerance) {
                return j;
            }
        }
        return -1;
    }
}
