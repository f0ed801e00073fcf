package org.polymorph.daemon.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.format.Frame;
import org.polymorph.model.spi.Spelling;
import org.polymorph.model.spi.Workers;
import org.polymorph.model.symmetry.CrystalSymmetry;
import org.polymorph.model.symmetry.SpaceGroupSetting;
import org.polymorph.model.symmetry.SymmetryOperation;
import org.polymorph.model.symmetry.WyckoffPosition;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Space groups, Wyckoff positions and standard cells of structures. */
@Command(
        name = "symmetry",
        description =
                "Space group, Wyckoff positions and standard cells of structures, within one or several tolerances.")
final class SymmetryCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = "Structures in any format that is known; - is stdin.")
    private List<String> files = List.of();

    @Option(
            names = "--tolerance",
            paramLabel = "Å",
            split = ",",
            description =
                    "How far an atom may miss its image, as spglib's symprec; several with commas. By default 0.01.")
    private List<Double> tolerances = List.of(0.01);

    @Option(
            names = "--setting",
            paramLabel = "CHOICE",
            description =
                    "Of the settings of a group this one where it has it: 2 for origin 2, R for rhombohedral axes, b1 to"
                            + " c3, cab and so on; by default the standard one.")
    private Optional<String> setting = Optional.empty();

    @Option(names = "--cell", paramLabel = "CELL", description = "What -o writes: conventional (default) or primitive.")
    private StandardCellChoice cell = StandardCellChoice.CONVENTIONAL;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write the idealised standard cells, in the format of the suffix; - is stdout, as extxyz.")
    private Optional<String> output = Optional.empty();

    /** The two standard cells. */
    enum StandardCellChoice {
        CONVENTIONAL,
        PRIMITIVE
    }

    /** One structure of a file, and its symmetry within one tolerance. */
    private record Found(String place, Frame frame, CrystalSymmetry symmetry) {}

    SymmetryCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        output.ifPresent(StructureArguments::checkOutput);
        for (double tolerance : tolerances) {
            if (!(tolerance > 0) || Double.isInfinite(tolerance)) {
                throw new UsageException("--tolerance: expected Å above zero, found " + tolerance);
            }
        }
        if (output.isPresent() && tolerances.size() != 1) {
            throw new UsageException("-o: expected one --tolerance to find the cells within, found " + tolerances);
        }
        setting.ifPresent(SymmetryCommand::requireKnown);
        report(found());
        return ExitCode.DONE;
    }

    private static void requireKnown(String choice) {
        SortedSet<String> known = new TreeSet<>();
        SpaceGroupSetting.all().forEach(one -> known.add(one.choice()));
        known.remove("");
        if (known.stream().noneMatch(choice::equalsIgnoreCase)) {
            throw new UsageException("--setting: expected one of " + String.join(", ", known) + ", found \"" + choice
                    + "\"" + Spelling.suggestion(choice, known));
        }
    }

    private CrystalSymmetry symmetry(Structure structure, double tolerance) {
        CrystalSymmetry symmetry = CrystalSymmetry.of(structure, tolerance);
        return setting.flatMap(choice -> SpaceGroupSetting.ofNumber(symmetry.number()).stream()
                        .filter(one -> one.choice().equalsIgnoreCase(choice))
                        .findFirst())
                .map(symmetry::in)
                .orElse(symmetry);
    }

    private List<Found> found() {
        List<String> places = new ArrayList<>();
        List<Frame> frames = new ArrayList<>();
        for (String file : files) {
            List<Frame> read = StructureArguments.read(file, console);
            for (int i = 0; i < read.size(); i++) {
                places.add(read.size() == 1 ? file : file + " " + (i + 1));
                frames.add(read.get(i));
            }
        }
        int each = tolerances.size();
        try (Workers workers = new Workers(console.threads())) {
            return workers.map(frames.size() * each, i -> {
                Frame frame = frames.get(i / each);
                String place = places.get(i / each);
                double tolerance = tolerances.get(i % each);
                return new Found(place, frame, UsageException.at(place, () -> symmetry(frame.structure(), tolerance)));
            });
        }
    }

    private void report(List<Found> all) {
        output.ifPresent(file ->
                StructureArguments.write(file, all.stream().map(this::standard).toList(), console));
        if (output.filter(StructureArguments::isStdout).isPresent()) {
            return;
        }
        if (console.json()) {
            List<Map<String, @Nullable Object>> results =
                    all.stream().map(SymmetryCommand::json).toList();
            Map<String, @Nullable Object> document = new LinkedHashMap<>();
            if (results.size() == 1) {
                document.putAll(results.get(0));
            }
            document.put("results", results);
            console.write(document);
            return;
        }
        Table table = new Table(
                "structure",
                "formula",
                "tolerance [Å]",
                "number",
                "space group",
                "Hall symbol",
                "point group",
                "Wyckoff positions",
                "primitive cell");
        for (Found found : all) {
            CrystalSymmetry symmetry = found.symmetry();
            table.row(
                    found.place(),
                    found.frame().structure().composition().toString(),
                    Double.toString(symmetry.tolerance()),
                    Integer.toString(symmetry.number()),
                    symmetry.setting().shortSymbol(),
                    symmetry.setting().hall(),
                    symmetry.setting().pointGroup(),
                    positions(symmetry),
                    symmetry.primitive().composition().toString());
        }
        table.lines().forEach(console::say);
    }

    private Frame standard(Found found) {
        Structure structure = cell == StandardCellChoice.PRIMITIVE
                ? found.symmetry().primitive()
                : found.symmetry().conventional();
        Map<String, String> info = new LinkedHashMap<>(found.frame().info());
        info.put("spacegroup", Integer.toString(found.symmetry().number()));
        return new Frame(structure, Optional.empty(), info);
    }

    // the positions of each element with the number of orbits on them: Si 8a, O 2×16h
    private static String positions(CrystalSymmetry symmetry) {
        Map<String, Map<String, Integer>> byElement = new LinkedHashMap<>();
        List<WyckoffPosition> positions = symmetry.wyckoffPositions();
        int[] equivalent = symmetry.equivalentAtoms();
        for (int i = 0; i < equivalent.length; i++) {
            if (equivalent[i] == i) {
                byElement
                        .computeIfAbsent(symmetry.structure().species(i).symbol(), element -> new TreeMap<>())
                        .merge(positions.get(i).name(), 1, Integer::sum);
            }
        }
        List<String> parts = new ArrayList<>();
        byElement.forEach((element, orbits) -> parts.add(orbits.entrySet().stream()
                .map(orbit -> (orbit.getValue() == 1 ? " " : " " + orbit.getValue() + "×") + orbit.getKey())
                .collect(Collectors.joining("", element, ""))));
        return String.join(", ", parts);
    }

    private static Map<String, @Nullable Object> json(Found found) {
        CrystalSymmetry symmetry = found.symmetry();
        List<WyckoffPosition> positions = symmetry.wyckoffPositions();
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("source", found.place());
        json.put("number", symmetry.number());
        json.put("symbol", symmetry.setting().shortSymbol());
        json.put("hall", symmetry.setting().hall());
        json.put("setting", symmetry.setting().choice());
        json.put("pointGroup", symmetry.setting().pointGroup());
        json.put("crystalSystem", symmetry.setting().crystalSystem().key());
        json.put("tolerance", symmetry.tolerance());
        json.put("foundWithin", symmetry.foundWithin());
        json.put(
                "wyckoff",
                positions.stream().map(p -> String.valueOf(p.letter())).toList());
        json.put(
                "siteSymmetry",
                positions.stream().map(WyckoffPosition::siteSymmetry).toList());
        json.put("equivalentAtoms", symmetry.equivalentAtoms());
        json.put("transformation", Json.rows(symmetry.transformation()));
        json.put("originShift", Json.numbers(symmetry.originShift()));
        json.put(
                "operations",
                symmetry.operations().stream().map(SymmetryOperation::toString).toList());
        json.put("primitive", Json.of(symmetry.primitive()));
        json.put("conventional", Json.of(symmetry.conventional()));
        return json;
    }
}
