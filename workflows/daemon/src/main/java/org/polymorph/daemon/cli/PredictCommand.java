package org.polymorph.daemon.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.polymorph.model.format.Frame;
import org.polymorph.model.spi.PropertyEstimate;
import org.polymorph.model.spi.PropertyModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A property of structures as a model sees it. */
@Command(
        name = "predict",
        description =
                "A property of structures, and how far off it may be, by a model that `train` made of that property.")
final class PredictCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(index = "0", paramLabel = "MODEL", description = "A model of a property written by `train`.")
    private String modelFile = "";

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "FILE",
            description =
                    "Structures in any format that is known, or a .csv with a column file or structure; - is stdin.")
    private List<String> files = List.of();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write the structures with the property and its deviation, in the format of the suffix; - is"
                    + " stdout, as extxyz.")
    private Optional<String> output = Optional.empty();

    PredictCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        output.ifPresent(StructureArguments::checkOutput);
        PropertyModel model = PropertyModelFile.find(modelFile)
                .orElseThrow(() -> new UsageException(
                        Path.of(modelFile) + ": expected a model of a property, found something else; `calculate --with"
                                + " MODEL` gives energies and forces"));
        PropertyLabelFiles structures = PropertyLabelFiles.readStructures(files, model.property(), console);
        List<PropertyEstimate> estimates = PropertyModelFile.predict(model, structures, console);
        output.ifPresent(file -> StructureArguments.write(file, frames(model, structures, estimates), console));
        report(model, structures, estimates);
        return ExitCode.DONE;
    }

    private static List<Frame> frames(
            PropertyModel model, PropertyLabelFiles structures, List<PropertyEstimate> estimates) {
        List<Frame> frames = new ArrayList<>();
        for (int i = 0; i < estimates.size(); i++) {
            Map<String, String> info = new LinkedHashMap<>();
            info.put(
                    "predicted_" + model.property(),
                    String.valueOf(estimates.get(i).value()));
            info.put(
                    "predicted_" + model.property() + "_std",
                    String.valueOf(estimates.get(i).std()));
            frames.add(new Frame(structures.labels().get(i).structure(), Optional.empty(), info));
        }
        return frames;
    }

    private void report(PropertyModel model, PropertyLabelFiles structures, List<PropertyEstimate> estimates) {
        if (console.json()) {
            List<Map<String, @Nullable Object>> results = new ArrayList<>();
            for (int i = 0; i < estimates.size(); i++) {
                Map<String, @Nullable Object> result = new LinkedHashMap<>();
                result.put("structure", structures.place(i));
                result.put("value", Json.number(estimates.get(i).value()));
                result.put("std", Json.number(estimates.get(i).std()));
                results.add(result);
            }
            console.write(Json.of("property", model.property(), "results", results));
            return;
        }
        if (output.filter(StructureArguments::isStdout).isPresent()) {
            return;
        }
        Table table = new Table("structure", "composition", model.property(), "±");
        for (int i = 0; i < estimates.size(); i++) {
            table.row(
                    structures.place(i),
                    structures.labels().get(i).structure().composition().toString(),
                    CampaignTexts.fixed("%.6g", estimates.get(i).value()),
                    CampaignTexts.fixed("%.2g", estimates.get(i).std()));
        }
        table.lines().forEach(console::say);
    }
}
