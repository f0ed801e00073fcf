package org.polymorph.daemon.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.polymorph.model.calculation.CalculationFailure;
import org.polymorph.model.calculation.CalculationOutcome;
import org.polymorph.model.calculation.CalculationResult;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.calculation.FailureKind;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.format.Frame;
import org.polymorph.model.spi.Calculator;
import org.polymorph.model.spi.Prediction;
import org.polymorph.model.spi.Progress;
import org.polymorph.model.spi.SurrogateModel;
import org.polymorph.model.spi.Workers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Energy, forces and stress of structures as they are. */
@Command(
        name = "calculate",
        description = "Energy, forces and stress of structures, by a classical potential or a trained model.")
final class CalculateCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "FILE", description = "Structures in any format that is known; - is stdin.")
    private String file = "";

    @Mixin
    private final CalculatorOptions calculators = new CalculatorOptions();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description =
                    "Write the structures with their results, in the format of the suffix; - is stdout, as extxyz.")
    private Optional<String> output = Optional.empty();

    CalculateCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        output.ifPresent(StructureArguments::checkOutput);
        Calculator calculator = calculators.calculator();
        List<Frame> frames = StructureArguments.read(file, console);
        return new Outcomes(console).report(calculate(calculator, frames), output);
    }

    private List<Outcomes.Entry> calculate(Calculator calculator, List<Frame> frames) {
        try (Workers workers = new Workers(console.threads());
                ProgressView view = ProgressView.of(console)) {
            Progress progress = view.task("calculated", frames.size());
            AtomicInteger done = new AtomicInteger();
            return workers.map(frames.size(), i -> {
                Outcomes.Entry result =
                        UsageException.at(file + ", structure " + (i + 1), () -> calculate(calculator, frames.get(i)));
                progress.at(done.incrementAndGet(), frames.size());
                return result;
            });
        }
    }

    private static Outcomes.Entry calculate(Calculator calculator, Frame frame) {
        Structure structure = frame.structure();
        Optional<Prediction> prediction =
                calculator instanceof SurrogateModel model ? Optional.of(model.predict(structure)) : Optional.empty();
        Evaluation evaluation = prediction.map(Prediction::mean).orElseGet(() -> calculator.evaluate(structure));
        CalculationOutcome outcome = evaluation.isFinite()
                ? new CalculationResult(structure, evaluation, true, 1, Map.of())
                : new CalculationFailure(
                        FailureKind.BAD_STRUCTURE,
                        "energy, forces or stress are not finite: atoms too close",
                        "",
                        "look at the shortest distances of this structure");
        Map<String, Object> uncertainty =
                prediction.map(CalculateCommand::uncertainty).orElse(Map.of());
        return new Outcomes.Entry(Optional.of(frame), outcome, Map.of(), uncertainty);
    }

    private static Map<String, Object> uncertainty(Prediction prediction) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("energyStd", prediction.energyStd());
        json.put("forceStd", Json.numbers(prediction.forceStd()));
        json.put("stressStd", Json.numbers(prediction.stressStd().toVoigt()));
        return json;
    }
}
