package org.polymorph.daemon.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.polymorph.daemon.plot.HullPlot;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.format.Frame;
import org.polymorph.surrogate.hull.ConvexHull;
import org.polymorph.surrogate.hull.HullEntry;
import org.polymorph.surrogate.hull.HullPoint;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Energies above the convex hull. */
@Command(
        name = "hull",
        description =
                "Energies above the convex hull over composition, what falls apart into what, and the stable set. Needs"
                        + " structures with energies, among them one of each element alone.")
final class HullCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = "Structures with energies, as extxyz or outputs keep them; - is stdin.")
    private List<String> files = List.of();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Draw the hull of two or three elements: .png or .svg.")
    private Optional<String> picture = Optional.empty();

    HullCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        picture.ifPresent(PictureFile::check);
        List<HullEntry> entries = entries(files, 0, console);
        ConvexHull hull = UsageException.at(String.join(", ", files), () -> ConvexHull.of(entries));
        picture.ifPresent(file -> UsageException.at(String.join(", ", files), () -> HullPlot.of("Hull", hull, 0))
                .write(Path.of(file)));
        if (console.json()) {
            console.write(json(hull.points()));
        } else {
            tell(hull.points());
        }
        return ExitCode.DONE;
    }

    /**
     * Reads structures with their energies; each is named by its place.
     *
     * @param pressure eV/Å³; enthalpies are taken where it is not zero
     */
    static List<HullEntry> entries(List<String> files, double pressure, Console console) {
        List<HullEntry> entries = new ArrayList<>();
        for (String file : files) {
            List<Frame> frames = StructureArguments.read(file, console);
            for (int i = 0; i < frames.size(); i++) {
                String place = file + ", structure " + (i + 1);
                double energy = FrameEnergy.perAtom(frames.get(i))
                        .orElseThrow(() -> new UsageException(place + ": expected an energy in eV, found none"));
                Structure structure = frames.get(i).structure();
                entries.add(new HullEntry(
                        place, structure.composition(), energy + pressure * structure.volume() / structure.size()));
            }
        }
        return entries;
    }

    private static Map<String, Object> json(List<HullPoint> points) {
        List<Object> entries = new ArrayList<>();
        List<Integer> stable = new ArrayList<>();
        for (int i = 0; i < points.size(); i++) {
            HullPoint point = points.get(i);
            Map<String, @Nullable Object> entry = new LinkedHashMap<>();
            entry.put("formula", point.entry().composition().toString());
            entry.put("energyPerAtom", point.entry().energyPerAtom());
            entry.put("formationEnergy", point.formationEnergy());
            entry.put("energyAboveHull", point.energyAboveHull());
            entry.put("stable", point.stable());
            List<Object> parts = new ArrayList<>();
            point.decomposition().forEach((other, part) -> parts.add(Json.of("entry", other, "part", part)));
            entry.put("decomposition", parts);
            entries.add(entry);
            if (point.stable()) {
                stable.add(i);
            }
        }
        return Json.of("entries", entries, "stable", stable);
    }

    private void tell(List<HullPoint> points) {
        Table table = new Table(
                "#",
                "formula",
                "energy [eV/atom]",
                "of formation [eV/atom]",
                "above hull [eV/atom]",
                "falls apart into");
        for (int i = 0; i < points.size(); i++) {
            HullPoint point = points.get(i);
            String parts = point.decomposition().entrySet().stream()
                    .map(part -> Outcomes.fixed("%.3f ", part.getValue())
                            + points.get(part.getKey()).entry().composition() + " (" + (part.getKey() + 1) + ")")
                    .collect(Collectors.joining(" + "));
            table.row(
                    Integer.toString(i + 1),
                    point.entry().composition().toString(),
                    Outcomes.fixed("%.6f", point.entry().energyPerAtom()),
                    Outcomes.fixed("%.6f", point.formationEnergy()),
                    Outcomes.fixed("%.6f", point.energyAboveHull()),
                    point.stable() ? "stable" : parts);
        }
        table.lines().forEach(console::say);
    }
}
