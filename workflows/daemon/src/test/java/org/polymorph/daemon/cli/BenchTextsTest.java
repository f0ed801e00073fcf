package org.polymorph.daemon.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.polymorph.daemon.bench.BenchReport;
import org.polymorph.daemon.bench.Costs;
import org.polymorph.daemon.bench.Find;
import org.polymorph.daemon.bench.HitCost;
import org.polymorph.daemon.bench.HitRate;
import org.polymorph.daemon.bench.MethodFigures;
import org.polymorph.daemon.bench.RandomFigures;
import org.polymorph.daemon.bench.Recognition;
import org.polymorph.daemon.bench.SearchRecord;
import org.polymorph.daemon.bench.Target;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Lattice;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Workers;
import org.polymorph.surrogate.match.MatchSettings;

class BenchTextsTest {
    @Test
    void searches_without_a_find_are_told_by_how_they_ended() {
        Map<String, List<SearchRecord>> searches =
                Map.of("campaign", List.of(ended(1, "NO_LABELS"), ended(2, "NO_RESULT"), ended(3, "NO_LABELS")));

        assertThat(BenchTexts.nothing(searches))
                .isEqualTo("no search has found any structure; they ended: no_labels 2, no_result 1");
        assertThat(BenchTexts.nothing(Map.of("campaign", List.of()))).isEqualTo("no search could be run");
    }

    // 10 of 100 cells: Wilson's ends are 0.055229 and 0.174366, so that a hit of 10 calls a cell costs 57 to 181
    @Test
    void a_campaign_that_costs_more_than_random_search_does_not_look_like_a_saving() {
        assertThat(BenchTexts.lines(report(new HitCost(3000, 2000, 6000), 10)))
                .contains("campaign: against random search a hit costs 30 (95 %: 11 to 105) times more by calls to it,"
                        + " 60 (95 %: 22 to 209) times more by checked calls");
        assertThat(BenchTexts.lines(report(new HitCost(10, 8, 20), 10)))
                .contains("campaign: against random search a hit costs 10 (95 %: 2.9 to 23) times less by calls to it,"
                        + " 5.0 (95 %: 1.4 to 11) times less by checked calls");
    }

    // 0 of 100 cells: more than 10/0.036994 = 270 calls a hit
    @Test
    void without_a_hit_there_is_a_bound() {
        HitCost none = new HitCost(Double.POSITIVE_INFINITY, 60, Double.POSITIVE_INFINITY);

        assertThat(BenchTexts.lines(report(new HitCost(10, 8, 20), 0)))
                .contains("campaign: against random search a hit costs more than 14 times less by calls to it,"
                        + " more than 6.8 times less by checked calls");
        assertThat(BenchTexts.lines(report(new HitCost(3000, 2000, 6000), 0)))
                .contains("campaign: against random search a hit costs at most 22 times more by calls to it,"
                        + " at most 44 times more by checked calls");
        assertThat(BenchTexts.lines(report(none, 10)))
                .contains("campaign: no hit; against random search a hit costs at most 3.0 times less by calls to it,"
                        + " at most 1.5 times less by checked calls");
        assertThat(BenchTexts.lines(report(none, 0))).contains("campaign: no hit, nor by random search");
        assertThat(BenchTexts.lines(report(none, 0))).anyMatch(line -> line.contains("more than 60"));
    }

    private static BenchReport found(int asked, Find... finds) {
        List<SearchRecord> searches = List.of(
                new SearchRecord("campaign", 1, "CONVERGED", 2, 40, 100, 1, List.of(finds)), ended(2, "CONVERGED"));
        List<SearchRecord> random = List.of(
                new SearchRecord("random-search", 1, "POOL", 0, 10, 400, 1, List.of(find(4, 160, 160, -2))),
                new SearchRecord("random-search", 2, "POOL", 0, 10, 400, 1, List.of()));
        try (Workers workers = new Workers(1)) {
            return BenchReport.of(
                    Map.of("campaign", searches, "random-search", random),
                    Optional.of(new Target(List.of(), List.of(-2.0), 1e-3)),
                    1e-3,
                    asked,
                    new Recognition.Means(MatchSettings.defaults(), workers));
        }
    }

    private static Find find(int labels, long calls, long checked, double enthalpy) {
        return new Find(
                labels, calls, checked, enthalpy, Structure.of(Lattice.cubic(3), List.of(Element.Si), new double[3]));
    }

    @Test
    void fewer_minima_than_asked_for_are_told_and_why() {
        BenchReport report = found(3, find(20, 25, 25, -2), find(40, 50, 70, -1.5));

        assertThat(BenchTexts.lines(report))
                .anyMatch(line -> line.contains("all 2 known minima"))
                .noneMatch(line -> line.contains("all 2 lowest minima"))
                .contains("of the 3 lowest minima asked for, 2 are known");
        assertThat(BenchTexts.notes(report, false, 2))
                .containsExactly("--minima 3: a search relaxes only its 2 lowest clusters of each round (stop.topK),"
                        + " so that it may not find as many minima");
        assertThat(BenchTexts.notes(report, false, 3)).isEmpty();
        assertThat(BenchTexts.lines(found(2, find(20, 25, 25, -2), find(40, 50, 70, -1.5))))
                .anyMatch(line -> line.contains("all 2 lowest minima"))
                .noneMatch(line -> line.contains("asked for"));
    }

