package org.polymorph.daemon.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.format.Frame;
import org.polymorph.model.spi.Progress;
import org.polymorph.model.spi.Spelling;
import org.polymorph.model.spi.Workers;
import org.polymorph.surrogate.invariant.AverageMinimumDistances;
import org.polymorph.surrogate.invariant.PeriodicSet;
import org.polymorph.surrogate.invariant.PointwiseDistances;
import org.polymorph.surrogate.invariant.TypedDistances;
import org.polymorph.surrogate.invariant.density.DensityFunctions;
import org.polymorph.surrogate.invariant.field.PowerSpectrum;
import org.polymorph.surrogate.invariant.field.RadialDistribution;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Numbers that describe crystals. */
@Command(
        name = "descriptor",
        description = {
            "Numbers that describe crystals and do not depend on cells, origins, orientations and the order of atoms.",
            "amd: average minimum distances, Å. pdd: pointwise distance distribution, Å, the weight first in each row.",
            "density: the parts of space in exactly 0 to K balls of growing radius. rdf: radial distribution.",
            "soap: power spectrum of the neighbour densities, averaged over the atoms."
        })
final class DescriptorCommand implements Callable<Integer> {
    private static final List<String> KINDS = List.of("amd", "pdd", "density", "rdf", "soap");
    private static final int SHOWN = 10;
    private static final double SPREAD = 0.1;
    // beyond these the work grows without telling more
    private static final int MOST_BALLS = 30;
    private static final int MOST_POINTS = 100_000;
    private static final double LONGEST = 50;
    private static final double LONGEST_PAIRS = 12;

    private final Console console;

    @Parameters(index = "0", paramLabel = "KIND", description = "amd, pdd, density, rdf or soap.")
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
            description = "Neighbours of amd and pdd, by default 100; most balls of density, by default 8.")
    private Optional<Integer> given = Optional.empty();

    @Option(
            names = "--collapse",
            paramLabel = "Å",
            description =
                    "Rows of pdd that differ by no more become one; below zero none do; by default ${DEFAULT-VALUE}.",
            defaultValue = "1e-4")
    private double collapse;

    @Option(
            names = "--elements",
            description =
                    "Tell elements apart in amd and pdd: rows by element, each with the K distances to each element in"
                            + " turn.")
    private boolean elements;

    @Option(
            names = "--cutoff",
            paramLabel = "Å",
            description = "Largest radius of density, rdf and soap; by default ${DEFAULT-VALUE}.",
            defaultValue = "6")
    private double cutoff;

    @Option(
            names = "--points",
            paramLabel = "N",
            description = "Radii of density and rdf; by default ${DEFAULT-VALUE}.",
            defaultValue = "100")
    private int points;

    DescriptorCommand(Console console) {
        this.console = console;
    }

    private int k() {
        return given.orElse(kind.equals("density") ? 8 : 100);
    }

    @Override
    public Integer call() {
        check();
        List<Frame> frames = SoundStructures.read(files, console);
        List<Object> values = compute(frames);
        if (console.json()) {
            Map<String, @Nullable Object> json = new LinkedHashMap<>();
            if (List.of("amd", "pdd", "density").contains(kind)) {
                json.put("k", k());
            }
            if (List.of("density", "rdf").contains(kind)) {
                json.put("radii", Json.numbers(radii()));
            }
            if (kind.equals("soap")) {
                json.put(
                        "elements",
                        present(frames).stream().map(Element::symbol).toList());
            }
            json.put("values", values);
            console.write(json);
        } else {
            values.forEach(value -> tell(value, ""));
        }
        return ExitCode.DONE;
    }

    private void check() {
        if (!KINDS.contains(kind)) {
            throw new UsageException("KIND: expected one of " + String.join(", ", KINDS) + ", found \"" + kind + "\""
                    + Spelling.suggestion(kind, KINDS));
        }
        int most = kind.equals("density") ? MOST_BALLS : MatchOptions.MOST_NEIGHBOURS;
        if (k() < 1 || k() > most) {
            throw new UsageException(
                    "-k: expected a whole number of at least 1 and at most " + most + ", found " + k());
        }
        if (Double.isNaN(collapse)) {
            throw new UsageException("--collapse: expected a length in Å, found " + collapse);
        }
        double longest = kind.equals("soap") ? LONGEST_PAIRS : LONGEST;
        if (!(cutoff > 0 && cutoff <= longest)) {
            throw new UsageException(
                    "--cutoff: expected a length in Å above zero and at most " + longest + ", found " + cutoff);
        }
        if (points < 1 || points > MOST_POINTS) {
            throw new UsageException(
                    "--points: expected a whole number of at least 1 and at most " + MOST_POINTS + ", found " + points);
        }
    }

    private double[] radii() {
        return IntStream.rangeClosed(1, points)
                .mapToDouble(point -> point * cutoff / points)
                .toArray();
    }

    private static List<Element> present(List<Frame> frames) {
        return frames.stream()
                .flatMap(frame -> frame.structure().species().stream())
                .distinct()
                .sorted()
                .toList();
    }

    private List<Object> compute(List<Frame> frames) {
        List<Element> present = present(frames);
        try (Workers workers = new Workers(console.threads());
                ProgressView view = ProgressView.of(console)) {
            Progress progress = view.task("described", frames.size());
            AtomicInteger done = new AtomicInteger();
            return workers.map(frames.size(), i -> {
                Object value = UsageException.at(
                        "structure " + (i + 1),
                        () -> describe(PeriodicSet.of(frames.get(i).structure()), present));
                progress.at(done.incrementAndGet(), frames.size());
                return value;
            });
        }
    }

    private Object describe(PeriodicSet set, List<Element> present) {
        return switch (kind) {
            case "density" -> {
                List<Object> rows = new ArrayList<>();
                for (double[] row : DensityFunctions.of(set, k(), radii())) {
                    rows.add(Json.numbers(row));
                }
                yield rows;
            }
            case "rdf" -> Json.numbers(RadialDistribution.of(set.structure(), cutoff, points, SPREAD));
            case "soap" -> Json.numbers(new PowerSpectrum(cutoff, 8, 6).of(set.structure(), present));
            default -> distances(set);
        };
    }

    private Object distances(PeriodicSet set) {
        boolean average = kind.equals("amd");
        if (!elements) {
            return average
                    ? Json.numbers(AverageMinimumDistances.of(set, k()))
                    : rows(PointwiseDistances.of(set, k(), collapse));
        }
        Map<String, Object> byElement = new LinkedHashMap<>();
        TypedDistances.of(set, k(), collapse)
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
