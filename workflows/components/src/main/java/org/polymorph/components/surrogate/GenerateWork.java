package org.polymorph.components.surrogate;

import org.polymorph.engine.config.CampaignSpec.Pool;
import org.polymorph.engine.config.PoolParts;
import org.polymorph.model.crystal.Composition;
import org.polymorph.model.spi.Seed;

/** A pool to be made. */
public record GenerateWork(PoolParts parts, Pool pool, Seed seed) {

    /** Makes work for a pool of one composition. */
    public GenerateWork(Composition composition, Pool pool, Seed seed) {
        this(PoolParts.of(composition, pool.size()), pool, seed);
    }
}
