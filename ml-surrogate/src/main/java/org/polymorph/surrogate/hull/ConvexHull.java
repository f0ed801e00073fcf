package org.polymorph.surrogate.hull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.polymorph.model.crystal.Composition;
import org.polymorph.model.crystal.Element;

/**
 * The lower convex hull of energies an atom over compositions. An entry is stable where no mixture of others of the same
 * composition in all lies below it, and where it is the lowest of its own composition. Immutable.
 */
public final class ConvexHull {
    /** eV/atom; what lies no higher above the hull is on it. */
    private static final double ON_HULL = 1e-9;

    private final List<HullEntry> entries;
    private final List<Element> elements;
    private final List<HullPoint> points = new ArrayList<>();
    private final List<Integer> lowest;
    private final int[] pure;

    /** Two stable points next to each other on the hull: what lies between them falls apart into these two. */
    public record Tie(HullPoint one, HullPoint other) {}

    private ConvexHull(List<HullEntry> entries) {
        this.entries = List.copyOf(entries);
        SortedSet<Element> found = new TreeSet<>();
        entries.forEach(entry -> found.addAll(entry.composition().counts().keySet()));
        this.elements = List.copyOf(found);
        this.lowest = lowestOfEachComposition();
        this.pure = endPoints(lowest);
        MixtureProgram program = program();
        double[] references = new double[elements.size()];
        for (int e = 0; e < pure.length; e++) {
            references[e] = this.entries.get(lowest.get(pure[e])).energyPerAtom();
        }
        for (int i = 0; i < this.entries.size(); i++) {
            points.add(point(i, program, references));
        }
    }

    private MixtureProgram program() {
        double[][] columns = new double[lowest.size()][];
        double[] costs = new double[lowest.size()];
        for (int j = 0; j < columns.length; j++) {
            HullEntry entry = entries.get(lowest.get(j));
            columns[j] = fractions(entry.composition());
            costs[j] = entry.energyPerAtom();
        }
        return new MixtureProgram(columns, costs, pure);
    }

    /**
     * Builds the hull.
     *
     * @throws IllegalArgumentException if an element has no entry that is made of it alone; the message lists all of them
     */
    public static ConvexHull of(List<HullEntry> entries) {
        return new ConvexHull(entries);
    }

    private List<Integer> lowestOfEachComposition() {
        Map<String, Integer> lowest = new LinkedHashMap<>();
        for (int i = 0; i < entries.size(); i++) {
            String formula = entries.get(i).composition().reduced().toString();
            Integer known = lowest.get(formula);
            if (known == null
                    || entries.get(i).energyPerAtom() < entries.get(known).energyPerAtom()) {
                lowest.put(formula, i);
            }
        }
        return List.copyOf(lowest.values());
    }

    private int[] endPoints(List<Integer> lowest) {
        int[] pure = new int[elements.size()];
        List<String> missing = new ArrayList<>();
        for (int e = 0; e < pure.length; e++) {
            pure[e] = -1;
            for (int j = 0; j < lowest.size(); j++) {
                Composition composition = entries.get(lowest.get(j)).composition();
                if (composition.counts().size() == 1 && composition.count(elements.get(e)) > 0) {
                    pure[e] = j;
                }
            }
            if (pure[e] < 0) {
                missing.add(elements.get(e).symbol());
            }
        }
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException(
                    "the hull needs its end points: expected a structure with an energy of each"
                            + " element alone, found none of " + String.join(", ", missing));
        }
        return pure;
    }

    private double[] fractions(Composition composition) {
        double[] fractions = new double[elements.size()];
        for (int e = 0; e < fractions.length; e++) {
            fractions[e] = (double) composition.count(elements.get(e)) / composition.size();
        }
        return fractions;
    }

    private HullPoint point(int index, MixtureProgram program, double[] references) {
        HullEntry entry = entries.get(index);
        double[] target = fractions(entry.composition());
        double[] parts = program.solve(target);
        double hull = program.energy(parts);
        Map<Integer, Double> decomposition = new LinkedHashMap<>();
        for (int j = 0; j < parts.length; j++) {
            if (parts[j] > ON_HULL) {
                decomposition.put(lowest.get(j), parts[j]);
            }
        }
        double formation = entry.energyPerAtom();
        for (int e = 0; e < target.length; e++) {
            formation -= target[e] * references[e];
        }
        double above = Math.max(0, entry.energyPerAtom() - hull);
        boolean stable = above <= ON_HULL && lowest.contains(index);
        return new HullPoint(entry, formation, stable ? 0 : above, stable, stable ? Map.of(index, 1.0) : decomposition);
    }

    /** Returns which stable points are next to each other: no mixture of all points lies below the middle between the two. */
    public List<Tie> ties() {
        MixtureProgram program = program();
        List<HullPoint> stable = stable();
        List<Tie> ties = new ArrayList<>();
        for (int i = 0; i < stable.size(); i++) {
            for (int j = 0; j < i; j++) {
                HullEntry one = stable.get(j).entry();
                HullEntry other = stable.get(i).entry();
                double[] a = fractions(one.composition());
                double[] b = fractions(other.composition());
                double[] middle = new double[a.length];
                Arrays.setAll(middle, e -> (a[e] + b[e]) / 2);
                double between = (one.energyPerAtom() + other.energyPerAtom()) / 2;
                if (between - program.energy(program.solve(middle)) <= ON_HULL) {
                    ties.add(new Tie(stable.get(j), stable.get(i)));
                }
            }
        }
        return ties;
    }

    /** Returns the points in the order of the entries. */
    public List<HullPoint> points() {
        return List.copyOf(points);
    }

    /** Returns the stable points by rising energy of formation. */
    public List<HullPoint> stable() {
        return points.stream()
                .filter(HullPoint::stable)
                .sorted(Comparator.comparingDouble(HullPoint::formationEnergy))
                .toList();
    }
}
