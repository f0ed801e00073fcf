package org.polymorph.surrogate.hull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.polymorph.model.crystal.Composition;
import org.polymorph.model.crystal.Element;

/**
 * How high energies an atom lie above the lower convex hull of the entries that there are. Unlike {@link ConvexHull} it needs no
 * entries of the elements alone: without them heights are those above the lowest mixture of the other entries, so that the
 * outermost compositions are on it. Immutable.
 */
public final class HullHeights {
    /** eV/atom. */
    private static final double ROUNDING = 1e-9;

    private final Map<Composition, Double> hull = new LinkedHashMap<>();

    private HullHeights(Map<Composition, Double> lowest) {
        List<Composition> compositions = List.copyOf(lowest.keySet());
        TreeSet<Element> found = new TreeSet<>();
        compositions.forEach(composition -> found.addAll(composition.counts().keySet()));
        List<Element> elements = List.copyOf(found);
        double[][] columns = new double[compositions.size()][];
        double[] costs = new double[columns.length];
        int[] pure = new int[elements.size()];
        java.util.Arrays.fill(pure, -1);
        for (int j = 0; j < columns.length; j++) {
            Composition composition = compositions.get(j);
            columns[j] = fractions(composition, elements);
            costs[j] = lowest.getOrDefault(composition, Double.NaN);
            if (composition.counts().size() == 1) {
                pure[elements.indexOf(composition.counts().keySet().iterator().next())] = j;
            }
        }
        for (int j = 0; j < columns.length; j++) {
            MixtureProgram program = new MixtureProgram(columns, costs, pure);
            double energy = program.energy(program.solve(columns[j]));
            // the mixture may be the entry itself, which rounding must not lift
            hull.put(compositions.get(j), costs[j] - energy < ROUNDING ? costs[j] : energy);
        }
    }

    /** Builds the hull. */
    public static HullHeights over(List<HullEntry> entries) {
        Map<Composition, Double> lowest = new LinkedHashMap<>();
        entries.forEach(entry -> lowest.merge(entry.composition().reduced(), entry.energyPerAtom(), Math::min));
        return new HullHeights(lowest);
    }

    private static double[] fractions(Composition composition, List<Element> elements) {
        List<Double> fractions = new ArrayList<>();
        elements.forEach(element -> fractions.add((double) composition.count(element) / composition.size()));
        return fractions.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /**
     * Returns the height of an energy above the hull, eV/atom: zero for the entries that make it up, below zero for what would be
     * a new one, NaN for a composition that no entry has.
     */
    public double of(Composition composition, double energyPerAtom) {
        return energyPerAtom - hull.getOrDefault(composition.reduced(), Double.NaN);
    }
}
