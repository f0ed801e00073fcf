package org.polymorph.components.surrogate;

import java.util.Optional;
import org.polymorph.engine.config.CampaignSpec.Pool;
import org.polymorph.model.crystal.Composition;
import org.polymorph.model.spi.Seed;

/**
 * A pool to be made.
 *
 * @param filter what leaves the worst of it out; empty where nothing does
 */
public record GenerateWork(Composition composition, Pool pool, Seed seed, Optional<FilterWork> filter) {
    public GenerateWork(Composition composition, Pool pool, Seed seed) {
        this(composition, pool, seed, Optional.empty());
    }
}
