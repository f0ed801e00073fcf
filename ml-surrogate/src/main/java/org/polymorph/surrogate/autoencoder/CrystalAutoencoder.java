package org.polymorph.surrogate.autoencoder;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.polymorph.model.crystal.CloseContacts;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Settings;
import org.polymorph.surrogate.voxel.BoxedCrystal;

/** Trains autoencoders of crystals: Hoffmann et al. 2019, arXiv 1909.00949. Stateless and thread-safe. */
public final class CrystalAutoencoder {
    private CrystalAutoencoder() {}

    /** Checks settings; all that is wrong is added to their problems. */
    public static void validate(Settings settings) {
        AutoencoderSettings.read(settings);
    }

    /**
     * Trains an autoencoder. The same structures, settings and seed give the same weights to the last bit, whatever the number of
     * threads, and however often the training was killed and gone on with.
     *
     * @throws IllegalArgumentException if there is no structure, or the cell of one does not fit into the box, or two of its
     *     atoms are at one place
     * @throws IllegalStateException if the loss is not finite any more
     */
    public static AutoencoderModel train(AutoencoderTask task) {
        Settings fresh = task.settings().fresh();
        AutoencoderSettings settings = AutoencoderSettings.read(fresh);
        fresh.throwIfProblems();
        List<Structure> structures = prepared(task.structures(), settings);
        int apart = (int) Math.round(settings.schedule().validation() * structures.size());
        List<Structure> training = new ArrayList<>();
        List<Structure> validation = new ArrayList<>();
        for (int k = 0; k < structures.size(); k++) {
            // evenly spread, so that each part of the list is in both
            boolean kept = (long) (k + 1) * apart / structures.size() > (long) k * apart / structures.size();
            (kept ? validation : training).add(structures.get(k));
        }
        CrystalNetwork network = new CrystalNetwork(
                settings, elements(structures), task.seed().split("weights").random());
        AutoencoderTrainer trainer = new AutoencoderTrainer(
                network, settings, training, validation, task.seed().split("training"), task.workers());
        TrainingState state = trainer.train(task, inputs(task, settings));
        return new AutoencoderModel(
                settings, network, state.best, KnownCrystal.list(training), summary(state, training, validation));
    }

    // how long is trained is not among them: a training can be gone on with for more epochs
    private static String inputs(AutoencoderTask task, AutoencoderSettings settings) {
        StringBuilder text = new StringBuilder().append(settings.withoutEnd()).append(task.seed());
        task.structures().forEach(structure -> {
            text.append('\n').append(structure.species());
            for (double x : structure.lattice().toArray()) {
                text.append(' ').append(x);
            }
            for (double x : structure.fractional()) {
                text.append(' ').append(x);
            }
        });
        return text.toString();
    }

    private static List<Element> elements(List<Structure> structures) {
        TreeSet<Element> elements = new TreeSet<>();
        structures.forEach(structure -> elements.addAll(structure.species()));
        return List.copyOf(elements);
    }

    private static List<Structure> prepared(List<Structure> structures, AutoencoderSettings settings) {
        if (structures.isEmpty()) {
            throw new IllegalArgumentException("expected at least one structure, found none");
        }
        List<Structure> prepared = new ArrayList<>();
        for (int k = 0; k < structures.size(); k++) {
            String place = "structure " + (k + 1) + " (" + structures.get(k).composition() + "): ";
            CloseContacts.in(structures.get(k)).ifPresent(what -> {
                throw new IllegalArgumentException(place + what);
            });
            Structure reduced = reduced(structures.get(k));
            if (!Augmentation.fits(BoxedCrystal.of(reduced), settings.grid())) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "%sits reduced cell does not fit into the box: atoms are up to %.2f Å from its middle along an axis,"
                                + " expected at most %.2f Å; raise box, and grid with it",
                        place,
                        BoxedCrystal.of(reduced).extent(),
                        settings.grid().edge() / 2 - settings.grid().sigma()));
            }
            prepared.add(reduced);
        }
        return prepared;
    }

    /** Returns the cell that is laid into the box. */
    static Structure reduced(Structure structure) {
        return structure.niggliReduced().standardOrientation();
    }

    private static Map<String, String> summary(
            TrainingState state, List<Structure> training, List<Structure> validation) {
        Map<String, String> summary = new LinkedHashMap<>();
        summary.put("structures", training.size() + " learned from, " + validation.size() + " kept apart");
        summary.put(
                "elements",
                String.join(
                        " ", elements(training).stream().map(Element::symbol).toList()));
        summary.put("epochs", Integer.toString(state.epoch));
        summary.put("loss", String.format(Locale.ROOT, "%.4f", state.training));
        summary.put(
                validation.isEmpty() ? "lowest loss" : "lowest loss of those kept apart",
                String.format(Locale.ROOT, "%.4f", state.loss));
        return summary;
    }
}
