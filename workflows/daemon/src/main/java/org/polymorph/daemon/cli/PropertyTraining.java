package org.polymorph.daemon.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.polymorph.model.spi.Checkpoint;
import org.polymorph.model.spi.PropertyLearner;
import org.polymorph.model.spi.PropertyModel;
import org.polymorph.model.spi.PropertyTask;
import org.polymorph.model.spi.Seed;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.Workers;

/** What {@code train} does for a model of one property. */
final class PropertyTraining {
    private final PropertyLearner learner;
    private final String property;
    private final Console console;

    PropertyTraining(PropertyLearner learner, String property, Console console) {
        this.learner = learner;
        this.property = property;
        this.console = console;
    }

    /** Trains a model, writes it and tells of it. */
    void run(List<String> files, Settings settings, long seed, Path output) {
        Settings checked = settings.fresh();
        learner.validate(checked);
        checked.throwIfProblems();
        PropertyLabelFiles labels = PropertyLabelFiles.read(files, property, console);
        Checkpoint checkpoint = Checkpoint.in(
                output.resolveSibling(output.getFileName() + ".training"),
                where -> console.note("went on from " + where));
        PropertyModel model = train(files, labels, settings, seed, checkpoint);
        model.save(output);
        checkpoint.discard();
        report(labels.labels().size(), model, output);
    }

    private PropertyModel train(
            List<String> files, PropertyLabelFiles labels, Settings settings, long seed, Checkpoint checkpoint) {
        try (Workers workers = new Workers(console.threads());
                ProgressView view = ProgressView.of(console)) {
            PropertyTask task = PropertyTask.of(property, labels.labels(), settings, new Seed(seed), workers)
                    .telling(view.task("trained", labels.labels().size()))
                    .keptIn(checkpoint);
            return learner.train(task);
        } catch (IllegalArgumentException e) {
            throw new UsageException(
                    String.join(", ", files) + ": " + labels.withPlaces(String.valueOf(e.getMessage())));
        }
    }

    private void report(int labels, PropertyModel model, Path output) {
        if (console.json()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("model", output.toString());
            json.put("type", learner.name());
            json.put("property", property);
            json.put("labels", labels);
            json.put("summary", model.summary());
            console.write(json);
            return;
        }
        Table table = new Table("trained " + learner.name() + " on " + labels + " structures", "");
        model.summary().forEach(table::row);
        table.lines().forEach(console::say);
        console.say("written to " + output);
    }
}
