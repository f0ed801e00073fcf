package org.polymorph.daemon.cli;

import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.polymorph.model.spi.LabelledStructure;
import org.polymorph.model.spi.Prediction;
import org.polymorph.model.spi.Progress;
import org.polymorph.model.spi.SurrogateModel;
import org.polymorph.model.spi.Workers;
import picocli.CommandLine.Command;
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

    EvaluateCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws NoSuchFileException {
        if (!Files.isRegularFile(Path.of(modelFile))) {
            throw new NoSuchFileException(modelFile);
        }
        SurrogateModel model = CalculatorOptions.load(Path.of(modelFile));
        List<LabelledStructure> labels = Labels.read(files, console);
        List<Prediction> predictions = predict(model, labels);
        ErrorStatistics energy = new ErrorStatistics();
        ErrorStatistics forces = new ErrorStatistics();
        ErrorStatistics stress = new ErrorStatistics();
        for (int i = 0; i < labels.size(); i++) {
            compare(labels.get(i), predictions.get(i), energy, forces, stress);
        }
        Map<String, ErrorStatistics> quantities = new LinkedHashMap<>();
        quantities.put("energy [meV/atom]", energy);
        quantities.put("forces [eV/Å]", forces);
        quantities.put("stress [eV/Å³]", stress);
        report(labels.size(), quantities);
        return ExitCode.DONE;
    }

    private List<Prediction> predict(SurrogateModel model, List<LabelledStructure> labels) {
        try (Workers workers = new Workers(console.threads());
                ProgressView view = ProgressView.of(console)) {
            Progress progress = view.task("evaluated", labels.size());
            AtomicInteger done = new AtomicInteger();
            return workers.map(labels.size(), i -> {
                LabelledStructure label = labels.get(i);
                Prediction prediction = UsageException.at(label.id(), () -> model.predict(label.structure()));
                progress.at(done.incrementAndGet(), labels.size());
                return prediction;
            });
        }
    }

    // Errors of forces and stress are counted by component; a force's own uncertainty is that of the whole vector,
    // so that a component has its share of the variance.
    private static void compare(
            LabelledStructure label,
            Prediction prediction,
            ErrorStatistics energy,
            ErrorStatistics forces,
            ErrorStatistics stress) {
        int atoms = label.structure().size();
        double perAtom = 1000.0 / atoms;
        double reference = label.evaluation().energy();
        energy.add((prediction.mean().energy() - reference) * perAtom, prediction.energyStd() * perAtom);
        double[] expected = label.evaluation().forces();
        double[] found = prediction.mean().forces();
        double[] std = prediction.forceStd();
        for (int i = 0; i < expected.length; i++) {
            forces.add(found[i] - expected[i], std[i / 3] / Math.sqrt(3));
        }
        double[] expectedStress = label.evaluation().stress().toVoigt();
        double[] foundStress = prediction.mean().stress().toVoigt();
        double[] stressStd = prediction.stressStd().toVoigt();
        for (int i = 0; i < 6; i++) {
            stress.add(foundStress[i] - expectedStress[i], stressStd[i]);
        }
    }

    private void report(int structures, Map<String, ErrorStatistics> quantities) {
        if (console.json()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("model", modelFile);
            json.put("structures", structures);
            quantities.forEach((title, statistics) -> {
                String[] words = title.split("[ \\[\\]]+", -1);
                Map<String, @Nullable Object> entry = new LinkedHashMap<>();
                entry.put("unit", words[1]);
                entry.putAll(statistics.json());
                json.put(words[0], entry);
            });
            console.write(json);
            return;
        }
        console.say(structures + " structures");
        Table table = new Table(
                "",
                "MAE",
                "RMSE",
                "largest",
                "own σ (rms)",
                "RMSE/σ",
                "within 1σ [%]",
                "within 2σ [%]",
                "rank correlation");
        quantities.forEach((title, statistics) -> table.row(statistics.cells(title)));
        table.lines().forEach(console::say);
        console.say("Well calibrated errors have RMSE/σ 1 and lie within 1σ in 68 %, within 2σ in 95 % of the cases.");
    }
}
