package org.polymorph.surrogate.property.ensemble;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.polymorph.model.spi.PropertyLearner;
import org.polymorph.model.spi.PropertyModel;
import org.polymorph.model.spi.PropertyTask;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.Workers;
import org.polymorph.surrogate.property.PropertyLabels;
import org.polymorph.surrogate.training.SealedFile;

/**
 * Learners whose models are ensembles of networks, and differ in what a crystal is to them.
 *
 * @param <G> what crystals are to the networks
 */
public abstract class EnsembleLearner<G> implements PropertyLearner {
    private static final int VERSION = 1;

    private final String name;

    protected EnsembleLearner(String name) {
        this.name = name;
    }

    /** The settings of a kind, read; {@link Object#toString} tells all that the description depends on. */
    public interface Setup<G> {
        EnsembleSettings training();

        /** Makes the description that all labels have. */
        Described<G> describe(PropertyLabels labels, Workers workers);
    }

    /**
     * A description with what it makes of the labels.
     *
     * @param crystals in the order of the labels
     */
    public record Described<G>(CrystalDescription<G> description, List<G> crystals) {}

    /** Reads the settings; problems stay with them. */
    protected abstract Setup<G> read(Settings settings);

    /** Reads what the description wrote. */
    protected abstract CrystalDescription<G> read(DataInputStream in) throws IOException;

    private SealedFile file() {
        return new SealedFile(name, VERSION);
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final void validate(Settings settings) {
        read(settings);
    }

    @Override
    public final PropertyModel train(PropertyTask task) {
        Settings own = task.settings().fresh();
        Setup<G> setup = read(own);
        own.throwIfProblems();
        PropertyLabels labels = PropertyLabels.of(task.labels(), EnsembleTrainer.FEWEST);
        Described<G> described = setup.describe(labels, task.workers());
        CrystalDescription<G> description = described.description();
        EnsembleTrainer.Trained trained = new EnsembleTrainer<>(
                        setup.training(), task, description.network(), name + "\n" + setup)
                .train(labels, described.crystals());
        Map<String, String> summary = new LinkedHashMap<>(trained.summary());
        summary.putAll(description.facts(trained.ensemble(), described.crystals()));
        return new EnsembleModel<>(file(), task.property(), description, trained.ensemble(), summary);
    }

    @Override
    public final PropertyModel load(Path path) {
        return EnsembleModel.load(file(), path, this::read);
    }
}
