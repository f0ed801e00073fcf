package org.polymorph.surrogate.acenet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Providers;
import org.polymorph.model.spi.Surrogate;
import org.polymorph.model.spi.SurrogateModel;
import org.polymorph.surrogate.training.RandomCells;
import org.polymorph.surrogate.training.SurrogateContract;

/** {@code acenet} whose atoms send each other messages. */
class TalkingAceNetTest extends SurrogateContract {
    private static final Map<String, Object> SILENT = Map.of(
            "ensemble", 3, "features", 60, "directions", 30, "hidden", 12, "cutoff", 4.0, "steps", 20, "epochs", 0);

    @Override
    protected Surrogate surrogate() {
        return Providers.of(Surrogate.class).get("acenet");
    }

    @Override
    protected Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>(SILENT);
        settings.put("messages", 0.2);
        return settings;
    }

    @Test
    void messages_reach_as_far_as_two_cutoffs() {
        SurrogateModel talking = train(labels(12), settings(), 1);
        SurrogateModel silent = train(labels(12), SILENT, 1);
        Structure chain = RandomCells.cell(5, SPECIES);
        Evaluation one = talking.evaluate(chain);
        assertThat(one.energy()).isNotEqualTo(silent.evaluate(chain).energy());
    }
}
