package org.polymorph.engine.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FairShareTest {
    @Test
    void the_next_place_goes_to_whoever_holds_fewest() {
        List<String> waiting = List.of("pm-a-1", "pm-a-2", "pm-a-3", "pm-b-1", "pm-b-2");

        assertThat(FairShare.order(waiting, List.of()))
                .containsExactly("pm-a-1", "pm-b-1", "pm-a-2", "pm-b-2", "pm-a-3");
        assertThat(FairShare.order(waiting, List.of("pm-a-7", "pm-a-8")))
                .containsExactly("pm-b-1", "pm-b-2", "pm-a-1", "pm-a-2", "pm-a-3");
    }

    @Test
    void one_campaign_alone_has_all_places_in_the_order_in_which_it_came() {
        assertThat(FairShare.order(List.of("pm-a-2", "pm-a-1"), List.of("pm-b-1")))
                .containsExactly("pm-a-2", "pm-a-1");
        assertThat(FairShare.order(List.of(), List.of("pm-b-1"))).isEmpty();
    }

    @Test
    void names_with_dashes_are_told_apart() {
        assertThat(FairShare.owner("pm-si-16-abc")).isEqualTo("pm-si-16");
        assertThat(FairShare.owner("abc")).isEmpty();
    }
}
