package org.polymorph.daemon.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.polymorph.model.crystal.Structure;
import org.polymorph.surrogate.match.Comparison;
import org.polymorph.surrogate.match.MatchSettings;
import org.polymorph.surrogate.match.SiteMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Whether two crystals are the same. */
@Command(
        name = "compare",
        description =
                "Distance of two crystals, whether they are the same, and which site lies on which. Does not depend on"
                        + " cells, origins, orientations, the order of atoms and supercells.")
final class CompareCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(index = "0", paramLabel = "A", description = "A file with one structure; - is stdin.")
    private String fileA = "";

    @Parameters(index = "1", paramLabel = "B", description = "Another one.")
    private String fileB = "";

    @Mixin
    private final MatchOptions options = new MatchOptions();

    CompareCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        MatchSettings settings = options.settings();
        Structure a = SoundStructures.readOne(fileA, console).structure();
        Structure b = SoundStructures.readOne(fileB, console).structure();
        Comparison comparison = UsageException.at(fileA + " and " + fileB, () -> Comparison.of(a, b, settings));
        if (console.json()) {
            console.write(json(comparison, settings));
        } else {
            tell(comparison, settings, a, b);
        }
        return ExitCode.DONE;
    }

    private static Map<String, @Nullable Object> json(Comparison comparison, MatchSettings settings) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("same", comparison.same());
        json.put("tolerance", settings.tolerance());
        json.put("distance", Json.number(comparison.distance()));
        json.put("amd", Json.number(comparison.averageDistance()));
        json.put("pdd", Json.number(comparison.pointwiseDistance()));
        json.put("isoset", Json.number(comparison.isosetDistance()));
        json.put("rms", comparison.sites().map(SiteMap::rms).orElse(null));
        json.put("largest", comparison.sites().map(SiteMap::largest).orElse(null));
        json.put("mirrored", comparison.sites().map(SiteMap::mirrored).orElse(null));
        json.put("sites", comparison.sites().map(CompareCommand::pairs).orElse(null));
        return json;
    }

    // sites counted from 0, as the lists of the structures' JSON are
    private static List<List<Integer>> pairs(SiteMap sites) {
        List<List<Integer>> pairs = new ArrayList<>();
        for (int p = 0; p < sites.first().length; p++) {
            pairs.add(List.of(sites.first()[p], sites.second()[p]));
        }
        return pairs;
    }

    private void tell(Comparison comparison, MatchSettings settings, Structure a, Structure b) {
        console.say((comparison.same() ? "the same" : "not the same") + " within " + settings.tolerance() + " Å");
        if (!Double.isFinite(comparison.distance())) {
            console.say("the compositions differ: " + a.composition() + " and " + b.composition()
                    + " (--positions-only compares them all the same)");
        } else {
            console.say("distance                 " + length(comparison.distance()));
            console.say("  by distances (PDD)     " + length(comparison.pointwiseDistance()));
            console.say("  by whole surroundings  " + length(comparison.isosetDistance()));
        }
        console.say("  by averages (AMD)      " + length(comparison.averageDistance()));
        if (comparison.sites().isEmpty()) {
            console.say("neither can be laid upon the other");
            return;
        }
        SiteMap sites = comparison.sites().get();
        console.say("sites                    rms " + length(sites.rms()) + ", largest " + length(sites.largest())
                + (sites.mirrored() ? ", A mirrored" : ""));
        Table table = new Table("site of A", "element", "site of B", "element of B");
        for (int p = 0; p < sites.first().length; p++) {
            int first = sites.first()[p];
            int second = sites.second()[p];
            table.row(
                    Integer.toString(first + 1),
                    a.species(first).symbol(),
                    Integer.toString(second + 1),
                    b.species(second).symbol());
        }
        table.lines().forEach(console::say);
    }

    private static String length(double value) {
        return Outcomes.fixed("%.4f Å", value);
    }
}
