package org.polymorph.daemon.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.polymorph.model.calculation.CalculationFailure;
import org.polymorph.model.calculation.CalculationOutcome;
import org.polymorph.model.calculation.CalculationResult;
import org.polymorph.model.calculation.FailureKind;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.format.Frame;
import org.polymorph.model.spi.Calculator;
import org.polymorph.model.spi.Prediction;
import org.polymorph.model.spi.Progress;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.Workers;
import org.polymorph.model.units.Units;
import org.polymorph.surrogate.relax.BatchRelaxer;
import org.polymorph.surrogate.relax.RelaxSettings;
import org.polymorph.surrogate.relax.Relaxation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Local minima near structures. */
@Command(
        name = "relax",
        description = "Relax structures, cell and positions together, by a potential or a trained model.")
final class RelaxCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "FILE", description = "Structures in any format that is known; - is stdin.")
    private String file = "";

    @Mixin
    private final CalculatorOptions calculators = new CalculatorOptions();

    @Option(
            names = "--fmax",
            paramLabel = "F",
            defaultValue = "0.01",
            description = "Longest force on an atom of a relaxed structure, eV/Å; by default ${DEFAULT-VALUE}.")
    private String fmax = "";

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "500",
            description = "Steps allowed; by default ${DEFAULT-VALUE}.")
    private String steps = "";

    @Option(
            names = "--pressure",
            paramLabel = "GPA",
            defaultValue = "0",
            description = "External pressure in GPa; by default ${DEFAULT-VALUE}.")
    private double pressure;

    @Option(names = "--fixed-cell", description = "Move the atoms only.")
    private boolean fixedCell;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A further setting, as in the section relax of a campaign file; may be given several times.")
    private List<String> further = List.of();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write the relaxed structures, in the format of the suffix; - is stdout, as extxyz.")
    private Optional<String> output = Optional.empty();

    @Option(
            names = "--walltime",
            paramLabel = "TIME",
            description = "Give up after so long, such as 10m or 2h, what is not relaxed by then; by default never.")
    private Optional<String> walltime = Optional.empty();

    RelaxCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        output.ifPresent(StructureArguments::checkOutput);
        if (!Double.isFinite(pressure)) {
            throw new UsageException("--pressure: expected a finite number of GPa, found " + pressure);
        }
        RelaxSettings settings = settings();
        Calculator calculator = calculators.calculator();
        Optional<Duration> limit = limit();
        List<Frame> frames = StructureArguments.read(file, console);
        try (Interruption interruption = Interruption.ofThisThread()) {
            List<Outcomes.Entry> entries = relax(frames, calculator, settings, limit);
            // what has ended is written whatever ended the work
            boolean interrupted = interruption.taken();
            int exit = new Outcomes(console).report(entries, output);
            return interrupted ? ExitCode.INTERRUPTED : exit;
        }
    }

    private Optional<Duration> limit() {
        if (walltime.isEmpty()) {
            return Optional.empty();
        }
        Settings settings = Settings.of(Map.of("walltime", walltime.get()), path -> "--walltime");
        Duration limit = settings.duration("walltime", Duration.ZERO);
        settings.throwIfProblems();
        if (limit.isZero()) {
            throw new UsageException("--walltime: expected a duration above zero, found " + walltime.get());
        }
        return Optional.of(limit);
    }

    private RelaxSettings settings() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("fmax", fmax);
        tree.put("steps", steps);
        tree.put("fixedCell", fixedCell);
        tree.putAll(KeyValues.tree("--set", further));
        Settings settings = Settings.of(tree, path -> switch (path) {
            case "fmax" -> "--fmax";
            case "steps" -> "--steps";
            default -> "--set";
        });
        RelaxSettings read = RelaxSettings.of(settings);
        settings.throwIfProblems();
        return read;
    }

    private List<Outcomes.Entry> relax(
            List<Frame> frames, Calculator calculator, RelaxSettings settings, Optional<Duration> limit) {
        BatchRelaxer unlimited = new BatchRelaxer(settings, pressure * Units.GPA);
        BatchRelaxer relaxer = limit.map(unlimited::withTimeLimit).orElse(unlimited);
        List<Structure> structures = frames.stream().map(Frame::structure).toList();
        List<Optional<Relaxation>> ended;
        try (Workers workers = new Workers(console.threads());
                ProgressView view = ProgressView.of(console)) {
            Progress progress = view.task("relaxed", frames.size());
            ended = relaxer.relaxUntilStopped(structures, calculator, workers, progress);
        } catch (IllegalArgumentException e) {
            throw new UsageException(file + ", " + e.getMessage());
        }
        List<Outcomes.Entry> entries = new ArrayList<>();
        for (int i = 0; i < ended.size(); i++) {
            Frame frame = frames.get(i);
            entries.add(ended.get(i).map(relaxation -> entry(frame, relaxation)).orElseGet(() -> givenUp(frame)));
        }
        return entries;
    }

    private Outcomes.Entry givenUp(Frame frame) {
        boolean interrupted = Thread.currentThread().isInterrupted();
        CalculationFailure failure = interrupted
                ? new CalculationFailure(FailureKind.CANCELLED, "interrupted before it was relaxed", "", "")
                : new CalculationFailure(
                        FailureKind.OUT_OF_WALLTIME,
                        "not relaxed within " + walltime.orElse(""),
                        "",
                        "raise --walltime");
        return new Outcomes.Entry(
                Optional.of(frame), failure, Map.of("outcome", failure.kind().name()), Map.of());
    }

    private static Outcomes.Entry entry(Frame frame, Relaxation relaxation) {
        Map<String, Object> more = new LinkedHashMap<>();
        more.put("reason", relaxation.reason());
        relaxation.prediction().map(Prediction::energyStd).ifPresent(std -> more.put("energyStd", std));
        return new Outcomes.Entry(
                Optional.of(frame),
                outcome(relaxation),
                Map.of("outcome", relaxation.outcome().name()),
                more);
    }

    private static CalculationOutcome outcome(Relaxation relaxation) {
        return switch (relaxation.outcome()) {
            case CONVERGED, STEPS, PATIENCE, UNCERTAIN ->
                new CalculationResult(
                        relaxation.structure(),
                        relaxation.evaluation(),
                        relaxation.outcome().isMinimum(),
                        relaxation.steps(),
                        Map.of());
            case EXPLODED, COLLAPSED, NOT_FINITE ->
                new CalculationFailure(FailureKind.BAD_STRUCTURE, relaxation.reason(), "", "");
        };
    }
}
