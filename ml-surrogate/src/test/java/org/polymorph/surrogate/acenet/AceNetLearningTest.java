package org.polymorph.surrogate.acenet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.polymorph.model.spi.LabelledStructure;
import org.polymorph.surrogate.training.LearningCurve;
import org.polymorph.surrogate.training.RandomCells;

class AceNetLearningTest {

    @Test
    void learns_stillinger_weber_silicon_from_few_random_cells() {
        List<LabelledStructure> labels = RandomCells.silicon(60);
        Map<String, Object> settings =
                Map.of("cutoff", 4.2, "ensemble", 3, "features", 150, "directions", 100, "steps", 150, "epochs", 0);
        LearningCurve.Point errors =
                LearningCurve.point("acenet", labels.subList(0, 40), labels.subList(40, 60), settings);
        // as the linear expansion with twice as many invariants must
        assertThat(errors.energy()).isLessThan(20);
        assertThat(errors.force()).isLessThan(0.25);
        assertThat(errors.ratio()).isBetween(0.4, 2.5);
    }
}
