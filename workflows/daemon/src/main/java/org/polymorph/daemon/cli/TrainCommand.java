package org.polymorph.daemon.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.polymorph.model.spi.Checkpoint;
import org.polymorph.model.spi.PropertyLearner;
import org.polymorph.model.spi.Providers;
import org.polymorph.model.spi.Seed;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.Spelling;
import org.polymorph.model.spi.Surrogate;
import org.polymorph.model.spi.SurrogateModel;
import org.polymorph.model.spi.TrainingTask;
import org.polymorph.model.spi.Workers;
import org.polymorph.surrogate.training.Contradiction;
import org.polymorph.surrogate.training.RepeatedLabels;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A model out of labelled structures. */
@Command(
        name = "train",
        description =
                "Fit a model with uncertainties to structures with energies, forces and stresses, or with one property, or an"
                        + " autoencoder (--type autoencoder) to structures.")
final class TrainCommand implements Callable<Integer> {
    private static final int SHOWN = 5;

    private final Console console;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Labelled structures, such as extxyz; - is stdin.")
    private List<String> files = List.of();

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "MODEL",
            description = "File to write the model to.")
    private String output = "";

    @Option(names = "--type", paramLabel = "NAME", defaultValue = "ace", description = "By default ${DEFAULT-VALUE}.")
    private String type = "";

    @Option(
            names = "--property",
            paramLabel = "NAME",
            description = "What a model of a property (--type amd-gp, …) learns: a column of a .csv that has a column"
                    + " file or structure too, or a key of extxyz; by default the energy an atom.")
    private Optional<String> property = Optional.empty();

    @Option(names = "--seed", paramLabel = "S", defaultValue = "1", description = "By default ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A setting, as in the section surrogate of a campaign file; may be given several times.")
    private List<String> further = List.of();

    TrainCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        StructureArguments.checkDirectory(output);
        Settings settings = KeyValues.settings("--set", further);
        Providers<PropertyLearner> learners = Providers.of(PropertyLearner.class);
        if (learners.names().contains(type)) {
            new PropertyTraining(learners.get(type), property.orElse("energy"), console)
                    .run(files, settings, seed, Path.of(output));
            return ExitCode.DONE;
        }
        if (type.equals(AutoencoderTraining.TYPE) && property.isEmpty()) {
            new AutoencoderTraining(console).run(files, settings, new Seed(seed), Path.of(output));
            return ExitCode.DONE;
        }
        if (property.isPresent()) {
            throw new UsageException("--property: expected with --type " + String.join(", ", learners.names())
                    + " only, found with " + type);
        }
        Surrogate surrogate = surrogate(learners);
        Settings checked = settings.fresh();
        surrogate.validate(checked);
        checked.throwIfProblems();
        Labels labels = Labels.read(files, console);
        warn(labels);
        Path file = Path.of(output);
        Checkpoint checkpoint = Checkpoint.in(
                file.resolveSibling(file.getFileName() + ".training"), where -> console.note("went on from " + where));
        SurrogateModel model = train(surrogate, labels, settings, checkpoint);
        model.save(file);
        checkpoint.discard();
        report(labels.all().size(), model);
        return ExitCode.DONE;
    }

    private Surrogate surrogate(Providers<PropertyLearner> learners) {
        Providers<Surrogate> surrogates = Providers.of(Surrogate.class);
        if (!surrogates.names().contains(type)) {
            SortedSet<String> names = new TreeSet<>(surrogates.names());
            names.addAll(learners.names());
            names.add(AutoencoderTraining.TYPE);
            throw new UsageException("--type: unknown surrogate \"" + type + "\"" + Spelling.suggestion(type, names)
                    + "; known: " + String.join(", ", names));
        }
        return surrogates.get(type);
    }

    private void warn(Labels labels) {
        RepeatedLabels repeated = RepeatedLabels.of(labels.all());
        List<Contradiction> contradictions = repeated.contradictions();
        contradictions.stream().limit(SHOWN).forEach(pair -> console.note(labels.withPlaces(pair.text())));
        if (contradictions.size() > SHOWN) {
            console.note("… and " + (contradictions.size() - SHOWN) + " more such pairs");
        }
        if (!contradictions.isEmpty() && Double.isFinite(repeated.energyNoise())) {
            console.note(String.format(
                    Locale.ROOT,
                    "these labels have a noise of %.1f meV/atom: no model can be better than that on single ones",
                    1000 * repeated.energyNoise()));
        }
    }

    private SurrogateModel train(Surrogate surrogate, Labels labels, Settings settings, Checkpoint checkpoint) {
        try (Workers workers = new Workers(console.threads());
                ProgressView view = ProgressView.of(console)) {
            TrainingTask task = TrainingTask.of(labels.all(), settings, new Seed(seed), workers)
                    .telling(view.task("trained", labels.all().size()))
                    .keptIn(Optional.of(checkpoint));
            return surrogate.train(task);
        } catch (IllegalArgumentException e) {
            String message = labels.withPlaces(String.valueOf(e.getMessage()));
            throw new UsageException(String.join(", ", files) + ": " + message);
        }
    }

    private void report(int labels, SurrogateModel model) {
        if (console.json()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("model", output);
            json.put("type", type);
            json.put("labels", labels);
            json.put("summary", model.summary());
            console.write(json);
            return;
        }
        Table table = new Table("trained " + type + " on " + labels + " structures", "");
        model.summary().forEach(table::row);
        table.lines().forEach(console::say);
        console.say("written to " + output);
    }
}
