package org.polymorph.daemon.cli;

import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.polymorph.daemon.plot.ReliabilityCurves;
import org.polymorph.model.spi.LabelledStructure;
import org.polymorph.model.spi.Prediction;
import org.polymorph.model.spi.Progress;
import org.polymorph.model.spi.PropertyModel;
import org.polymorph.model.spi.SurrogateModel;
import org.polymorph.model.spi.Workers;
import org.polymorph.surrogate.calibration.ErrorSummary;
import org.polymorph.surrogate.calibration.HeldOutErrors;
import org.polymorph.surrogate.calibration.HeldOutSummary;
import org.polymorph.surrogate.calibration.PredictedErrors;
import org.polymorph.surrogate.calibration.Reliability;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** How far a model is off. */
@Command(
        name = "evaluate",
        description = "Errors of a model on labelled structures, and how far its own uncertainties tell them.")
final class EvaluateCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(index = "0", paramLabel = "MODEL", description = "A model written by `train`.")
    private String modelFile = "";

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "FILE",
            description = "Labelled structures that the model was not trained on; - is stdin.")
    private List<String> files = List.of();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description =
                    "Draw how often errors lie within the intervals that the model gave, or for a model of a property its"
                            + " estimates over the labels: .png or .svg.")
    private Optional<String> picture = Optional.empty();

    EvaluateCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws NoSuchFileException {
        picture.ifPresent(PictureFile::check);
        if (!Files.isRegularFile(Path.of(modelFile))) {
            throw new NoSuchFileException(modelFile);
        }
        Optional<PropertyModel> ofProperty = PropertyModelFile.find(modelFile);
        if (ofProperty.isPresent()) {
            new PropertyErrors(modelFile, ofProperty.get(), console).run(files, picture);
            return ExitCode.DONE;
        }
        SurrogateModel model = CalculatorOptions.load(Path.of(modelFile));
        Labels labels = Labels.read(files, console);
        List<Prediction> predictions = predict(model, labels);
        HeldOutErrors errors = new HeldOutErrors();
        for (int i = 0; i < predictions.size(); i++) {
            if (!predictions.get(i).isFinite()) {
                throw new UsageException(labels.place(i) + ": expected a finite prediction of " + modelFile + ", found "
                        + predictions.get(i).mean() + "; are two atoms at the same place?");
            }
            errors.add(labels.all().get(i).evaluation(), predictions.get(i));
        }
        picture.ifPresent(file -> ReliabilityCurves.of(errors).write(Path.of(file)));
        report(errors);
        return ExitCode.DONE;
    }

    private List<Prediction> predict(SurrogateModel model, Labels labels) {
        int count = labels.all().size();
        try (Workers workers = new Workers(console.threads());
                ProgressView view = ProgressView.of(console)) {
            Progress progress = view.task("evaluated", count);
            AtomicInteger done = new AtomicInteger();
            return workers.map(count, i -> {
                LabelledStructure label = labels.all().get(i);
                Prediction prediction = UsageException.at(labels.place(i), () -> model.predict(label.structure()));
                progress.at(done.incrementAndGet(), count);
                return prediction;
            });
        }
    }

    private void report(HeldOutErrors errors) {
        HeldOutSummary summary = HeldOutSummary.of(errors);
        if (console.json()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("model", modelFile);
            json.put("structures", summary.structures());
            json.put("energy", json("meV/atom", summary.energy(), errors.energy()));
            json.put("forces", json("eV/Å", summary.forces(), errors.forces()));
            json.put("stress", json("eV/Å³", summary.stress(), errors.stress()));
            console.write(json);
            return;
        }
        console.say(summary.structures() + " structures");
        ErrorTable.of(summary).lines().forEach(console::say);
        console.say("Right uncertainties have RMSE/σ 1 and hold 68 % of the errors within 1σ, 95 % within 2σ. The rank"
                + " correlation of σ with the error, of");
        console.say(
                "whole forces for forces, is 1 at best; a random one of the worst tenth of the errors has a larger σ"
                        + " than a random other one");
        console.say("with the chance in the last column: 1 at best, 0.5 tells nothing.");
        console.say("");
        ReliabilityPlot.lines(errors).forEach(console::say);
    }

    private static Map<String, @Nullable Object> json(String unit, ErrorSummary summary, PredictedErrors errors) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("unit", unit);
        json.put("count", summary.count());
        ErrorSummary.NAMES.forEach(name -> json.put(name, summary.numbers().get(name)));
        List<Map<String, Object>> curve = new ArrayList<>();
        for (Reliability.Point point : Reliability.of(errors).points()) {
            Map<String, Object> entry = Json.of("deviations", point.deviations(), "expected", point.expected());
            entry.put("found", point.found());
            curve.add(entry);
        }
        json.put("reliability", curve);
        return json;
    }
}
