package org.polymorph.surrogate.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.spi.LabelledStructure;
import org.polymorph.surrogate.invariant.AverageMinimumDistances;
import org.polymorph.surrogate.invariant.PeriodicSet;
import org.polymorph.surrogate.invariant.PointwiseDistances;
import org.polymorph.surrogate.invariant.TypedDistances;

/**
 * The labels that are of one crystal: whatever the cell, the origin, the orientation and the order of atoms. What they differ
 * by is noise of the labels, or a mistake. Immutable.
 *
 * <p>Candidates come from sorting by the mean of the average minimum distances, so that the cost grows with the number of
 * labels, not with its square; they are compared by all distances between elements.
 *
 * @param pairs of labels, each with the one before it of the same crystal
 */
public record RepeatedLabels(List<Contradiction> pairs) {
    /** Distances that differ by less than this, in Å, are those of one crystal: forces of 10 eV/Å make 1 meV of it. */
    private static final double SAME = 1e-4;

    private static final int NEIGHBOURS = 32;

    public RepeatedLabels {
        pairs = List.copyOf(pairs);
    }

    private record Print(LabelledStructure label, double[] averages) {
        double key() {
            return Arrays.stream(averages).average().orElseThrow();
        }

        boolean isSame(Print other) {
            for (int k = 0; k < averages.length; k++) {
                if (Math.abs(averages[k] - other.averages[k]) > SAME) {
                    return false;
                }
            }
            return distances().distance(other.distances()) <= SAME;
        }

        private TypedDistances distances() {
            return TypedDistances.of(PeriodicSet.of(label.structure()), NEIGHBOURS, PointwiseDistances.COLLAPSE);
        }
    }

    /** Finds them; labels must be finite. */
    public static RepeatedLabels of(List<LabelledStructure> labels) {
        List<Print> prints = new ArrayList<>();
        for (LabelledStructure label : labels) {
            prints.add(new Print(label, AverageMinimumDistances.of(label.structure(), NEIGHBOURS)));
        }
        prints.sort((a, b) -> {
            int order = Double.compare(a.key(), b.key());
            return order != 0 ? order : a.label().id().compareTo(b.label().id());
        });
        List<Contradiction> pairs = new ArrayList<>();
        for (int i = 0; i < prints.size(); i++) {
            for (int j = i + 1;
                    j < prints.size() && prints.get(j).key() - prints.get(i).key() <= SAME;
                    j++) {
                if (prints.get(i).isSame(prints.get(j))) {
                    pairs.add(compare(prints.get(i).label(), prints.get(j).label()));
                }
            }
        }
        pairs.sort((a, b) -> {
            int order = a.first().compareTo(b.first());
            return order != 0 ? order : a.second().compareTo(b.second());
        });
        return new RepeatedLabels(pairs);
    }

    private static Contradiction compare(LabelledStructure a, LabelledStructure b) {
        boolean inOrder = a.id().compareTo(b.id()) <= 0;
        LabelledStructure first = inOrder ? a : b;
        LabelledStructure second = inOrder ? b : a;
        double energy = Math.abs(perAtom(first) - perAtom(second));
        return new Contradiction(first.id(), second.id(), energy, forces(first.evaluation(), second.evaluation()));
    }

    private static double perAtom(LabelledStructure label) {
        return label.evaluation().energy() / label.evaluation().size();
    }

    // lengths, as cells may be turned and atoms in another order
    private static double forces(Evaluation a, Evaluation b) {
        if (a.size() != b.size()) {
            return Double.NaN;
        }
        double[] first = lengths(a);
        double[] second = lengths(b);
        double largest = 0;
        for (int i = 0; i < first.length; i++) {
            largest = Math.max(largest, Math.abs(first[i] - second[i]));
        }
        return largest;
    }

    private static double[] lengths(Evaluation evaluation) {
        double[] forces = evaluation.forces();
        double[] lengths = new double[evaluation.size()];
        for (int i = 0; i < lengths.length; i++) {
            lengths[i] = Math.sqrt(forces[3 * i] * forces[3 * i]
                    + forces[3 * i + 1] * forces[3 * i + 1]
                    + forces[3 * i + 2] * forces[3 * i + 2]);
        }
        Arrays.sort(lengths);
        return lengths;
    }

    /** Returns the pairs that somebody should look at. */
    public List<Contradiction> contradictions() {
        return pairs.stream().filter(Contradiction::isNotable).toList();
    }

    /**
     * Returns the ids of labels that a fit must not use: those that differ grossly from more than half of the others of the
     * same crystal. Of two, that are both, as nobody can tell which one is right.
     */
    public Set<String> wrong() {
        Map<String, Integer> others = new HashMap<>();
        Map<String, Integer> gross = new HashMap<>();
        for (Contradiction pair : pairs) {
            for (String id : List.of(pair.first(), pair.second())) {
                others.merge(id, 1, Integer::sum);
                gross.merge(id, pair.isGross() ? 1 : 0, Integer::sum);
            }
        }
        Set<String> wrong = new HashSet<>();
        gross.forEach((id, count) -> {
            if (2 * count > others.getOrDefault(id, 0)) {
                wrong.add(id);
            }
        });
        return wrong;
    }

    /** Returns the noise of energies in eV/atom that repeated labels show, gross differences left out; NaN without any. */
    public double energyNoise() {
        double sum = 0;
        int count = 0;
        for (Contradiction pair : pairs) {
            if (!pair.isGross()) {
                sum += pair.energy() * pair.energy() / 2;
                count++;
            }
        }
        return count == 0 ? Double.NaN : Math.sqrt(sum / count);
    }
}
