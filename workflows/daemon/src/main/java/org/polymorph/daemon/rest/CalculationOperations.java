package org.polymorph.daemon.rest;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.polymorph.daemon.cli.Json;
import org.polymorph.engine.config.CampaignSettings;
import org.polymorph.engine.store.Calculation;
import org.polymorph.engine.store.Calculation.Purpose;
import org.polymorph.engine.store.Calculation.State;
import org.polymorph.engine.store.CalculationLists;
import org.polymorph.engine.store.CalculationLists.Choice;
import org.polymorph.engine.store.CalculationLists.Row;
import org.polymorph.engine.store.CampaignReader;
import org.polymorph.engine.store.Database;
import org.polymorph.engine.store.Page;
import org.polymorph.engine.store.RankedResult;
import org.polymorph.model.crystal.Composition;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.format.Frame;
import org.polymorph.surrogate.hull.ConvexHull;
import org.polymorph.surrogate.hull.HullEntry;
import org.polymorph.surrogate.hull.HullPoint;

/** What was handed to the DFT code, and what came of it over composition. */
final class CalculationOperations {
    private final CampaignOperations campaigns;
    private final CalculationLists calculations;
    private final Database database;
    private final Path data;

    CalculationOperations(CampaignOperations campaigns, Database database, Path data) {
        this.campaigns = campaigns;
        this.calculations = new CalculationLists(database, data);
        this.database = database;
        this.data = data;
    }

    Map<String, Operation> all() {
        return Map.of("calculations", this::page, "calculatedStructure", this::structure, "hull", this::hull);
    }

    private RestAnswer page(RestRequest request) {
        String id = request.text("id");
        campaigns.require(id);
        Page<Row> page = calculations.page(
                new Choice(
                        id,
                        request.word("purpose", Purpose.class),
                        request.word("state", State.class),
                        request.number("round")),
                request.range());
        return RestAnswer.json(Json.of(
                "total",
                page.total(),
                "items",
                page.items().stream().map(CalculationOperations::row).toList()));
    }

    static Map<String, @Nullable Object> row(Row row) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", row.id());
        json.put("purpose", row.purpose().name());
        json.put("round", row.round());
        json.put("candidate", row.candidate());
        json.put("stage", row.stage());
        json.put("inputSet", row.inputSet());
        json.put("state", row.state().name());
        json.put("energyPerAtom", Json.number(row.energy()));
        json.put("maxForce", Json.number(row.maxForce()));
        json.put("volumePerAtom", Json.number(row.volume()));
        json.put("converged", row.converged());
        json.put("steps", row.steps());
        json.put("failure", Texts.orNull(row.failure()));
        return json;
    }

    private RestAnswer structure(RestRequest request) {
        String id = request.text("id");
        campaigns.require(id);
        String calculation = request.text("calculation");
        Optional<Frame> input = calculations.input(id, calculation);
        if (input.isEmpty()) {
            throw RestProblem.notFound("calculation", "campaign " + id + " has no calculation \"" + calculation + "\"");
        }
        Frame frame = request.text("which").equals("input")
                ? input.get()
                : calculations
                        .result(id, calculation)
                        .orElseThrow(() -> RestProblem.notFound(
                                "which",
                                "calculation " + calculation + " has no result; which=input is what was sent"));
        return StructureAnswer.of(frame, request.text("format"));
    }

    private RestAnswer hull(RestRequest request) {
        String id = request.text("id");
        campaigns.require(id);
        CampaignReader reader = CampaignReader.of(id, database, data);
        double pressure =
                CampaignSettings.pressure(reader.campaign().orElseThrow().spec());
        List<String> candidates = new ArrayList<>();
        List<HullEntry> entries = new ArrayList<>();
        for (Calculation label : reader.calculations(Purpose.LABEL)) {
            label.result().ifPresent(frame -> {
                Composition composition = frame.structure().composition();
                double energy = frame.evaluation().orElseThrow().energy()
                        + pressure * frame.structure().volume();
                candidates.add(label.candidate());
                entries.add(new HullEntry(label.id(), composition, energy / composition.size()));
            });
        }
        for (RankedResult result : reader.results()) {
            candidates.add(result.candidate());
            entries.add(new HullEntry(result.calculation(), result.structure().composition(), result.enthalpy()));
        }
        return RestAnswer.json(isOverComposition(entries) ? points(entries, candidates) : List.of());
    }

    // a hull spans several compositions and needs each element alone
    private static boolean isOverComposition(List<HullEntry> entries) {
        TreeSet<Element> elements = new TreeSet<>();
        TreeSet<Element> alone = new TreeSet<>();
        for (HullEntry entry : entries) {
            elements.addAll(entry.composition().counts().keySet());
            if (entry.composition().counts().size() == 1) {
                alone.addAll(entry.composition().counts().keySet());
            }
        }
        return elements.size() > 1 && alone.equals(elements);
    }

    private static List<Object> points(List<HullEntry> entries, List<String> candidates) {
        ConvexHull hull = ConvexHull.of(entries);
        Map<String, SortedSet<String>> neighbours = new TreeMap<>();
        for (ConvexHull.Tie tie : hull.ties()) {
            neighbours(neighbours, tie.one()).add(formula(tie.other()));
            neighbours(neighbours, tie.other()).add(formula(tie.one()));
        }
        List<HullPoint> points = hull.points();
        List<Object> json = new ArrayList<>();
        for (int i = 0; i < points.size(); i++) {
            HullPoint point = points.get(i);
            Composition composition = point.entry().composition();
            Map<String, Double> shares = new TreeMap<>();
            composition
                    .counts()
                    .forEach((element, count) -> shares.put(element.symbol(), (double) count / composition.size()));
            Map<String, Object> entry = Json.of("formula", formula(point), "x", shares);
            entry.put("formationEnergyPerAtom", point.formationEnergy());
            entry.put("aboveHull", Math.max(0, point.energyAboveHull()));
            entry.put("candidate", candidates.get(i));
            if (point.stable()) {
                entry.put("coexistsWith", neighbours(neighbours, point));
            }
            json.add(entry);
        }
        return json;
    }

    private static SortedSet<String> neighbours(Map<String, SortedSet<String>> all, HullPoint stable) {
        return all.computeIfAbsent(formula(stable), key -> new TreeSet<>());
    }

    private static String formula(HullPoint point) {
        return point.entry().composition().reduced().toString();
    }
}
