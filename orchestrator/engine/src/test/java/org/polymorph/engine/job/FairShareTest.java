package org.polymorph.engine.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FairShareTest {
    private static final String A2 = token("a", 2);
    private static final String A3 = token("a", 3);
    private static final String A4 = token("a", 4);
    private static final String B2 = token("b", 2);
    private static final String B3 = token("b", 3);

    private static String token(String campaign, int number) {
        return "pm-" + campaign + "-" + "x".repeat(25) + number;
    }

    @Test
    void the_next_place_goes_to_whoever_holds_fewest() {
        List<String> waiting = List.of(A2, A3, A4, B2, B3);

        assertThat(FairShare.order(waiting, List.of())).containsExactly(A2, B2, A3, B3, A4);
        assertThat(FairShare.order(waiting, List.of(token("a", 6), token("a", 7))))
                .containsExactly(B2, B3, A2, A3, A4);
    }

    @Test
    void one_campaign_alone_has_all_places_in_the_order_in_which_it_came() {
        assertThat(FairShare.order(List.of(A3, A2), List.of(B2))).containsExactly(A3, A2);
        assertThat(FairShare.order(List.of(), List.of(B2))).isEmpty();
    }

    @Test
    void names_with_dashes_are_told_apart_and_jobs_of_no_campaign_are_one_owner() {
        assertThat(FairShare.owner(token("si-16", 2))).isEqualTo("si-16");
        assertThat(FairShare.owner("abc")).isEmpty();
        assertThat(FairShare.owner("t-776a7a8f-6f6e-483a-a620-52e1ab4a46fd")).isEmpty();
    }
}
