package org.polymorph.components.surrogate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.polymorph.components.surrogate.ChosenShares.Share;

class ChosenSharesTest {
    private static final String TEXT = "adaptive: random 9 (found 3.2 of 71.4); random-2 1 of 4 (found 0.0 of 12.0)";

    @Test
    void are_read_as_the_history_has_them() {
        ChosenShares shares = new ChosenShares(
                true, List.of(new Share("random", 9, 9, 3.2, 71.4), new Share("random-2", 1, 4, 0, 12)));

        assertThat(shares).hasToString(TEXT);
        assertThat(ChosenShares.parse(TEXT)).contains(shares);
        assertThat(ChosenShares.parse("fixed: random 9 (found 0.0 of 0.0)")
                        .orElseThrow()
                        .adaptive())
                .isFalse();
    }

    @Test
    void anything_else_is_none() {
        assertThat(ChosenShares.parse("random 9")).isEmpty();
        assertThat(ChosenShares.parse("")).isEmpty();
    }
}
