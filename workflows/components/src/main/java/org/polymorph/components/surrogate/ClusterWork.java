package org.polymorph.components.surrogate;

import java.util.List;
import java.util.Optional;
import org.polymorph.engine.config.PoolParts;
import org.polymorph.engine.store.CandidateFrame;
import org.polymorph.surrogate.cluster.ClusterSettings;
import org.polymorph.surrogate.stop.TopKRule;

/**
 * A pool to be clustered, and the stopping rule to be tried.
 *
 * @param model of this round: both pools are evaluated with it
 * @param before the pool as it stood before this round's relaxation, with the names of its clusters
 * @param after the pool as it stands now
 * @param round of {@code after}; the rule cannot hold in round 0, whose pool before is as generated
 * @param pressure eV/Å³
 * @param parts of the pool: the rule is tried on those that are looked for
 * @param patience how many rounds in a row, this one included, the rule must yet hold for before the search may stop
 * @param outlook what is to be told of clusters without a label; empty where nobody asks
 */
public record ClusterWork(
        ModelFile model,
        List<CandidateFrame> before,
        List<CandidateFrame> after,
        int round,
        double pressure,
        ClusterSettings settings,
        TopKRule rule,
        PoolParts parts,
        int patience,
        Optional<OutlookWork> outlook) {
    /** Makes work for a pool of one part, and a rule that is believed the first time it holds. */
    public ClusterWork(
            ModelFile model,
            List<CandidateFrame> before,
            List<CandidateFrame> after,
            int round,
            double pressure,
            ClusterSettings settings,
            TopKRule rule) {
        this(model, before, after, round, pressure, settings, rule, PoolParts.ONE, 1, Optional.empty());
    }

    public ClusterWork {
        before = List.copyOf(before);
        after = List.copyOf(after);
    }
}
