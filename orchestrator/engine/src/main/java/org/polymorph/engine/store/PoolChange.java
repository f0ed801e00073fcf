package org.polymorph.engine.store;

import java.util.List;
import java.util.Map;
import org.polymorph.engine.store.CampaignBook.Proposal;

/**
 * What changes in a pool before a round's relaxation.
 *
 * @param added structures that are new
 * @param leftOut candidates of the pool that are not relaxed, each with the reason
 * @param shares which generator was asked for how many, and why, for the history; empty if none was
 * @param filter what the pre-filter did, for the history; empty if there is none
 */
public record PoolChange(List<Proposal> added, Map<String, String> leftOut, String shares, String filter) {
    public PoolChange {
        added = List.copyOf(added);
        leftOut = Map.copyOf(leftOut);
    }
}
