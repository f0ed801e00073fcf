package org.polymorph.daemon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.polymorph.engine.store.ClusterRow;

class CampaignTextsTest {
    @Test
    void clusters_of_several_compositions_are_told_by_formula_and_height_above_the_hull() {
        List<ClusterRow> clusters = List.of(
                new ClusterRow(1, "c-c0002", "c0002", -7.0862, 10, Optional.of(0.0)),
                new ClusterRow(2, "c-c0048", "c0048", -7.3429, 1, Optional.of(0.0068)));

        List<String> lines = CampaignTexts.clusters(clusters, Map.of("c0002", "Ar", "c0048", "KrNe2"))
                .lines();

        assertThat(lines.get(0)).contains("formula", "above hull [eV/atom]");
        assertThat(lines.get(1)).contains("c0002", "Ar", "0.0000", "-7.0862");
        assertThat(lines.get(2)).contains("c0048", "KrNe2", "0.0068", "-7.3429");
    }

    @Test
    void clusters_of_one_composition_need_neither() {
        List<ClusterRow> clusters = List.of(new ClusterRow(1, "c-c0002", "c0002", -7.0862, 10));

        assertThat(CampaignTexts.clusters(clusters, Map.of()).lines().get(0)).doesNotContain("formula", "hull");
    }
}
