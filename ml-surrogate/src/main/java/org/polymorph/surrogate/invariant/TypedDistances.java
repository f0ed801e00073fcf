package org.polymorph.surrogate.invariant;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.polymorph.model.crystal.Element;

/**
 * The pointwise distance distribution with elements: the row of an atom holds its distances to the k nearest atoms of each
 * element in turn, and only rows of the same element are compared. It tells, say, zincblende from diamond, which are one set
 * of points. Its distances are never below those without elements. Immutable.
 */
public final class TypedDistances {
    private final int size;
    private final SortedMap<Element, PointwiseDistances> distributions;

    private TypedDistances(int size, SortedMap<Element, PointwiseDistances> distributions) {
        this.size = size;
        this.distributions = distributions;
    }

    /**
     * Returns the distribution over {@code k} neighbours of each element.
     *
     * @param collapse as in {@link PointwiseDistances#of(PeriodicSet, int, double)}
     */
    public static TypedDistances of(PeriodicSet set, int k, double collapse) {
        SortedMap<Element, int[]> atoms = atoms(set);
        SortedMap<Element, PointwiseDistances> distributions = new TreeMap<>();
        atoms.forEach((element, centres) -> {
            int width = Math.multiplyExact(k, atoms.size());
            double[] rows = new double[Math.multiplyExact(centres.length, width)];
            int block = 0;
            for (int[] neighbours : atoms.values()) {
                double[] found = NearestDistances.between(set, centres, neighbours, k);
                for (int i = 0; i < centres.length; i++) {
                    System.arraycopy(found, i * k, rows, i * width + block, k);
                }
                block += k;
            }
            distributions.put(element, PointwiseDistances.ofRows(rows, width, collapse));
        });
        return new TypedDistances(set.size(), distributions);
    }

    private static SortedMap<Element, int[]> atoms(PeriodicSet set) {
        SortedMap<Element, int[]> atoms = new TreeMap<>();
        for (int i = 0; i < set.size(); i++) {
            int[] known = atoms.getOrDefault(set.species(i), new int[0]);
            int[] more = java.util.Arrays.copyOf(known, known.length + 1);
            more[known.length] = i;
            atoms.put(set.species(i), more);
        }
        return atoms;
    }

    /** Returns the rows around the atoms of each element; within a row the neighbours by rising atomic number. */
    public Map<Element, PointwiseDistances> distributions() {
        return java.util.Collections.unmodifiableMap(distributions);
    }

    /** Returns the part of the atoms that are of an element. */
    public double fraction(Element element) {
        PointwiseDistances distribution = distributions.get(element);
        return distribution == null ? 0 : (double) distribution.total() / size;
    }

    /**
     * Returns the earth mover's distance with the Chebyshev distance between rows, in Å; infinity for another composition,
     * between which nothing can be moved.
     */
    public double distance(TypedDistances other) {
        double sum = 0;
        for (Map.Entry<Element, PointwiseDistances> entry : distributions.entrySet()) {
            PointwiseDistances ours = entry.getValue();
            PointwiseDistances theirs = other.distributions.get(entry.getKey());
            if (theirs == null || distributions.size() != other.distributions.size()) {
                return Double.POSITIVE_INFINITY;
            }
            if (ours.total() * other.size != theirs.total() * size) {
                return Double.POSITIVE_INFINITY;
            }
            sum += ours.total() * ours.distance(theirs);
        }
        return sum / size;
    }
}
