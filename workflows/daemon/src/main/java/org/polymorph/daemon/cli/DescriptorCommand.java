package org.polymorph.daemon.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.polymorph.model.format.Frame;
import org.polymorph.model.spi.Progress;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.Workers;
import org.polymorph.surrogate.invariant.AverageMinimumDistances;
import org.polymorph.surrogate.invariant.PeriodicSet;
import org.polymorph.surrogate.invariant.PointwiseDistances;
import org.polymorph.surrogate.invariant.TypedDistances;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Numbers that describe crystals. */
@Command(
        name = "descriptor",
        description =
                "Invariants of crystals: amd (average minimum distances) or pdd (pointwise distance distribution, the"
                        + " weight first in each row), in Å.")
final class DescriptorCommand implements Callable<Integer> {
    private static final List<String> KINDS = List.of("amd", "pdd");
    private static final int SHOWN = 10;

    private final Console console;

    @Parameters(index = "0", paramLabel = "KIND", description = "amd or pdd.")
    private String kind = "";

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "FILE",
            description = "Structures in any format that is known; - is stdin.")
    private List<String> files = List.of();

    @Option(
            names = "-k",
            paramLabel = "K",
            description = "Neighbours; by default ${DEFAULT-VALUE}.",
            defaultValue = "100")
    private int k;

    @Option(
            names = "--collapse",
            paramLabel = "Å",
            description =
                    "Rows of pdd that differ by no more become one; below zero none do; by default ${DEFAULT-VALUE}.",
            defaultValue = "1e-4")
    private double collapse;

    @Option(
            names = "--elements",
            description = "Tell elements apart: rows by element, each with the K distances to each element in turn.")
    private boolean elements;

    DescriptorCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (!KINDS.contains(kind)) {
            throw new UsageException("KIND: expected one of " + String.join(", ", KINDS) + ", found \"" + kind + "\""
                    + Settings.suggestion(kind, KINDS));
        }
        if (k < 1) {
            throw new UsageException("-k: expected a whole number of at least 1, found " + k);
        }
        if (Double.isNaN(collapse)) {
            throw new UsageException("--collapse: expected a length in Å, found " + collapse);
        }
        List<Frame> frames = SoundStructures.read(files, console);
        List<Object> values = compute(frames);
        if (console.json()) {
            Map<String, @Nullable Object> json = new LinkedHashMap<>();
            json.put("k", k);
            json.put("values", values);
            console.write(json);
        } else {
            values.forEach(value -> tell(value, ""));
        }
        return ExitCode.DONE;
    }

    private List<Object> compute(List<Frame> frames) {
        try (Workers workers = new Workers(console.threads());
                ProgressView view = ProgressView.of(console)) {
            Progress progress = view.task("described", frames.size());
            AtomicInteger done = new AtomicInteger();
            return workers.map(frames.size(), i -> {
                Object value = describe(PeriodicSet.of(frames.get(i).structure()));
                progress.at(done.incrementAndGet(), frames.size());
                return value;
            });
        }
    }

    private Object describe(PeriodicSet set) {
        boolean average = kind.equals("amd");
        if (!elements) {
            return average
                    ? Json.numbers(AverageMinimumDistances.of(set, k))
                    : rows(PointwiseDistances.of(set, k, collapse));
        }
        Map<String, Object> byElement = new LinkedHashMap<>();
        TypedDistances.of(set, k, collapse)
                .distributions()
                .forEach((element, distances) ->
                        byElement.put(element.symbol(), average ? Json.numbers(distances.average()) : rows(distances)));
        return byElement;
    }

    private static List<List<@Nullable Double>> rows(PointwiseDistances distances) {
        List<List<@Nullable Double>> rows = new ArrayList<>();
        for (int i = 0; i < distances.rows(); i++) {
            List<@Nullable Double> row = new ArrayList<>();
            row.add(distances.weight(i));
            row.addAll(Json.numbers(distances.row(i)));
            rows.add(row);
        }
        return rows;
    }

    // for people the first numbers of each line will do
    private void tell(Object value, String label) {
        if (value instanceof Map<?, ?> byElement) {
            byElement.forEach((element, inner) -> {
                if (inner != null) {
                    tell(inner, element + "  ");
                }
            });
        } else if (value instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof List) {
            list.forEach(row -> {
                if (row != null) {
                    tell(row, label);
                }
            });
        } else if (value instanceof List<?> numbers) {
            StringBuilder line = new StringBuilder(label);
            for (Object number : numbers.subList(0, Math.min(SHOWN, numbers.size()))) {
                line.append(number instanceof Double x ? Outcomes.fixed("%10.6f", x) : "         –");
            }
            console.say(line + (numbers.size() > SHOWN ? "  … " + numbers.size() + " (--json writes all)" : ""));
        }
    }
}
