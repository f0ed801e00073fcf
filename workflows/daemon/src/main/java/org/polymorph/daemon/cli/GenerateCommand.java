package org.polymorph.daemon.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.polymorph.model.crystal.Composition;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.format.Frame;
import org.polymorph.model.spi.Generator;
import org.polymorph.model.spi.Seed;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.Workers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Structures out of nothing but a composition. */
@Command(name = "generate", description = "Random structures of a composition; the same seed gives the same ones.")
final class GenerateCommand implements Callable<Integer> {
    /** Generated structures are symmetric but for rounding, Å. */
    private static final double SYMMETRIC = 1e-3;

    private final Console console;

    @Parameters(paramLabel = "COMPOSITION", description = "Atoms of the cell, such as Si8 or Al4O6.")
    private String formula = "";

    @Option(
            names = {"-n", "--number"},
            paramLabel = "N",
            description = "How many; by default ${DEFAULT-VALUE}.",
            defaultValue = "1")
    private int number;

    @Option(names = "--seed", paramLabel = "S", description = "By default ${DEFAULT-VALUE}.", defaultValue = "1")
    private long seed;

    @Option(names = "--type", paramLabel = "NAME", description = "Generator, by default random.")
    private String type = "random";

    @Option(
            names = "--spacegroup",
            paramLabel = "GROUPS",
            description =
                    "Space groups to draw from: numbers, ranges and symbols with commas, such as 1-230 or 14,62,Fd-3m;"
                            + " by default none.")
    private Optional<String> spacegroup = Optional.empty();

    @Option(names = "--layer", paramLabel = "Å", description = "Layers of this thickness, with vacuum along c.")
    private Optional<Double> layer = Optional.empty();

    @Option(names = "--cluster", description = "Clusters, with vacuum all around.")
    private boolean cluster;

    @Option(names = "--vacuum", paramLabel = "Å", description = "Beside layers and around clusters; by default 15.")
    private Optional<Double> vacuum = Optional.empty();

    @Option(
            names = "--molecule",
            paramLabel = "FILE[:N]",
            description = "A rigid molecule in xyz format and how many of it a cell has, by default as many as the"
                    + " composition holds; may be given several times.")
    private List<String> molecules = List.of();

    @Option(
            names = "--min-distance",
            paramLabel = "A-B=Å",
            description = "Smallest distance of two elements over all periodic images, such as Si-Si=1.6; may be given"
                    + " several times.")
    private List<String> minDistances = List.of();

    @Option(names = "--volume", paramLabel = "V|LO:HI", description = "Volume in Å³ per atom, or a range of it.")
    private Optional<String> volume = Optional.empty();

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A further setting of the generator, as in a campaign file; may be given several times.")
    private List<String> further = List.of();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write the structures, in the format of the suffix; - is stdout, as extxyz.")
    private Optional<String> output = Optional.empty();

    GenerateCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        output.ifPresent(StructureArguments::checkOutput);
        Composition composition = UsageException.at("COMPOSITION", () -> Composition.parse(formula));
        if (number < 1) {
            throw new UsageException("-n: expected a whole number of at least 1, found " + number);
        }
        Generator generator = ProviderArguments.get("--type", "generator", Generator.class, type);
        Settings settings = settings();
        Settings checked = settings.fresh();
        generator.validate(composition, checked);
        checked.throwIfProblems();
        List<Structure> structures;
        try (Workers workers = new Workers(console.threads());
                ProgressView view = ProgressView.of(console)) {
            structures = generator.generate(
                    composition, number, settings, new Seed(seed), workers, view.task("generated", number));
        }
        report(structures);
        return ExitCode.DONE;
    }

    private Settings settings() {
        Map<String, Object> tree = new LinkedHashMap<>(KeyValues.tree("--set", further));
        spacegroup.ifPresent(groups -> tree.put("spacegroups", groups));
        if (layer.isPresent() && cluster) {
            throw new UsageException("--cluster: expected either this or --layer, found both");
        }
        if (layer.isPresent() || cluster) {
            tree.put("extent", cluster ? "cluster" : "layer");
        }
        layer.ifPresent(thickness -> tree.put("thickness", thickness));
        vacuum.ifPresent(space -> tree.put("vacuum", space));
        if (!molecules.isEmpty()) {
            tree.put(
                    "molecules",
                    molecules.stream().map(GenerateCommand::molecule).toList());
        }
        if (!minDistances.isEmpty()) {
            Map<String, Object> pairs = new LinkedHashMap<>();
            minDistances.forEach(assignment -> {
                String[] parts = assignment.split("=", 2);
                if (parts.length != 2) {
                    throw new UsageException("--min-distance: expected A-B=distance in Å, such as Si-Si=1.6, found \""
                            + assignment + "\"");
                }
                pairs.put(parts[0], number("--min-distance", parts[1]));
            });
            tree.put("minDistance", pairs);
        }
        volume.ifPresent(text -> tree.put("volumePerAtom", range(text)));
        return Settings.of(tree, GenerateCommand::place);
    }

    // a count is what stands behind the last colon, if it is a number
    private static Map<String, Object> molecule(String text) {
        int colon = text.lastIndexOf(':');
        if (colon > 0 && text.substring(colon + 1).matches("\\d{1,6}")) {
            return Map.of("file", text.substring(0, colon), "count", Integer.valueOf(text.substring(colon + 1)));
        }
        return Map.of("file", text);
    }

    // where the settings came from: the option that a person typed
    private static String place(String path) {
        if (path.startsWith("minDistance")) {
            return "--min-distance";
        }
        if (path.startsWith("molecules")) {
            return "--molecule";
        }
        return switch (path) {
            case "spacegroups" -> "--spacegroup";
            case "thickness" -> "--layer";
            case "vacuum" -> "--vacuum";
            case "volumePerAtom" -> "--volume";
            default -> "--set";
        };
    }

    private static List<Double> range(String text) {
        String[] bounds = text.split(":", 2);
        List<Double> range = new ArrayList<>();
        for (String bound : bounds) {
            double value = number("--volume", bound);
            if (!(value > 0)) {
                throw new UsageException("--volume: expected Å³ per atom above zero, found \"" + text + "\"");
            }
            range.add(value);
        }
        return List.of(range.get(0), range.get(range.size() - 1));
    }

    private static double number(String option, String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new UsageException(option + ": expected a number, found \"" + text + "\"");
        }
    }

    private void report(List<Structure> structures) {
        output.ifPresent(file -> StructureArguments.write(
                file,
                structures.stream()
                        .map(structure -> new Frame(structure, Optional.empty(), Map.of()))
                        .toList(),
                console));
        if (output.filter(StructureArguments::isStdout).isPresent()) {
            return;
        }
        if (console.json()) {
            console.write(Map.of("structures", structures.stream().map(Json::of).toList()));
            return;
        }
        Table table = new Table(
                "#",
                "formula",
                "space group",
                "volume [Å³/atom]",
                "a [Å]",
                "b [Å]",
                "c [Å]",
                "α [°]",
                "β [°]",
                "γ [°]");
        for (int i = 0; i < structures.size(); i++) {
            table.row(cells(i + 1, structures.get(i)));
        }
        table.lines().forEach(console::say);
    }

    private static String[] cells(int rank, Structure structure) {
        List<String> cells = new ArrayList<>(List.of(
                Integer.toString(rank),
                structure.composition().toString(),
                SpaceGroupText.of(structure, SYMMETRIC),
                Outcomes.fixed("%.3f", structure.volume() / structure.size())));
        for (int i = 0; i < 3; i++) {
            cells.add(Outcomes.fixed("%.3f", structure.lattice().length(i)));
        }
        for (double angle : structure.lattice().angles()) {
            cells.add(Outcomes.fixed("%.2f", angle));
        }
        return cells.toArray(String[]::new);
    }
}
