package org.polymorph.daemon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.polymorph.daemon.bench.BenchReport;
import org.polymorph.daemon.bench.Costs;
import org.polymorph.daemon.bench.HitRate;
import org.polymorph.daemon.bench.MethodFigures;
import org.polymorph.daemon.bench.RandomFigures;
import org.polymorph.daemon.bench.SearchRecord;
import org.polymorph.daemon.bench.Target;

class BenchTextsTest {
    @Test
    void searches_without_a_find_are_told_by_how_they_ended() {
        Map<String, List<SearchRecord>> searches =
                Map.of("campaign", List.of(ended(1, "NO_LABELS"), ended(2, "NO_RESULT"), ended(3, "NO_LABELS")));

        assertThat(BenchTexts.nothing(searches))
                .isEqualTo("no search has found any structure; they ended: no_labels 2, no_result 1");
        assertThat(BenchTexts.nothing(Map.of("campaign", List.of()))).isEqualTo("no search could be run");
    }

    @Test
    void a_campaign_that_costs_more_than_random_search_does_not_look_like_a_saving() {
        assertThat(BenchTexts.lines(report(3000, 10)))
                .contains(
                        "campaign: a hit costs 30 (95 % of the random rate: 17 to 52) times more than by random search");
        assertThat(BenchTexts.lines(report(10, 10)))
                .contains(
                        "campaign: a hit costs 10 (95 % of the random rate: 5.7 to 18) times less than by random search");
        assertThat(BenchTexts.lines(report(3000, 0)))
                .contains("campaign: a hit costs at most 11 times more than by random search");
    }

    @Test
    void searches_ended_at_their_first_hit_say_nothing_of_the_stopping_rule() {
        assertThat(BenchTexts.lines(report(10, 10)))
                .noneMatch(line -> line.contains("stopping rule") || line.contains("lowest minima"));
    }

    private static BenchReport report(double callsAHit, int randomHits) {
        Costs costs = new Costs(1, 1, callsAHit, callsAHit, callsAHit);
        MethodFigures campaign = new MethodFigures(
                "campaign", HitRate.of(1, 1), costs, costs, costs, callsAHit, Optional.empty(), List.of(callsAHit));
        RandomFigures random = new RandomFigures(HitRate.of(randomHits, 100), 10, 1000);
        return new BenchReport(
                new Target(List.of(), List.of(-1.0), 1e-3), List.of(campaign), Optional.of(random), List.of(-1.0));
    }

    private static SearchRecord ended(int seed, String exit) {
        return new SearchRecord("campaign", seed, exit, 1, 2, 2, 1.0, List.of());
    }
}
