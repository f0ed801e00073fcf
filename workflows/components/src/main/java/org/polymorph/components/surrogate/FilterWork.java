package org.polymorph.components.surrogate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.polymorph.engine.store.CampaignBook.Proposal;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Checkpoint;
import org.polymorph.model.spi.LabelledStructure;
import org.polymorph.model.spi.PropertyLabel;
import org.polymorph.model.spi.PropertyLearner;
import org.polymorph.model.spi.PropertyModel;
import org.polymorph.model.spi.PropertyTask;
import org.polymorph.model.spi.Providers;
import org.polymorph.model.spi.Seed;
import org.polymorph.surrogate.property.SavedProperty;
import org.polymorph.surrogate.select.PoolFilter;
import org.polymorph.surrogate.select.PropertyOrder;

/**
 * What leaves the worst structures of a pool out. What a person gave as seeds always stays.
 *
 * @param filter from a file, or to be learnt
 * @param labels to be learnt from; none where the filter is from a file
 * @param pressure eV/Å³
 * @param checkpoint where a training that may be killed leaves its state
 */
public record FilterWork(
        PoolFilter filter,
        List<LabelledStructure> labels,
        double pressure,
        Seed seed,
        Optional<Checkpoint> checkpoint) {
    private static final String SEED = "seed ";

    public FilterWork {
        labels = List.copyOf(labels);
    }

    /** Returns the labels as energies per atom. */
    static List<PropertyLabel> energies(List<LabelledStructure> labels) {
        return labels.stream()
                .map(label -> new PropertyLabel(
                        label.id(),
                        label.structure(),
                        label.evaluation().energy() / label.structure().size()))
                .toList();
    }

    /**
     * Reads or fits the model.
     *
     * @throws IllegalArgumentException if there is none in the file, or there are too few labels
     */
    PropertyOrder order(WorkContext context) {
        return new PropertyOrder(
                filter.model().isPresent() ? SavedProperty.read(filter.model().get()) : train(context),
                filter.maximize());
    }

    private PropertyModel train(WorkContext context) {
        PropertyTask task = PropertyTask.of(
                        PropertyOrder.ENERGY,
                        energies(labels),
                        filter.settings(),
                        seed.split("prefilter"),
                        context.workers())
                .telling(context.progress());
        return Providers.of(PropertyLearner.class)
                .get(filter.type())
                .train(checkpoint.map(task::keptIn).orElse(task));
    }

    /** Marks those of some proposals that are left out. */
    List<Proposal> mark(List<Proposal> proposals, PropertyOrder order, WorkContext context) {
        List<Integer> judged = new ArrayList<>();
        for (int i = 0; i < proposals.size(); i++) {
            if (mayGo(proposals.get(i).origin())) {
                judged.add(i);
            }
        }
        List<Structure> structures =
                judged.stream().map(i -> proposals.get(i).structure()).toList();
        List<Proposal> marked = new ArrayList<>(proposals);
        leftOut(structures, order, context)
                .forEach((place, reason) -> marked.set(
                        judged.get(place), proposals.get(judged.get(place)).leftOut(reason)));
        return marked;
    }

    /** Returns the places of those of some structures that are left out, with the reason: the worst of each composition. */
    Map<Integer, String> leftOut(List<Structure> structures, PropertyOrder order, WorkContext context) {
        Map<String, List<Integer>> compositions = new TreeMap<>();
        for (int i = 0; i < structures.size(); i++) {
            compositions
                    .computeIfAbsent(structures.get(i).composition().toString(), key -> new ArrayList<>())
                    .add(i);
        }
        Map<Integer, String> left = new TreeMap<>();
        for (List<Integer> places : compositions.values()) {
            List<Structure> alike = places.stream().map(structures::get).toList();
            filter.leftOut(alike, order, pressure, context.workers())
                    .forEach((place, reason) -> left.put(places.get(place), reason));
        }
        return left;
    }

    /** Returns the origin of a structure from a file of seeds. */
    static String seedOrigin(Object file) {
        return SEED + file;
    }

    /** Returns whether a structure of an origin may be left out. */
    static boolean mayGo(String origin) {
        return !origin.startsWith(SEED);
    }
}
