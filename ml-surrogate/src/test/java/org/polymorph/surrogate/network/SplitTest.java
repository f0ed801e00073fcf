package org.polymorph.surrogate.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.spi.LabelledStructure;
import org.polymorph.surrogate.training.RandomCells;

class SplitTest {

    @Test
    void what_was_trained_on_is_never_validation_in_a_later_round() {
        List<LabelledStructure> all = RandomCells.madeUpLabels(300, Element.Si);
        List<Set<String>> rounds = new ArrayList<>();
        for (int count = 5; count <= 300; count += 5) {
            List<LabelledStructure> labels = all.subList(0, count);
            Set<String> apart = Split.validation(labels, 0.1);
            assertThat(apart).hasSizeBetween(1, count - 1);
            for (int earlier = 0; earlier < rounds.size(); earlier++) {
                Set<String> before = rounds.get(earlier);
                labels.subList(0, 5 + 5 * earlier).stream()
                        .map(LabelledStructure::id)
                        .filter(id -> !before.contains(id))
                        .forEach(trained -> assertThat(apart).doesNotContain(trained));
            }
            rounds.add(apart);
        }
        assertThat(rounds.get(59)).hasSizeBetween(20, 40);
    }

    @Test
    void one_label_is_kept_apart_if_none_is_below_the_share() {
        assertThat(Split.validation(RandomCells.madeUpLabels(2, Element.Si), 1e-9))
                .hasSize(1);
        assertThat(Split.validation(RandomCells.madeUpLabels(2, Element.Si), 1)).hasSize(1);
    }
}
