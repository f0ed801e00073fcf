package org.polymorph.daemon.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.polymorph.daemon.bench.BenchReport;
import org.polymorph.daemon.bench.Costs;
import org.polymorph.daemon.bench.Find;
import org.polymorph.daemon.bench.HitRate;
import org.polymorph.daemon.bench.MethodFigures;
import org.polymorph.daemon.bench.RandomFigures;
import org.polymorph.daemon.bench.SearchRecord;
import org.polymorph.daemon.bench.StopFigures;
import org.polymorph.daemon.bench.Target;
import org.polymorph.daemon.bench.WholeFigures;

/** What a bench looks like to people and to programs. */
final class BenchTexts {
    private BenchTexts() {}

    /** One search that has ended. */
    static String line(SearchRecord search) {
        double lowest =
                search.finds().stream().mapToDouble(Find::enthalpy).min().orElse(Double.NaN);
        return search.method() + ", seed " + search.seed() + ": "
                + (search.rounds() == 0
                        ? search.labels() + " cells"
                        : CampaignTexts.counted(search.labels(), "label") + " in "
                                + CampaignTexts.counted(search.rounds(), "round"))
                + ", " + search.calls() + " calls, lowest " + CampaignTexts.fixed("%.6f", lowest) + " eV/atom, "
                + search.exit().toLowerCase(Locale.ROOT);
    }

    /** Of searches none of which has found a structure: how they ended. */
    static String nothing(Map<String, List<SearchRecord>> searches) {
        Map<String, Long> ends = searches.values().stream()
                .flatMap(List::stream)
                .collect(Collectors.groupingBy(
                        search -> search.exit().toLowerCase(Locale.ROOT), TreeMap::new, Collectors.counting()));
        if (ends.isEmpty()) {
            return "no search could be run";
        }
        return "no search has found any structure; they ended: "
                + ends.entrySet().stream()
                        .map(end -> end.getKey() + " " + end.getValue())
                        .collect(Collectors.joining(", "));
    }

    static List<String> lines(BenchReport report) {
        List<String> lines = new ArrayList<>();
        lines.add("target: " + target(report.target()));
        lines.add("");
        Table hits = new Table(
                "method",
                "hits",
                "95 % [%]",
                "labels",
                "mean",
                "90 %",
                "calls",
                "mean",
                "90 %",
                "checked calls",
                "calls a hit",
                "whole search");
        report.methods()
                .forEach(method -> hits.row(
                        method.method(),
                        method.hits().hits() + "/" + method.hits().trials(),
                        interval(method.hits()),
                        count(method.labels().median()),
                        count(method.labels().mean()),
                        count(method.labels().ninety()),
                        count(method.calls().median()),
                        count(method.calls().mean()),
                        count(method.calls().ninety()),
                        count(method.checkedCalls().median()),
                        count(method.callsAHit()),
                        count(method.whole().map(WholeFigures::calls).orElse(Double.NaN))));
        lines.addAll(hits.lines());
        lines.add("");
        lines.add(
                "labels, calls: to the first hit, median, mean of those that hit, and 90 %; – where a run without a hit is there");
        lines.add("checked calls: median, with the lowest clusters relaxed after every round");
        lines.add(
                "calls a hit: of all searches to their hit or end, over the hits; whole search: mean, to its own end");
        if (report.methods().stream().anyMatch(method -> method.whole().isPresent())) {
            lines.add("");
            lines.addAll(whole(report));
        }
        report.random().ifPresent(random -> {
            lines.add("");
            lines.addAll(lines(random, report.methods()));
        });
        return lines;
    }

    private static List<String> whole(BenchReport report) {
        Table lowest = new Table(
                "method",
                "all " + report.minima().size() + " lowest minima",
                "labels",
                "mean",
                "90 %",
                "checked calls",
                "mean",
                "90 %");
        report.methods().forEach(method -> method.whole()
                .ifPresent(whole -> lowest.row(
                        method.method(),
                        whole.minima().found() + "/" + whole.minima().runs(),
                        count(whole.minima().median()),
                        count(whole.minima().mean()),
                        count(whole.minima().ninety()),
                        count(whole.minimaCalls().median()),
                        count(whole.minimaCalls().mean()),
                        count(whole.minimaCalls().ninety()))));
        List<String> lines = new ArrayList<>(lowest.lines());
        lines.add("minima [eV/atom]: "
                + String.join(
                        ", ",
                        report.minima().stream()
                                .map(e -> CampaignTexts.fixed("%.6f", e))
                                .toList()));
        lines.add("");
        report.methods().forEach(method -> method.whole()
                .ifPresent(whole -> lines.add(
                        stop(method.method(), whole.stop(), report.minima().size()))));
        return lines;
    }

    private static String stop(String method, StopFigures stop, int minima) {
        long stopped = stop.stopped().hits();
        String ended = method + ": the stopping rule ended " + stopped + " of "
                + stop.stopped().trials() + " searches";
        if (stopped == 0) {
            return ended;
        }
        return ended + ", " + share(stop.target(), stopped) + " of them with the target and "
                + share(stop.minima(), stopped) + " with all " + minima
                + " lowest minima; labels after the last of these that it found: median "
                + count(stop.idleLabels().median()) + ", mean "
                + count(stop.idleLabels().mean()) + ", 90 % "
                + count(stop.idleLabels().ninety());
    }

