package org.polymorph.daemon.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.polymorph.daemon.plot.PropertyPlot;
import org.polymorph.model.spi.PropertyEstimate;
import org.polymorph.model.spi.PropertyModel;
import org.polymorph.surrogate.calibration.ErrorSummary;
import org.polymorph.surrogate.calibration.PredictedErrors;

/** What {@code evaluate} does for a model of one property. */
final class PropertyErrors {
    private final String modelFile;
    private final PropertyModel model;
    private final Console console;

    PropertyErrors(String modelFile, PropertyModel model, Console console) {
        this.modelFile = modelFile;
        this.model = model;
        this.console = console;
    }

    /** Compares estimates with labels, tells of the errors, and draws them if a picture is asked for. */
    void run(List<String> files, Optional<String> picture) {
        PropertyLabelFiles labels = PropertyLabelFiles.read(files, model.property(), console);
        List<PropertyEstimate> estimates = PropertyModelFile.predict(model, labels, console);
        PredictedErrors errors = new PredictedErrors();
        double byMean = 0;
        double[] values = new double[estimates.size()];
        double[] found = new double[estimates.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = labels.labels().get(i).value();
            found[i] = estimates.get(i).value();
            errors.add(found[i] - values[i], estimates.get(i).std());
            byMean += Math.abs(model.labelMean() - values[i]) / values.length;
        }
        picture.ifPresent(
                file -> PropertyPlot.of(model.property(), values, found).write(Path.of(file)));
        report(ErrorSummary.of(errors, errors), byMean);
    }

    private void report(ErrorSummary errors, double byMean) {
        if (console.json()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("model", modelFile);
            json.put("property", model.property());
            json.put("errors", errors.numbers());
            json.put("maeOfTheMean", byMean);
            console.write(json);
            return;
        }
        console.say(errors.count() + " structures");
        Table table = ErrorTable.empty();
        ErrorTable.row(table, model.property(), errors);
        table.lines().forEach(console::say);
        console.say(String.format(
                java.util.Locale.ROOT,
                "Whoever always says the mean of the labels that the model was trained on is off by %.4g on average.",
                byMean));
    }
}
