package org.polymorph.daemon.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.polymorph.daemon.plot.PropertyPlot;
import org.polymorph.model.spi.Workers;
import org.polymorph.surrogate.property.amd.Continuity;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** How a property changes with the distance of crystals. */
@Command(
        name = "continuity",
        description = {
            "How a property changes with the distance of crystals of one composition: the largest difference of their",
            "average minimum distances. Tells d, up to which two crystals differ by less than half of what any two do on",
            "average, and the least c with which no two of them differ by more than c times their distance."
        })
final class ContinuityCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description =
                    "Structures with the property: a .csv with a column file or structure, or extxyz; - is stdin.")
    private List<String> files = List.of();

    @Option(
            names = "--property",
            paramLabel = "NAME",
            defaultValue = "energy",
            description = "By default ${DEFAULT-VALUE}, an atom.")
    private String property = "";

    @Option(
            names = "-k",
            paramLabel = "K",
            defaultValue = "100",
            description = "Average minimum distances compared; by default ${DEFAULT-VALUE}.")
    private int k;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Draw it: .png or .svg.")
    private Optional<String> picture = Optional.empty();

    ContinuityCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (k < 1 || k > MatchOptions.MOST_NEIGHBOURS) {
            throw new UsageException("-k: expected a whole number of at least 1 and at most "
                    + MatchOptions.MOST_NEIGHBOURS + ", found " + k);
        }
        picture.ifPresent(PictureFile::check);
        PropertyLabelFiles labels = PropertyLabelFiles.read(files, property, console);
        Continuity found = measure(labels);
        picture.ifPresent(file -> PropertyPlot.of(property, found).write(Path.of(file)));
        if (console.json()) {
            Map<String, @Nullable Object> json = new LinkedHashMap<>();
            json.put("property", property);
            json.put("structures", labels.labels().size());
            json.put("threshold", found.threshold());
            json.put("constant", Json.number(found.constant()));
            json.put("constantOf95Percent", Json.number(found.usual()));
            console.write(json);
        } else if (Double.isNaN(found.constant())) {
            console.say(property + " of the nearest crystals differs as that of any two does: these are too far apart");
        } else {
            console.say(String.format(
                    Locale.ROOT,
                    "%s of two crystals within d = %.3f Å differs by at most c = %.4g times their distance in Å,"
                            + " and by at most %.4g times for 95 of a hundred",
                    property,
                    found.threshold(),
                    found.constant(),
                    found.usual()));
        }
        return ExitCode.DONE;
    }

    private Continuity measure(PropertyLabelFiles labels) {
        try (Workers workers = new Workers(console.threads())) {
            return Continuity.of(labels.labels(), k, workers);
        } catch (IllegalArgumentException e) {
            throw new UsageException(
                    String.join(", ", files) + ": " + labels.withPlaces(String.valueOf(e.getMessage())));
        }
    }
}
