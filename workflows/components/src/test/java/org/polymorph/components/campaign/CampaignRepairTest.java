package org.polymorph.components.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polymorph.engine.scheduler.local.LocalScheduler;
import org.polymorph.engine.store.Calculation;
import org.polymorph.engine.store.Calculation.Purpose;
import org.polymorph.engine.store.Calculation.State;
import org.polymorph.engine.store.CampaignReader;
import org.polymorph.engine.store.Repair;

/** A whole search with a code that fails, by the loop's routes and real jobs. */
class CampaignRepairTest {
    @TempDir
    Path directory;

    @Test
    void failures_are_repaired_and_candidates_at_fault_are_not_chosen_again() throws Exception {
        try (CampaignSession session = run()) {
            CampaignReader reader = session.reader();
            List<Calculation> labels = reader.calculations(Purpose.LABEL);
            Set<String> rejected = reader.rejected().keySet();
            assertThat(labels).anyMatch(label -> label.state() == State.DONE);
            for (Calculation label : labels) {
                if (label.state() == State.DONE) {
                    Repair repair = reader.repairs(label.id()).get(0);
                    assertThat(repair.remedy().changes()).hasToString("[mixing: 1 → 0.5]");
                    assertThat(reader.repairs(label.id())).hasSize(1);
                } else {
                    assertThat(rejected).contains(label.candidate());
                }
            }
            assertThat(rejected).isNotEmpty();
            for (String candidate : rejected) {
                int last = labels.stream()
                        .filter(label -> label.candidate().equals(candidate) && label.state() == State.FAILED)
                        .mapToInt(Calculation::round)
                        .min()
                        .orElse(Integer.MAX_VALUE);
                assertThat(labels).noneMatch(label -> label.candidate().equals(candidate) && label.round() > last);
            }
        }
    }

    private CampaignSession run() throws Exception {
        CampaignSession session = CampaignSession.open(
                TinyCampaign.load(directory, "calculate.code=brittle", "stop.rounds=3"), directory.resolve("data"));
        CamelContext camel = new DefaultCamelContext();
        try (LocalScheduler scheduler = new LocalScheduler(directory.resolve("jobs"), 2)) {
            camel.getRegistry().bind("si2", session);
            camel.getRegistry().bind("here", scheduler);
            camel.addRoutes(TinyCampaign.routes("brittle"));
            camel.start();
            session.end().get(4, TimeUnit.MINUTES);
        } finally {
            camel.stop();
        }
        return session;
    }
}
