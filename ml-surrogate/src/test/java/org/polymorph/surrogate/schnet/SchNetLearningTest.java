package org.polymorph.surrogate.schnet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.polymorph.model.spi.LabelledStructure;
import org.polymorph.surrogate.training.LearningCurve;
import org.polymorph.surrogate.training.RandomCells;

class SchNetLearningTest {

    @Test
    void learns_stillinger_weber_silicon_from_few_random_cells() {
        List<LabelledStructure> labels = RandomCells.silicon(60);
        Map<String, Object> settings =
                Map.of("cutoff", 4.2, "ensemble", 2, "features", 32, "interactions", 2, "epochs", 60);
        LearningCurve.Point errors =
                LearningCurve.point("schnet", labels.subList(0, 40), labels.subList(40, 60), settings);
        double force = 0;
        int components = 0;
        for (LabelledStructure label : labels.subList(40, 60)) {
            for (double f : label.evaluation().forces()) {
                force += Math.abs(f);
                components++;
            }
        }
        // a model that says nothing is off by the mean of the forces themselves
        assertThat(errors.force()).isLessThan(0.5 * force / components);
        assertThat(errors.energy()).isLessThan(400);
        assertThat(errors.ratio()).isBetween(0.3, 3.0);
    }
}
