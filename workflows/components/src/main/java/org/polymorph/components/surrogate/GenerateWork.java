package org.polymorph.components.surrogate;

import java.util.Optional;
import org.polymorph.engine.config.CampaignSpec.Pool;
import org.polymorph.engine.config.PoolParts;
import org.polymorph.model.crystal.Composition;
import org.polymorph.model.spi.Seed;

/**
 * A pool to be made.
 *
 * @param filter what leaves the worst of it out; empty where nothing does
 */
public record GenerateWork(PoolParts parts, Pool pool, Seed seed, Optional<FilterWork> filter) {

    /** Makes work for a pool of one composition, of which nothing is left out. */
    public GenerateWork(Composition composition, Pool pool, Seed seed) {
        this(PoolParts.of(composition, pool.size()), pool, seed, Optional.empty());
    }
}
