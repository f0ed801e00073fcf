package org.polymorph.daemon.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.polymorph.daemon.bench.BenchReport;
import org.polymorph.daemon.bench.Costs;
import org.polymorph.daemon.bench.HitCost;
import org.polymorph.daemon.bench.HitRate;
import org.polymorph.daemon.bench.MethodFigures;
import org.polymorph.daemon.bench.Target;

class BenchPlotTest {
    private static MethodFigures method(long hits, long mostCalls, List<Double> firstHits) {
        Costs none = new Costs(0, 2, Double.POSITIVE_INFINITY, Double.NaN, Double.POSITIVE_INFINITY);
        HitCost cost = new HitCost(Double.POSITIVE_INFINITY, 60, Double.POSITIVE_INFINITY);
        return new MethodFigures(
                "campaign",
                HitRate.of(hits, 2),
                none,
                none,
                none,
                cost,
                cost,
                0,
                mostCalls,
                Optional.empty(),
                firstHits);
    }

    private static Points line(MethodFigures method) {
        BenchReport report = new BenchReport(
                new Target(List.of(), List.of(-1.0), 1e-3),
                List.of(method),
                Optional.empty(),
                List.of(),
                1,
                new BenchReport.Marks(Set.of(), List.of()));
        return BenchPlot.lines(report).get(0);
    }

    @Test
    void without_a_hit_a_line_at_none_goes_to_the_calls_that_were_spent() {
        Points line = line(method(0, 240, List.of(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY)));

        assertThat(line.x()).containsExactly(24, 240);
        assertThat(line.y()).containsExactly(0, 0);
    }

    @Test
    void a_line_rises_at_each_hit_and_ends_at_the_last() {
        Points line = line(method(1, 240, List.of(40.0, Double.POSITIVE_INFINITY)));

        assertThat(line.x()).containsExactly(4, 40, 40, 40);
        assertThat(line.y()).containsExactly(0, 0, 50, 50);
    }
}