    @Test
    void random_search_is_a_row_of_the_table() {
        List<String> lines = BenchTexts.lines(found(1, find(20, 25, 30, -2)));

        // 1 of 2 pools, after 4 cells and 160 calls; the other pool takes for ever
        assertThat(lines).anyMatch(line -> line.matches("random-search +1/2 .* – +4 +– +– +160 +– +– +400"));
        // 25 + 2, 30 + 2 and 100 + 2 calls of both searches to the one hit
        assertThat(lines).anyMatch(line -> line.matches("campaign +27 .* 32 .* 102 .*"));
        assertThat(lines).anyMatch(line -> line.contains("random search on the same pools: 1 of 20 cells hit"));
    }

    @Test
    void searches_ended_at_a_hit_are_counted_and_say_nothing_of_the_stopping_rule() {
        BenchReport report = report(new HitCost(10, 8, 20), 10);

        assertThat(BenchTexts.lines(report))
                .noneMatch(line -> line.contains("stopping rule") || line.contains("lowest minima"));
        assertThat(BenchTexts.notes(report, true, 1))
                .containsExactly("1 of 2 searches were ended at a hit: what whole ones cost, and what the stopping"
                        + " rule is worth, is not known");
        assertThat(BenchTexts.notes(found(1, find(20, 25, 25, -2)), true, 1)).isEmpty();
    }

    @Test
    void programs_get_every_find_and_the_first_hit_of_each_search() {
        BenchReport report = found(2, find(20, 25, 25, -1.5), find(40, 50, 70, -2));
        Map<String, List<SearchRecord>> searches = Map.of(
                "campaign",
                List.of(
                        new SearchRecord(
                                "campaign",
                                7,
                                "CONVERGED",
                                2,
                                40,
                                100,
                                1,
                                List.copyOf(report.marks().hits().stream()
                                        .filter(find -> find.labels() == 40)
                                        .toList())),
                        ended(8, "CONVERGED")));

        JsonNode json = new ObjectMapper().valueToTree(BenchJson.of("si", Path.of("data"), searches, report));

        JsonNode first = json.at("/searches/0");
        assertThat(first.at("/seed").asInt()).isEqualTo(7);
        assertThat(first.at("/hit").asBoolean()).isTrue();
        assertThat(first.at("/labelsToHit").asInt()).isEqualTo(40);
        assertThat(first.at("/callsToHit").asInt()).isEqualTo(50);
        assertThat(first.at("/checkedCallsToHit").asInt()).isEqualTo(70);
        assertThat(first.at("/finds/0/hit").asBoolean()).isTrue();
        assertThat(first.at("/finds/0/minimum").asInt()).isEqualTo(1);
        assertThat(first.at("/finds/0/enthalpyPerAtom").asDouble()).isEqualTo(-2);
        assertThat(json.at("/searches/1/hit").asBoolean(true)).isFalse();
        assertThat(json.at("/searches/1/callsToHit").isNull()).isTrue();
        assertThat(json.at("/methods/0/callsAHit").asDouble()).isEqualTo(52);
        assertThat(json.at("/methods/0/checkedCallsAHit").asDouble()).isEqualTo(72);
        assertThat(json.at("/methods/0/wholeSearchesAHit").asDouble()).isEqualTo(102);
        // 1 of 20 cells of 40 calls: 800 a hit
        assertThat(json.at("/methods/0/savings/wholeSearches/factor").asDouble())
                .isCloseTo(800.0 / 102, within(1e-9));
        assertThat(json.at("/randomSearch/callsToHit/mean").asDouble()).isEqualTo(160);
        assertThat(json.at("/minimaAsked").asInt()).isEqualTo(2);
    }

    private static BenchReport report(HitCost callsAHit, int randomHits) {
        Costs costs = new Costs(1, 2, 10, 10, 10);
        HitCost checked = new HitCost(2 * callsAHit.mean(), 2 * callsAHit.least(), 2 * callsAHit.most());
        MethodFigures campaign = new MethodFigures(
                "campaign",
                HitRate.of(Double.isFinite(callsAHit.mean()) ? 1 : 0, 2),
                costs,
                costs,
                costs,
                callsAHit,
                checked,
                1,
                100,
                Optional.empty(),
                List.of(10.0));
        RandomFigures random = new RandomFigures(HitRate.of(randomHits, 100), 10, campaign, 1000);
        return new BenchReport(
                new Target(List.of(), List.of(-1.0), 1e-3),
                List.of(campaign),
                Optional.of(random),
                List.of(-1.0),
                1,
                new BenchReport.Marks(Set.of(), List.of()));
    }

    private static SearchRecord ended(int seed, String exit) {
        return new SearchRecord("campaign", seed, exit, 1, 2, 2, 1.0, List.of());
    }
}
