package org.polymorph.daemon.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.polymorph.daemon.bench.BenchReport;
import org.polymorph.daemon.bench.BenchReport.Marks;
import org.polymorph.daemon.bench.Costs;
import org.polymorph.daemon.bench.Find;
import org.polymorph.daemon.bench.HitCost;
import org.polymorph.daemon.bench.HitRate;
import org.polymorph.daemon.bench.MethodFigures;
import org.polymorph.daemon.bench.RandomFigures;
import org.polymorph.daemon.bench.Saving;
import org.polymorph.daemon.bench.SearchRecord;
import org.polymorph.daemon.bench.StopFigures;

/** What a bench looks like to programs. */
final class BenchJson {
    private BenchJson() {}

    /** Returns the document of all figures, and of each search with its finds but without their structures. */
    static Map<String, @Nullable Object> of(
            String campaign, Path data, Map<String, List<SearchRecord>> searches, BenchReport report) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("campaign", campaign);
        json.put("directory", data.toString());
        Map<String, @Nullable Object> target = new LinkedHashMap<>();
        target.put("enthalpiesPerAtom", report.target().enthalpies());
        target.put("tolerance", report.target().tolerance());
        target.put(
                "structures",
                report.target().structures().stream().map(Json::of).toList());
        json.put("target", target);
        json.put("minima", report.minima());
        json.put("minimaAsked", report.asked());
        json.put(
                "methods",
                report.methods().stream()
                        .map(method -> json(method, report.random()))
                        .toList());
        report.random().ifPresent(random -> json.put("randomSearch", json(random)));
        List<Map<String, @Nullable Object>> runs = new ArrayList<>();
        searches.values().forEach(list -> list.forEach(search -> runs.add(json(search, report.marks()))));
        json.put("searches", runs);
        return json;
    }

    private static Map<String, @Nullable Object> json(MethodFigures method, Optional<RandomFigures> random) {
        Map<String, @Nullable Object> json = json(method);
        random.map(RandomFigures::callsAHit).ifPresent(other -> {
            Map<String, @Nullable Object> savings = new LinkedHashMap<>();
            savings.put("calls", json(Saving.of(method.callsAHit(), other)));
            savings.put("checkedCalls", json(Saving.of(method.checkedCallsAHit(), other)));
            method.whole().ifPresent(whole -> savings.put("wholeSearches", json(Saving.of(whole.callsAHit(), other))));
            json.put("savings", savings);
        });
        return json;
    }

    private static Map<String, @Nullable Object> json(MethodFigures method) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("method", method.method());
        json.put("hits", json(method.hits()));
        json.put("stopped", method.stopped());
        json.put("labelsToHit", json(method.labels()));
        json.put("callsToHit", json(method.calls()));
        json.put("checkedCallsToHit", json(method.checkedCalls()));
        put(json, "callsAHit", method.callsAHit());
        put(json, "checkedCallsAHit", method.checkedCallsAHit());
        method.whole().ifPresent(whole -> {
            put(json, "wholeSearchesAHit", whole.callsAHit());
            json.put("callsOfWholeSearch", number(whole.calls()));
            json.put("labelsToMinima", json(whole.minima()));
            json.put("callsToMinima", json(whole.minimaCalls()));
            json.put("checkedCallsToMinima", json(whole.minimaCheckedCalls()));
            json.put("stoppingRule", json(whole.stop()));
        });
        json.put("firstHits", method.firstHits().stream().map(BenchJson::number).toList());
        return json;
    }

    private static void put(Map<String, @Nullable Object> json, String key, HitCost cost) {
        json.put(key, number(cost.mean()));
        json.put(key + "Low", number(cost.least()));
        json.put(key + "High", number(cost.most()));
    }

    private static Map<String, @Nullable Object> json(Saving saving) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("factor", number(saving.factor()));
        json.put("low", number(saving.least()));
        json.put("high", number(saving.most()));
        return json;
    }

    private static Map<String, @Nullable Object> json(StopFigures stop) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("stopped", json(stop.stopped()));
        json.put("withTarget", stop.target());
        json.put("withMinima", stop.minima());
        json.put("labelsAfterLastMinimum", json(stop.idleLabels()));
        return json;
    }

    private static Map<String, @Nullable Object> json(RandomFigures random) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("cells", json(random.cells()));
        json.put("callsACell", number(random.callsACell()));
        put(json, "callsAHit", random.callsAHit());
        json.put("callsOfWholePool", number(random.poolCalls()));
        MethodFigures pools = random.pools();
        json.put("pools", json(pools.hits()));
        json.put("cellsToHit", json(pools.labels()));
        json.put("callsToHit", json(pools.calls()));
        pools.whole().ifPresent(whole -> {
            json.put("cellsToMinima", json(whole.minima()));
            json.put("callsToMinima", json(whole.minimaCalls()));
        });
        return json;
    }

    private static Map<String, @Nullable Object> json(SearchRecord search, Marks marks) {
        Map<String, @Nullable Object> json = search.spent();
        Optional<Find> hit = marks.firstHit(search);
        json.put("hit", hit.isPresent());
        json.put("labelsToHit", hit.map(Find::labels).orElse(null));
        json.put("callsToHit", hit.map(Find::calls).orElse(null));
        json.put("checkedCallsToHit", hit.map(Find::checkedCalls).orElse(null));
        json.put("finds", search.finds().stream().map(find -> json(find, marks)).toList());
        return json;
    }

    private static Map<String, @Nullable Object> json(Find find, Marks marks) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("labels", find.labels());
        json.put("calls", find.calls());
        json.put("checkedCalls", find.checkedCalls());
        json.put("enthalpyPerAtom", number(find.enthalpy()));
        json.put("hit", marks.hits().contains(find));
        OptionalInt minimum = marks.minimum(find);
        json.put("minimum", minimum.isPresent() ? minimum.getAsInt() : null);
        return json;
    }

    private static Map<String, @Nullable Object> json(HitRate rate) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("hits", rate.hits());
        json.put("trials", rate.trials());
        json.put("low", rate.low());
        json.put("high", rate.high());
        return json;
    }

    private static Map<String, @Nullable Object> json(Costs costs) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("found", costs.found());
        json.put("runs", costs.runs());
        json.put("median", number(costs.median()));
        json.put("mean", number(costs.mean()));
        json.put("ninety", number(costs.ninety()));
        return json;
    }

    private static @Nullable Double number(double value) {
        return Json.number(value);
    }
}
