package org.polymorph.surrogate.property.amd;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Structure;
import org.polymorph.surrogate.invariant.AverageMinimumDistances;
import org.polymorph.surrogate.invariant.PeriodicSet;
import org.polymorph.surrogate.invariant.PointwiseDistances;
import org.polymorph.surrogate.invariant.TypedDistances;
import org.polymorph.surrogate.property.KnownElements;
import org.polymorph.surrogate.property.PropertyLabels;
import org.polymorph.surrogate.training.SealedFile;

/**
 * The numbers that a crystal is known by: its first k average minimum distances, in Å, or with {@code typed} those from each
 * element to each element, and the share of each element after them. Immutable.
 *
 * <p>Average minimum distances carry no elements, so that without {@code typed} all crystals must be of one composition.
 *
 * @param k neighbours
 * @param elements those of the training, by rising atomic number
 * @param formula the composition in lowest terms where it must be one; empty with {@code typed}
 */
record AmdFeatures(int k, boolean typed, List<Element> elements, String formula) {
    /** What stands for the distances from or to an element that a crystal lacks, until the mean of others takes its place. */
    private static final double ABSENT = Double.NaN;

    AmdFeatures {
        elements = List.copyOf(elements);
    }

    /**
     * Makes the features that all labels have.
     *
     * @throws IllegalArgumentException if compositions are mixed and not {@code typed}
     */
    static AmdFeatures of(PropertyLabels labels, int k, boolean typed) {
        List<String> formulas = List.copyOf(labels.formulas());
        if (!typed && formulas.size() > 1) {
            throw new IllegalArgumentException("average minimum distances carry no elements: expected one composition,"
                    + " found " + formulas.size() + " ("
                    + String.join(", ", formulas.subList(0, Math.min(4, formulas.size())))
                    + (formulas.size() > 4 ? ", …" : "") + "); typed=true tells elements apart");
        }
        return new AmdFeatures(k, typed, labels.elements(), typed ? "" : formulas.get(0));
    }

    /** Returns how many of the numbers are distances. */
    int distances() {
        return typed ? k * elements.size() * elements.size() : k;
    }

    /** Returns how many numbers there are. */
    int width() {
        return typed ? distances() + elements.size() : k;
    }

    /**
     * Returns the numbers of a crystal; NaN for distances from and to elements that it lacks.
     *
     * @throws IllegalArgumentException if it is of another composition, or has other elements or two atoms at one place
     */
    double[] of(Structure structure) {
        KnownElements.numbers(structure, elements);
        if (!typed && !PropertyLabels.formula(structure.composition()).equals(formula)) {
            throw new IllegalArgumentException("expected the composition " + formula + ", found "
                    + PropertyLabels.formula(structure.composition())
                    + ": average minimum distances carry no elements, only a model with typed=true knows several");
        }
        PeriodicSet set = PeriodicSet.ofDistinct(structure);
        return typed ? typed(set) : AverageMinimumDistances.of(set, k);
    }

    private double[] typed(PeriodicSet set) {
        TypedDistances distances = TypedDistances.of(set, k, -1);
        Map<Element, PointwiseDistances> rows = new TreeMap<>(distances.distributions());
        List<Element> own = List.copyOf(rows.keySet());
        double[] numbers = new double[width()];
        Arrays.fill(numbers, 0, distances(), ABSENT);
        rows.forEach((from, distribution) -> {
            double[] averages = distribution.average();
            for (int b = 0; b < own.size(); b++) {
                int block = elements.indexOf(from) * elements.size() + elements.indexOf(own.get(b));
                System.arraycopy(averages, b * k, numbers, block * k, k);
            }
            numbers[distances() + elements.indexOf(from)] = distances.fraction(from);
        });
        return numbers;
    }

    void write(DataOutputStream out) throws IOException {
        out.writeInt(k);
        out.writeBoolean(typed);
        SealedFile.writeElements(out, elements);
        out.writeUTF(formula);
    }

    static AmdFeatures read(DataInputStream in) throws IOException {
        return new AmdFeatures(in.readInt(), in.readBoolean(), SealedFile.readElements(in), in.readUTF());
    }
}