    private static String share(long hits, long trials) {
        return hits + " (95 %: " + interval(HitRate.of(hits, trials)) + " %)";
    }

    private static List<String> lines(RandomFigures random, List<MethodFigures> methods) {
        List<String> lines = new ArrayList<>();
        lines.add("random search on the same pools: " + random.cells().hits() + " of "
                + random.cells().trials()
                + " cells hit (95 %: " + interval(random.cells()) + " %), "
                + CampaignTexts.fixed("%.1f", random.callsACell()) + " calls a cell, "
                + (random.cells().hits() == 0
                        ? "no hit, so more than " + count(random.leastCallsAHit()) + " calls a hit (95 %)"
                        : count(random.callsAHit()) + " calls a hit (95 %: " + count(random.leastCallsAHit()) + " to "
                                + count(random.mostCallsAHit()) + ")"));
        for (MethodFigures method : methods) {
            lines.add(method.method() + ": "
                    + (method.hits().hits() == 0
                            ? "no hit"
                            : "a hit costs " + ratio(method, random) + " than by random search")
                    + method.whole()
                            .map(whole -> "; a whole search costs " + ratio(random.poolCalls() / whole.calls())
                                    + " than to relax its pool whole")
                            .orElse(""));
        }
        return lines;
    }

    private static String ratio(MethodFigures method, RandomFigures random) {
        double least = random.leastCallsAHit() / method.callsAHit();
        if (random.cells().hits() == 0) {
            return least >= 1 ? "more than " + ratio(least) : "at most " + ratio(least);
        }
        double ratio = random.callsAHit() / method.callsAHit();
        double most = random.mostCallsAHit() / method.callsAHit();
        boolean less = ratio >= 1;
        return times(less ? ratio : 1 / ratio) + " (95 % of the random rate: " + times(less ? least : 1 / most) + " to "
                + times(less ? most : 1 / least) + ") times " + (less ? "less" : "more");
    }

    private static String ratio(double ratio) {
        return ratio >= 1 ? times(ratio) + " times less" : times(1 / ratio) + " times more";
    }

    static String target(Target target) {
        List<String> words = new ArrayList<>();
        if (!target.enthalpies().isEmpty()) {
            words.add(target.enthalpies().stream()
                            .map(e -> CampaignTexts.fixed("%.6f", e))
                            .distinct()
                            .collect(Collectors.joining(" or "))
                    + " eV/atom within " + CampaignTexts.fixed("%.2f", 1000 * target.tolerance()) + " meV");
        }
        if (!target.structures().isEmpty()) {
            words.add("structure one of " + target.structures().size() + ": "
                    + String.join(
                            ", ",
                            target.structures().stream()
                                    .map(SpaceGroupText::of)
                                    .limit(8)
                                    .toList()));
        }
        return String.join(", ", words);
    }

    private static String interval(HitRate rate) {
        return String.format(Locale.ROOT, "%.3g–%.3g", 100 * rate.low(), 100 * rate.high());
    }

    private static String count(double number) {
        return CampaignTexts.fixed("%.0f", number);
    }

    private static String times(double ratio) {
        return CampaignTexts.fixed(ratio < 10 ? "%.1f" : "%.0f", ratio);
    }

    /** Returns the document of all figures, and of each search without its structures. */
    static Map<String, @Nullable Object> json(
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
        json.put("methods", report.methods().stream().map(BenchTexts::json).toList());
        report.random().ifPresent(random -> json.put("randomSearch", json(random)));
        List<Map<String, @Nullable Object>> runs = new ArrayList<>();
        searches.values().forEach(list -> list.forEach(search -> runs.add(json(search))));
        json.put("searches", runs);
        return json;
    }

    private static Map<String, @Nullable Object> json(MethodFigures method) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("method", method.method());
        json.put("hits", json(method.hits()));
        json.put("labelsToHit", json(method.labels()));
        json.put("callsToHit", json(method.calls()));
        json.put("checkedCallsToHit", json(method.checkedCalls()));
        json.put("callsAHit", number(method.callsAHit()));
        method.whole().ifPresent(whole -> {
            json.put("callsOfWholeSearch", number(whole.calls()));
            json.put("labelsToMinima", json(whole.minima()));
            json.put("checkedCallsToMinima", json(whole.minimaCalls()));
            json.put("stoppingRule", json(whole.stop()));
        });
        json.put(
                "firstHits", method.firstHits().stream().map(BenchTexts::number).toList());
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
        json.put("callsAHit", number(random.callsAHit()));
        json.put("callsAHitLow", number(random.leastCallsAHit()));
        json.put("callsAHitHigh", number(random.mostCallsAHit()));
        json.put("callsOfWholePool", number(random.poolCalls()));
        return json;
    }

    private static Map<String, @Nullable Object> json(SearchRecord search) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("method", search.method());
        json.put("seed", search.seed());
        json.put("exit", search.exit());
        json.put("rounds", search.rounds());
        json.put("labels", search.labels());
        json.put("calls", search.calls());
        json.put("seconds", search.seconds());
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
