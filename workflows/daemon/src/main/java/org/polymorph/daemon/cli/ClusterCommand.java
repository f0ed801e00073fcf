package org.polymorph.daemon.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.polymorph.model.format.Frame;
import org.polymorph.model.spi.Seed;
import org.polymorph.model.spi.Spelling;
import org.polymorph.model.spi.Workers;
import org.polymorph.surrogate.cluster.Agglomerative;
import org.polymorph.surrogate.cluster.Dbscan;
import org.polymorph.surrogate.cluster.Hdbscan;
import org.polymorph.surrogate.cluster.KMeans;
import org.polymorph.surrogate.cluster.Linkage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Groups of like structures. */
@Command(
        name = "cluster",
        description =
                "Clusters of like structures. To find the same crystal, use `deduplicate`: clusters may hold neighbours"
                        + " that differ.")
final class ClusterCommand implements Callable<Integer> {
    private static final List<String> METHODS = List.of("dbscan", "hdbscan", "agglomerative", "kmeans");

    private final Console console;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = "Structures in any format that is known; - is stdin.")
    private List<String> files = List.of();

    @Option(
            names = "--method",
            paramLabel = "NAME",
            description = "dbscan, hdbscan, agglomerative or kmeans; by default ${DEFAULT-VALUE}.",
            defaultValue = "dbscan")
    private String method = "";

    @Option(
            names = "--by",
            paramLabel = "WHAT",
            description = "amd, pdd, energy, or the file of a model, whose features then count; by default"
                    + " ${DEFAULT-VALUE}.",
            defaultValue = "amd")
    private String by = "";

    @Option(
            names = "--eps",
            paramLabel = "X",
            description =
                    "dbscan: largest distance of neighbours; agglomerative: of clusters that become one. By default"
                            + " 0.1 Å, 0.01 eV/atom, or 0.06 of the spread of a model's features.")
    private Optional<Double> eps = Optional.empty();

    @Option(
            names = "--min",
            paramLabel = "N",
            description =
                    "dbscan: neighbours, itself included, that make a core; hdbscan: points of the smallest cluster."
                            + " By default ${DEFAULT-VALUE}.",
            defaultValue = "2")
    private int min;

    @Option(
            names = "--linkage",
            paramLabel = "NAME",
            description = "agglomerative: single, average or complete; by default ${DEFAULT-VALUE}.",
            defaultValue = "average")
    private Linkage linkage = Linkage.AVERAGE;

    @Option(names = "--clusters", paramLabel = "N", description = "kmeans: how many.")
    private Optional<Integer> clusters = Optional.empty();

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "kmeans; by default ${DEFAULT-VALUE}.",
            defaultValue = "1")
    private long seed;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description =
                    "Write the structures with their clusters, in the format of the suffix; - is stdout, as extxyz.")
    private Optional<String> output = Optional.empty();

    ClusterCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        check();
        output.ifPresent(StructureArguments::checkOutput);
        List<Frame> frames = SoundStructures.read(files, console);
        int[] labels;
        try (Workers workers = new Workers(console.threads())) {
            labels = labels(frames, ClusterBasis.of(by, frames, workers));
        }
        output.ifPresent(file -> StructureArguments.write(file, labelled(frames, labels), console));
        if (output.filter(StructureArguments::isStdout).isEmpty()) {
            report(frames, labels);
        }
        return ExitCode.DONE;
    }

    private void check() {
        if (!METHODS.contains(method)) {
            throw new UsageException("--method: expected one of " + String.join(", ", METHODS) + ", found \"" + method
                    + "\"" + Spelling.suggestion(method, METHODS));
        }
        if (eps.isPresent() && !(eps.get() >= 0 && Double.isFinite(eps.get()))) {
            throw new UsageException("--eps: expected a distance of zero or above, found " + eps.get());
        }
        int least = method.equals("hdbscan") ? 2 : 1;
        if (min < least) {
            throw new UsageException("--min: expected a whole number of at least " + least + ", found " + min);
        }
        if (method.equals("kmeans") && clusters.isEmpty()) {
            throw new UsageException("--clusters: expected how many clusters --method kmeans is to make, found none");
        }
        if (method.equals("kmeans") && by.equals("pdd")) {
            throw new UsageException(
                    "--by: expected what has vectors (amd, energy or a model) for kmeans, found \"pdd\"");
        }
    }

    private int[] labels(List<Frame> frames, ClusterBasis basis) {
        int n = frames.size();
        double reach = eps.orElse(basis.eps());
        return switch (method) {
            case "hdbscan" -> Hdbscan.labels(n, basis.distance(), min);
            case "agglomerative" ->
                UsageException.at("--method", () -> Agglomerative.labels(n, basis.distance(), linkage, reach));
            case "kmeans" ->
                UsageException.at(
                        "--clusters",
                        () -> KMeans.labels(basis.vectors().orElseThrow(), clusters.orElseThrow(), new Seed(seed)));
            default -> Dbscan.labels(n, basis.distance(), reach, min);
        };
    }

    private static List<Frame> labelled(List<Frame> frames, int[] labels) {
        List<Frame> labelled = new ArrayList<>();
        for (int i = 0; i < labels.length; i++) {
            Frame frame = frames.get(i);
            Map<String, String> info = new LinkedHashMap<>(frame.info());
            info.put("cluster", Integer.toString(labels[i]));
            labelled.add(new Frame(frame.structure(), frame.evaluation(), info));
        }
        return labelled;
    }

    private void report(List<Frame> frames, int[] labels) {
        Map<Integer, List<Integer>> members = new TreeMap<>();
        for (int i = 0; i < labels.length; i++) {
            members.computeIfAbsent(labels[i], label -> new ArrayList<>()).add(i);
        }
        List<Integer> noise = members.getOrDefault(Dbscan.NOISE, List.of());
        members.remove(Dbscan.NOISE);
        if (console.json()) {
            Map<String, @Nullable Object> json = new LinkedHashMap<>();
            json.put("structures", frames.size());
            json.put("clusters", List.copyOf(members.values()));
            json.put("noise", noise);
            console.write(json);
            return;
        }
        console.say(frames.size() + " structures, " + members.size() + " clusters, " + noise.size()
                + " structures in none");
        Table table = new Table("cluster", "size", "lowest [eV/atom]", "structures");
        members.forEach((label, inside) -> table.row(
                Integer.toString(label), Integer.toString(inside.size()), lowest(frames, inside), numbers(inside)));
        if (!noise.isEmpty()) {
            table.row("–", Integer.toString(noise.size()), lowest(frames, noise), numbers(noise));
        }
        table.lines().forEach(console::say);
    }

    private static String lowest(List<Frame> frames, List<Integer> inside) {
        return inside.stream()
                .flatMap(i -> FrameEnergy.perAtom(frames.get(i)).stream())
                .min(Double::compare)
                .map(energy -> Outcomes.fixed("%.6f", energy))
                .orElse("–");
    }

    private static String numbers(List<Integer> inside) {
        return String.join(
                ", ", inside.stream().map(i -> Integer.toString(i + 1)).toList());
    }
}
