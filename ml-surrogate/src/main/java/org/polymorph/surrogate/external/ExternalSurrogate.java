package org.polymorph.surrogate.external;

import java.nio.file.Path;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.Surrogate;
import org.polymorph.model.spi.SurrogateModel;
import org.polymorph.model.spi.TrainingTask;
import org.polymorph.surrogate.training.TrainingSet;

/**
 * The surrogate {@code external}: a program of the user's that reads extxyz frames on stdin and writes them back on stdout with
 * energy, forces and stress, such as a pre-trained universal potential behind an ASE calculator. Training fits what is missing
 * on the labels: a cluster expansion of the difference, which also tells the uncertainty, or the elements' energies alone.
 */
public final class ExternalSurrogate implements Surrogate {
    static final String NAME = "external";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void validate(Settings settings) {
        ExternalSettings read = ExternalSettings.read(settings);
        if (settings.problems().isEmpty()) {
            AllowedCommands.allow(read.command());
        }
    }

    @Override
    public int fewestLabels(Settings settings) {
        return TrainingSet.FEWEST;
    }

    @Override
    public SurrogateModel train(TrainingTask task) {
        Settings own = task.settings().fresh();
        ExternalSettings read = ExternalSettings.read(own);
        own.throwIfProblems();
        AllowedCommands.remember(read.command());
        return new ExternalTrainer(read, task).train();
    }

    @Override
    public SurrogateModel load(Path file) {
        return ExternalModelFile.read(file);
    }
}
