package org.polymorph.components.surrogate;

import org.polymorph.engine.config.CampaignSpec.Pool;
import org.polymorph.model.crystal.Composition;
import org.polymorph.model.spi.Seed;

/** A pool to be made. */
public record GenerateWork(Composition composition, Pool pool, Seed seed) {}
