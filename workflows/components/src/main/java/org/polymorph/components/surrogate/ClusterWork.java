package org.polymorph.components.surrogate;

import java.util.List;
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
 * @param patience how many rounds in a row, this one included, the rule must yet hold for before the search may stop
 */
public record ClusterWork(
        ModelFile model,
        List<CandidateFrame> before,
        List<CandidateFrame> after,
        int round,
        double pressure,
        ClusterSettings settings,
        TopKRule rule,
        int patience) {
    public ClusterWork {
        before = List.copyOf(before);
        after = List.copyOf(after);
    }
}
