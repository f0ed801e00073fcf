package org.polymorph.components.surrogate;

import java.util.List;
import java.util.Optional;
import org.polymorph.engine.config.CampaignSpec.Pool;
import org.polymorph.engine.config.PoolParts;
import org.polymorph.engine.store.CandidateBirth;
import org.polymorph.engine.store.CandidateFrame;
import org.polymorph.engine.store.ClusterRow;
import org.polymorph.model.spi.Seed;

/**
 * A pool to be added to.
 *
 * @param model the newest surrogate
 * @param frames the pool as the round before left it, clustered, without what was rejected
 * @param lowest the lowest clusters of that round as the books keep them, lowest first
 * @param births when and by what each candidate came into the pool
 * @param round of the surrogate
 * @param pressure eV/Å³
 * @param filter what leaves the worst out; in round 0 of the pool as generated, later of what is added
 */
public record ProposeWork(
        PoolParts parts,
        Pool pool,
        ModelFile model,
        List<CandidateFrame> frames,
        List<ClusterRow> lowest,
        List<CandidateBirth> births,
        int round,
        double pressure,
        Seed seed,
        Optional<FilterWork> filter) {
    public ProposeWork {
        frames = List.copyOf(frames);
        lowest = List.copyOf(lowest);
        births = List.copyOf(births);
    }
}
