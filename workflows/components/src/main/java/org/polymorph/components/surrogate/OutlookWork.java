package org.polymorph.components.surrogate;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.polymorph.engine.store.CandidateFrame;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.LabelledStructure;
import org.polymorph.model.spi.PropertyEstimate;
import org.polymorph.model.spi.PropertyLearner;
import org.polymorph.model.spi.PropertyModel;
import org.polymorph.model.spi.PropertyTask;
import org.polymorph.model.spi.Providers;
import org.polymorph.model.spi.Seed;
import org.polymorph.model.spi.Settings;
import org.polymorph.surrogate.cluster.Cluster;
import org.polymorph.surrogate.invariant.AverageMinimumDistances;
import org.polymorph.surrogate.invariant.Metric;
import org.polymorph.surrogate.select.ExpectedImprovement;
import org.polymorph.surrogate.select.PropertyOrder;
import org.polymorph.surrogate.stop.Outlook;
import org.polymorph.surrogate.stop.Verdict;

/**
 * What a Gaussian process on average minimum distances, fitted to the labels so far, is to tell of the clusters without a label:
 * the search does not stop while more improvement is expected of one than is asked for.
 *
 * @param limit eV/atom
 * @param labels all that there are
 * @param labelled structures around which labels were made, before their displacement
 */
public record OutlookWork(double limit, List<LabelledStructure> labels, List<Structure> labelled, Seed seed) {
    private static final int NEIGHBOURS = 100;

    public OutlookWork {
        labels = List.copyOf(labels);
        labelled = List.copyOf(labelled);
    }

    /** Adds the outlook to what the stopping rule says, and takes its consent back where too much may still be found. */
    Verdict judge(ClusterWork work, List<Cluster> before, List<Cluster> after, Verdict verdict, WorkContext context) {
        Outlook outlook;
        try {
            outlook = outlook(work, before, after, context);
        } catch (IllegalArgumentException e) { // too few labels, or all of one energy
            return new Verdict(false, verdict.reason() + "; what may still be found is not known: " + e.getMessage());
        }
        String more = outlook.improvement() > limit ? String.format(Locale.ROOT, ", more than %.1f", 1000 * limit) : "";
        return new Verdict(
                verdict.stop() && outlook.improvement() <= limit, verdict.reason() + "; " + outlook.text(more));
    }

    private Outlook outlook(ClusterWork work, List<Cluster> before, List<Cluster> after, WorkContext context) {
        PropertyModel process = train(context);
        Map<String, Structure> structures = structures(work.after());
        Set<String> known = new LabelledCrystals(
                        work.model().load(), work.settings(), work.pressure(), Levels.of(work.parts(), work.after()))
                .among(work.after(), labelled, context);
        List<Cluster> finite = after.stream()
                .filter(cluster -> Double.isFinite(cluster.energyPerAtom()))
                .toList();
        List<PropertyEstimate> estimates = context.workers()
                .map(finite.size(), i -> estimate(process, structure(structures, finite.get(i)), work.pressure()));
        double best = labels.stream()
                .mapToDouble(label -> enthalpy(label, work.pressure()))
                .min()
                .orElse(Double.NaN);
        for (int i = 0; i < finite.size(); i++) {
            if (known.contains(finite.get(i).lowest())) {
                best = Math.min(best, estimates.get(i).value());
            }
        }
        String cluster = "";
        double improvement = 0;
        double chance = 0;
        for (int i = 0; i < finite.size(); i++) {
            PropertyEstimate estimate = estimates.get(i);
            double expected = ExpectedImprovement.of(best, estimate.value(), estimate.std());
            if (!known.contains(finite.get(i).lowest()) && (cluster.isEmpty() || expected > improvement)) {
                cluster = finite.get(i).id();
                improvement = expected;
                chance = ExpectedImprovement.chance(best, estimate.value(), estimate.std());
            }
        }
        List<Cluster> fresh = fresh(before, finite);
        return new Outlook(cluster, improvement, chance, fresh.size(), farthest(work, before, fresh, context));
    }

    private PropertyModel train(WorkContext context) {
        boolean typed = labels.stream()
                .anyMatch(label -> label.structure().composition().species().size() > 1);
        return Providers.of(PropertyLearner.class)
                .get("amd-gp")
                .train(PropertyTask.of(
                        PropertyOrder.ENERGY,
                        FilterWork.energies(labels),
                        Settings.of(Map.of("typed", typed, "k", NEIGHBOURS)),
                        seed.split("outlook"),
                        context.workers()));
    }

    private static PropertyEstimate estimate(PropertyModel process, Structure structure, double pressure) {
        PropertyEstimate energy = process.predict(structure);
        return new PropertyEstimate(energy.value() + pressure * structure.volume() / structure.size(), energy.std());
    }

    private static double enthalpy(LabelledStructure label, double pressure) {
        Structure structure = label.structure();
        return (label.evaluation().energy() + pressure * structure.volume()) / structure.size();
    }

    private static Map<String, Structure> structures(List<CandidateFrame> frames) {
        Map<String, Structure> structures = new HashMap<>();
        frames.forEach(frame -> structures.put(frame.candidate(), frame.structure()));
        return structures;
    }

    private static Structure structure(Map<String, Structure> structures, Cluster cluster) {
        Structure structure = structures.get(cluster.lowest());
        if (structure == null) {
            throw new IllegalStateException("no candidate " + cluster.lowest() + " of cluster " + cluster.id());
        }
        return structure;
    }

    private static List<Cluster> fresh(List<Cluster> before, List<Cluster> after) {
        Set<String> names = before.stream().map(Cluster::id).collect(Collectors.toCollection(HashSet::new));
        return before.isEmpty()
                ? List.of()
                : after.stream()
                        .filter(cluster -> !names.contains(cluster.id()))
                        .toList();
    }

    private static double farthest(ClusterWork work, List<Cluster> before, List<Cluster> fresh, WorkContext context) {
        if (fresh.isEmpty()) {
            return 0;
        }
        Map<String, Structure> old = structures(work.before());
        Map<String, Structure> now = structures(work.after());
        List<double[]> known = context.workers().map(before.size(), i -> distances(structure(old, before.get(i))));
        return context
                .workers()
                .map(fresh.size(), i -> nearest(distances(structure(now, fresh.get(i))), known))
                .stream()
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(0);
    }

    private static double[] distances(Structure structure) {
        return AverageMinimumDistances.of(structure, NEIGHBOURS);
    }

    private static double nearest(double[] one, List<double[]> others) {
        double nearest = Double.POSITIVE_INFINITY;
        for (double[] other : others) {
            nearest = Math.min(nearest, Metric.CHEBYSHEV.between(one, other));
        }
        return nearest;
    }
}
