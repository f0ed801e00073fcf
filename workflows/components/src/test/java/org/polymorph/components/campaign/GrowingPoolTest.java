package org.polymorph.components.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.engine.campaign.Phase;
import org.polymorph.engine.scheduler.local.LocalScheduler;
import org.polymorph.engine.store.CandidateBirth;
import org.polymorph.engine.store.LoggedEvent;
import org.polymorph.engine.store.PoolChange;

/** A campaign whose pool is added to in each round, by several generators whose shares follow what they find. */
@Tag("long")
class GrowingPoolTest {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String[] GROWING = {
        "search.composition=Si3",
        "pool.perRound=16",
        "pool.generators=[{type: random, minDistance: {Si-Si: 2.0}, volumePerAtom: [16, 24]}, {type: splice},"
                + " {type: rattle, share: 2}, {type: strain}, {type: lattice},"
                + " {type: soft-mode}, {type: hop, hops: 1, relaxSteps: 20}, {type: anneal, steps: 20}]",
        "select={score: thompson, committee: 1, path: 2}",
        "stop.rounds=3",
        "stop.topK=5",
        "stop.tolerance=1e-9"
    };

    @TempDir
    Path directory;

    /** Runs the campaign to its end, or until its first failure. */
    private static Phase run(Path directory, RouteBuilder routes, List<String> pool, List<LoggedEvent> events)
            throws Exception {
        try (CampaignSession session =
                        CampaignSession.open(TinyCampaign.load(directory, GROWING), directory.resolve("data"));
                LocalScheduler scheduler = new LocalScheduler(directory.resolve("jobs"), 2)) {
            CamelContext camel = new DefaultCamelContext();
            camel.getRegistry().bind("si2", session);
            camel.getRegistry().bind("here", scheduler);
            camel.addRoutes(routes);
            camel.start();
            try {
                return session.end().get(PATIENCE.toSeconds(), TimeUnit.SECONDS).phase();
            } finally {
                camel.stop();
                for (CandidateBirth birth : session.reader().births()) {
                    pool.add(birth + " "
                            + session.reader()
                                    .history(birth.candidate())
                                    .get(0)
                                    .structure()
                                    .sites());
                }
                events.addAll(session.reader().events());
            }
        }
    }

    @Test
    void the_pool_grows_by_all_generators_and_is_the_same_after_a_failure() throws Exception {
        List<String> pool = new ArrayList<>();
        List<LoggedEvent> events = new ArrayList<>();
        Path whole = Files.createDirectories(directory.resolve("whole"));
        assertThat(run(whole, TinyCampaign.routes(), pool, events)).isEqualTo(Phase.DONE);

        assertThat(pool).hasSizeBetween(30, 12 + 2 * 16);
        assertThat(pool).anyMatch(candidate -> candidate.contains(" of c00") && candidate.contains("round=1"));
        assertThat(events)
                .filteredOn(event -> event.kind().equals("SharesChosen"))
                .extracting(LoggedEvent::detail)
                .hasSize(2)
                .allMatch(told -> told.startsWith("adaptive: random ") && told.contains("; rattle "));
        assertThat(events).filteredOn(event -> event.kind().equals("PoolGrown")).hasSize(2);

        Path cut = Files.createDirectories(directory.resolve("cut"));
        List<String> before = new ArrayList<>();
        assertThatThrownBy(() -> run(cut, TinyCampaign.losing(PoolChange.class), before, new ArrayList<>()))
                .hasMessageContaining("killed before the PoolChange");
        assertThat(before).hasSize(12);
        List<String> again = new ArrayList<>();
        assertThat(run(cut, TinyCampaign.routes(), again, new ArrayList<>())).isEqualTo(Phase.DONE);
        assertThat(again).isEqualTo(pool);
    }
}
