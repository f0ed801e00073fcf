package org.polymorph.daemon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.polymorph.daemon.bench.SearchRecord;

class BenchTextsTest {
    @Test
    void searches_without_a_find_are_told_by_how_they_ended() {
        Map<String, List<SearchRecord>> searches =
                Map.of("campaign", List.of(ended(1, "NO_LABELS"), ended(2, "NO_RESULT"), ended(3, "NO_LABELS")));

        assertThat(BenchTexts.nothing(searches))
                .isEqualTo("no search has found any structure; they ended: no_labels 2, no_result 1");
    }

    private static SearchRecord ended(int seed, String exit) {
        return new SearchRecord("campaign", seed, exit, 1, 2, 2, 1.0, List.of());
    }
}
