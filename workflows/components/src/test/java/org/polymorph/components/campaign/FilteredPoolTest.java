package org.polymorph.components.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.engine.campaign.Phase;
import org.polymorph.engine.scheduler.local.LocalScheduler;
import org.polymorph.engine.store.CandidateFrame;
import org.polymorph.engine.store.LoggedEvent;
import org.polymorph.engine.store.PoolChange;

/** A search that a model of energies helps: the worst of its pool is left out, and it asks what may still be found. */
class FilteredPoolTest {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String[] FILTERED = {
        "pool.size=24",
        "pool.perRound=8",
        "label.perRound=10",
        "pool.prefilter={type: amd-gp, keep: 0.5, settings: {k: 20}}",
        "surrogate={type: exact}",
        "stop.improvement=0.001",
        "stop.rounds=2"
    };

    @TempDir
    Path directory;

    /** What is compared of two searches. */
    private record Books(
            Phase phase, Map<String, String> leftOut, Set<String> relaxed, List<String> filtered, String verdict) {}

    private static Books run(Path directory, RouteBuilder routes) throws Exception {
        try (CampaignSession session =
                        CampaignSession.open(TinyCampaign.load(directory, FILTERED), directory.resolve("data"));
                LocalScheduler scheduler = new LocalScheduler(directory.resolve("jobs"), 2)) {
            CamelContext camel = new DefaultCamelContext();
            camel.getRegistry().bind("si2", session);
            camel.getRegistry().bind("here", scheduler);
            camel.addRoutes(routes);
            camel.start();
            try {
                Phase phase = session.end()
                        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                        .phase();
                return new Books(
                        phase,
                        session.reader().rejected(),
                        session.reader().frames(1).stream()
                                .map(CandidateFrame::candidate)
                                .collect(Collectors.toSet()),
                        session.reader().events().stream()
                                .filter(event -> event.kind().equals("PoolFiltered"))
                                .map(LoggedEvent::detail)
                                .toList(),
                        session.reader().verdict(1).orElse(""));
            } finally {
                camel.stop();
            }
        }
    }

    @Test
    void the_worst_are_left_out_and_kept_in_the_books_the_same_ones_after_a_kill() throws Exception {
        Path whole = Files.createDirectories(directory.resolve("whole"));
        Books books = run(whole, TinyCampaign.routes());

        assertThat(books.phase()).isEqualTo(Phase.DONE);
        assertThat(books.filtered()).containsExactly("12 of 24 left out", "4 of 8 left out");
        assertThat(books.leftOut()).hasSize(16).allSatisfy((id, reason) -> assertThat(reason)
                .matches("left out by the pre-filter amd-gp: -\\d\\.\\d{3} eV/atom, place \\d+ of (24|8),"
                        + " of which (12|4) are kept"));
        assertThat(books.relaxed())
                .hasSize(16)
                .doesNotContainAnyElementsOf(books.leftOut().keySet());
        assertThat(books.verdict()).containsAnyOf("expected improvement", "all clusters have a label");

        Path cut = Files.createDirectories(directory.resolve("cut"));
        assertThatThrownBy(() -> run(cut, TinyCampaign.losing(PoolChange.class)))
                .hasMessageContaining("killed before the PoolChange");
        assertThat(run(cut, TinyCampaign.routes())).isEqualTo(books);
    }
}
