package org.polymorph.surrogate.schnet;

import java.util.Map;
import org.polymorph.model.spi.Providers;
import org.polymorph.model.spi.Surrogate;
import org.polymorph.surrogate.training.SurrogateContract;

class SchNetSurrogateTest extends SurrogateContract {
    @Override
    protected Surrogate surrogate() {
        return Providers.of(Surrogate.class).get("schnet");
    }

    @Override
    protected Map<String, Object> settings() {
        return Map.of(
                "ensemble",
                3,
                "features",
                12,
                "radial",
                12,
                "interactions",
                2,
                "cutoff",
                4.0,
                "epochs",
                6,
                "core",
                1.2);
    }
}
