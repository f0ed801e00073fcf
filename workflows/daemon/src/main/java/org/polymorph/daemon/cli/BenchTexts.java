package org.polymorph.daemon.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.polymorph.daemon.bench.BenchReport;
import org.polymorph.daemon.bench.Costs;
import org.polymorph.daemon.bench.Find;
import org.polymorph.daemon.bench.HitCost;
import org.polymorph.daemon.bench.HitRate;
import org.polymorph.daemon.bench.MethodFigures;
import org.polymorph.daemon.bench.RandomFigures;
import org.polymorph.daemon.bench.Saving;
import org.polymorph.daemon.bench.SearchRecord;
import org.polymorph.daemon.bench.StopFigures;
import org.polymorph.daemon.bench.Target;
import org.polymorph.daemon.bench.WholeFigures;

/** What a bench looks like to people. */
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

    /**
     * What is to be known of the figures.
     *
     * @param untilHit whether searches were to end at their first hit
     * @param relaxed how many of its lowest clusters a search relaxes
     */
    static List<String> notes(BenchReport report, boolean untilHit, int relaxed) {
        List<String> notes = new ArrayList<>();
        long stopped =
                report.methods().stream().mapToLong(MethodFigures::stopped).sum();
        if (stopped > 0) {
            long all = report.methods().stream()
                    .mapToLong(method -> method.hits().trials())
                    .sum();
            notes.add(stopped + " of " + all + " searches were "
                    + (untilHit ? "ended at a hit" : "stopped before their own end")
                    + ": what whole ones cost, and what the stopping rule is worth, is not known");
        }
        if (report.asked() > relaxed) {
            notes.add("--minima " + report.asked() + ": a search relaxes only its " + relaxed
                    + " lowest clusters of each round (stop.topK), so that it may not find as many minima");
        }
        return notes;
    }

    static List<String> lines(BenchReport report) {
        List<String> lines = new ArrayList<>();
        lines.add("target: " + target(report.target()));
        lines.add("");
        List<MethodFigures> rows = rows(report);
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
                "whole search");
        rows.forEach(method -> hits.row(Stream.of(
                        Stream.of(
                                method.method(),
                                method.hits().hits() + "/" + method.hits().trials(),
                                interval(method.hits())),
                        costs(method.labels()),
                        costs(method.calls()),
                        Stream.of(
                                count(method.checkedCalls().median()),
                                count(method.whole().map(WholeFigures::calls).orElse(Double.NaN))))
                .flatMap(cells -> cells)
                .toArray(String[]::new)));
        lines.addAll(hits.lines());
        lines.add("");
        lines.add(
                "labels, calls: to the first hit, median, mean of those that hit, and 90 %; – where a run without a hit is there");
        lines.add("checked calls: median, with the lowest clusters relaxed after every round");
        lines.add("whole search: mean, to its own end");
        if (report.random().isPresent()) {
            lines.add("random-search: the cells of each pool in their order, each a label, are one search");
        }
        lines.add("");
        Table prices = new Table(
                "method", "calls a hit", "95 %", "checked calls a hit", "95 %", "whole searches a hit [calls]", "95 %");
        report.methods().forEach(method -> {
            Optional<HitCost> whole = method.whole().map(WholeFigures::callsAHit);
            prices.row(
                    method.method(),
                    count(method.callsAHit().mean()),
                    interval(method.callsAHit()),
                    count(method.checkedCallsAHit().mean()),
                    interval(method.checkedCallsAHit()),
                    count(whole.map(HitCost::mean).orElse(Double.NaN)),
                    whole.map(BenchTexts::interval).orElse("–"));
        });
        lines.addAll(prices.lines());
        lines.add("");
        lines.add(
                "a hit: of all searches to their hit or end, over the hits; known only afterwards by calls, not by checked calls");
        lines.add("whole searches: all calls of all searches to their own end, over the hits");
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

    // the methods, and random search as one more of them
    private static List<MethodFigures> rows(BenchReport report) {
        return Stream.concat(report.methods().stream(), report.random().map(RandomFigures::pools).stream())
                .toList();
    }

    private static Stream<String> costs(Costs costs) {
        return Stream.of(count(costs.median()), count(costs.mean()), count(costs.ninety()));
    }

    private static List<String> whole(BenchReport report) {
        Table lowest = new Table(
                "method",
                minima(report),
                "labels",
                "mean",
                "90 %",
                "calls",
                "mean",
                "90 %",
                "checked calls",
                "mean",
                "90 %");
        rows(report).forEach(method -> method.whole()
                .ifPresent(whole -> lowest.row(Stream.of(
                                Stream.of(
                                        method.method(),
                                        whole.minima().found() + "/"
                                                + whole.minima().runs()),
                                costs(whole.minima()),
                                costs(whole.minimaCalls()),
                                costs(whole.minimaCheckedCalls()))
                        .flatMap(cells -> cells)
                        .toArray(String[]::new))));
        List<String> lines = new ArrayList<>(lowest.lines());
        lines.add("minima [eV/atom]: "
                + String.join(
                        ", ",
                        report.minima().stream()
                                .map(e -> CampaignTexts.fixed("%.6f", e))
                                .toList()));
        if (report.minima().size() < report.asked()) {
            lines.add("of the " + report.asked() + " lowest minima asked for, "
                    + report.minima().size() + (report.minima().size() == 1 ? " is known" : " are known"));
        }
        lines.add("");
        report.methods().forEach(method -> method.whole()
                .ifPresent(whole -> lines.add(stop(method.method(), whole.stop(), minima(report)))));
        return lines;
    }

    private static String minima(BenchReport report) {
        int known = report.minima().size();
        return known < report.asked() ? "all " + known + " known minima" : "all " + known + " lowest minima";
    }

    private static String stop(String method, StopFigures stop, String minima) {
        long stopped = stop.stopped().hits();
        String ended = method + ": the stopping rule ended " + stopped + " of "
                + stop.stopped().trials() + " searches";
        if (stopped == 0) {
            return ended;
        }
        return ended + ", " + share(stop.target(), stopped) + " of them with the target and "
                + share(stop.minima(), stopped) + " with " + minima
                + "; labels after the last of these that it found: median "
                + count(stop.idleLabels().median()) + ", mean "
                + count(stop.idleLabels().mean()) + ", 90 % "
                + count(stop.idleLabels().ninety());
    }

    private static String share(long hits, long trials) {
        return hits + " (95 %: " + interval(HitRate.of(hits, trials)) + " %)";
    }

    private static List<String> lines(RandomFigures random, List<MethodFigures> methods) {
        List<String> lines = new ArrayList<>();
        HitCost aHit = random.callsAHit();
        lines.add("random search on the same pools: " + random.cells().hits() + " of "
                + random.cells().trials()
                + " cells hit (95 %: " + interval(random.cells()) + " %), "
                + CampaignTexts.fixed("%.1f", random.callsACell()) + " calls a cell, "
                + (random.cells().hits() == 0
                        ? "no hit, so more than " + count(aHit.least()) + " calls a hit (95 %)"
                        : count(aHit.mean()) + " calls a hit (95 %: " + interval(aHit) + ")"));
        for (MethodFigures method : methods) {
            lines.add(method.method() + ": " + savings(method, aHit)
                    + method.whole()
                            .map(whole -> "; a whole search costs " + ratio(random.poolCalls() / whole.calls())
                                    + " than to relax its pool whole")
                            .orElse(""));
        }
        return lines;
    }

    private static String savings(MethodFigures method, HitCost random) {
        boolean none = method.hits().hits() == 0;
        if (none && Double.isInfinite(random.mean())) {
            return "no hit, nor by random search";
        }
        return (none ? "no hit; " : "") + "against random search a hit costs "
                + saving(Saving.of(method.callsAHit(), random)) + " by calls to it, "
                + saving(Saving.of(method.checkedCallsAHit(), random)) + " by checked calls"
                + method.whole()
                        .map(whole -> ", " + saving(Saving.of(whole.callsAHit(), random)) + " by whole searches")
                        .orElse("");
    }

    private static String saving(Saving saving) {
        double least = saving.least();
        double most = saving.most();
        if (!Double.isNaN(saving.factor())) {
            boolean less = saving.factor() >= 1;
            return times(less ? saving.factor() : 1 / saving.factor()) + " (95 %: " + times(less ? least : 1 / most)
                    + " to " + times(less ? most : 1 / least) + ") times " + (less ? "less" : "more");
        }
        if (Double.isFinite(most)) {
            return most <= 1 ? "more than " + ratio(most) : "at most " + ratio(most);
        }
        return least >= 1 ? "more than " + ratio(least) : "at most " + ratio(least);
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

    private static String interval(HitCost cost) {
        return Double.isFinite(cost.most())
                ? count(cost.least()) + " to " + count(cost.most())
                : "more than " + count(cost.least());
    }

    private static String count(double number) {
        return CampaignTexts.fixed("%.0f", number);
    }

    private static String times(double ratio) {
        return CampaignTexts.fixed(ratio < 10 ? "%.1f" : "%.0f", ratio);
    }
}
