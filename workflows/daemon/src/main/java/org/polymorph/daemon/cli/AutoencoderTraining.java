package org.polymorph.daemon.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.format.Frame;
import org.polymorph.model.spi.Checkpoint;
import org.polymorph.model.spi.Seed;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.Workers;
import org.polymorph.surrogate.autoencoder.AutoencoderModel;
import org.polymorph.surrogate.autoencoder.AutoencoderTask;
import org.polymorph.surrogate.autoencoder.CrystalAutoencoder;

/** Trains an autoencoder on structures, with or without labels, for the generator of that name. */
final class AutoencoderTraining {
    /** What {@code train --type} calls it. */
    static final String TYPE = "autoencoder";

    private final Console console;

    AutoencoderTraining(Console console) {
        this.console = console;
    }

    /** Trains on the structures of files, and writes the model. */
    void run(List<String> files, Settings settings, Seed seed, Path output) {
        Settings checked = settings.fresh();
        CrystalAutoencoder.validate(checked);
        checked.throwIfProblems();
        List<Structure> structures = new ArrayList<>();
        for (String file : files) {
            StructureArguments.read(file, console).stream()
                    .map(Frame::structure)
                    .forEach(structures::add);
        }
        Checkpoint checkpoint = Checkpoint.in(
                output.resolveSibling(output.getFileName() + ".training"),
                where -> console.note("went on from " + where));
        AutoencoderModel model = train(files, structures, settings, seed, checkpoint);
        model.save(output);
        checkpoint.discard();
        report(structures.size(), model, output);
    }

    private AutoencoderModel train(
            List<String> files, List<Structure> structures, Settings settings, Seed seed, Checkpoint checkpoint) {
        try (Workers workers = new Workers(console.threads());
                ProgressView view = ProgressView.of(console)) {
            return CrystalAutoencoder.train(new AutoencoderTask(
                    structures, settings, seed, workers, view.task("epoch", 0), Optional.of(checkpoint)));
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.join(", ", files) + ": " + e.getMessage());
        }
    }

    private void report(int structures, AutoencoderModel model, Path output) {
        if (console.json()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("model", output.toString());
            json.put("type", TYPE);
            json.put("structures", structures);
            json.put("summary", model.summary());
            console.write(json);
            return;
        }
        Table table = new Table("trained " + TYPE + " on " + structures + " structures", "");
        model.summary().forEach(table::row);
        table.lines().forEach(console::say);
        console.say("written to " + output);
    }
}
