package org.polymorph.components.surrogate;

import java.util.List;
import org.polymorph.engine.store.CampaignBook.Proposal;

/**
 * Structures to be added to a pool.
 *
 * @param shares which generator was asked for how many, and why
 */
public record Proposals(List<Proposal> added, String shares) {
    public Proposals {
        added = List.copyOf(added);
    }
}
