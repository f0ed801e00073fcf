package org.polymorph.surrogate.property.cgcnn;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.polymorph.surrogate.property.ensemble.EnsembleContract;

/** Learning by crystal graph networks. */
class CgcnnLearnerTest extends EnsembleContract {
    @Override
    protected String name() {
        return "cgcnn";
    }

    @Override
    protected Map<String, Object> settings() {
        return Map.of(
                "ensemble",
                2,
                "features",
                8,
                "convolutions",
                2,
                "hidden",
                8,
                "epochs",
                120,
                "patience",
                30,
                "gaussians",
                16);
    }

    @Test
    void elements_are_told_apart() {
        assertTellsElementsApart(train("cgcnn", withGermanium(), settings(), 2));
    }
}
