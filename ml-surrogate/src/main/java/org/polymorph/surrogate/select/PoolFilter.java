package org.polymorph.surrogate.select;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.PropertyLearner;
import org.polymorph.model.spi.Providers;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.Workers;

/**
 * What leaves the worst of a pool out before it is relaxed: section {@code pool.prefilter} of a campaign.
 *
 * @param model file of a model of one property; empty where it is learnt from the campaign's labels
 * @param type kind of the model that is learnt; empty where there is a file
 * @param maximize whether the highest values are the best ones
 * @param keep share of the structures that is kept, more than 0 and less than 1
 * @param settings of the kind
 */
public record PoolFilter(Optional<Path> model, String type, boolean maximize, double keep, Settings settings) {
    private static final double MOST = 0.999;

    /** Reads a section and finishes it; problems stay in the settings. Empty if nothing stands there. */
    public static Optional<PoolFilter> of(Settings section) {
        if (section.tree().isEmpty()) {
            return Optional.empty();
        }
        Optional<Path> model = section.text("model").map(Path::of);
        Optional<PropertyLearner> learner = section.parsed("type", Providers.of(PropertyLearner.class)::get);
        boolean maximize = section.flag("maximize", false);
        double keep = section.number("keep", 0.5, 0.001, MOST);
        if (model.isPresent() == section.has("type")) {
            section.reject(
                    "model",
                    "expected either the file of a model of one property or, as type, the kind of one that is learnt from"
                            + " the campaign's labels, found " + (model.isPresent() ? "both" : "neither"));
        }
        if (maximize && section.has("type")) {
            section.reject(
                    "maximize",
                    "expected false where the model learns the energies of labels, of which the lowest is"
                            + " looked for");
        }
        Settings own = section.section("settings");
        if (section.has("settings") && model.isPresent()) {
            section.reject("settings", "expected none for a model that is trained already");
        }
        learner.ifPresent(known -> known.validate(own));
        section.finish();
        return Optional.of(
                new PoolFilter(model, learner.map(PropertyLearner::name).orElse(""), maximize, keep, own.fresh()));
    }

    /** Returns the settings of the kind; nothing read yet. */
    @Override
    public Settings settings() {
        return settings.fresh();
    }

    /** Returns whether the model is learnt from the campaign's labels. */
    public boolean learns() {
        return model.isEmpty();
    }

    /** Returns the model's name for people: its file, or its kind. */
    public String name() {
        return model.map(file -> String.valueOf(file.getFileName())).orElse(type);
    }

    /**
     * Returns the places of those structures that are left out, each with the reason. Of structures that are equally good the
     * first are kept, and at least one of all; those without an estimate come last.
     *
     * @param pressure eV/Å³
     */
    public Map<Integer, String> leftOut(
            List<Structure> structures, PropertyOrder order, double pressure, Workers workers) {
        List<PropertyOrder.Judgement> judged =
                workers.map(structures.size(), i -> order.judge(structures.get(i), pressure));
        // NaN is larger than any number to this comparison
        List<Integer> best = IntStream.range(0, judged.size())
                .boxed()
                .sorted(Comparator.comparingDouble(i -> judged.get(i).value()))
                .toList();
        int kept = Math.max(1, (int) Math.ceil(keep * judged.size() - 1e-9));
        Map<Integer, String> left = new TreeMap<>();
        for (int place = kept; place < best.size(); place++) {
            int i = best.get(place);
            left.put(
                    i,
                    "left out by the pre-filter " + name() + ": " + order.text(judged.get(i)) + ", place " + (place + 1)
                            + " of " + best.size() + ", of which " + kept + " are kept");
        }
        return left;
    }
}
