package org.polymorph.engine.campaign;

import org.jspecify.annotations.Nullable;

/**
 * Where a campaign stands; changed only by {@link CampaignMachine}.
 *
 * @param candidates size of the pool
 * @param partsLeft parts of the pool not yet relaxed in this round
 * @param labels calculations that gave a label so far
 * @param failedLabels label calculations that failed so far
 * @param exit why the search ended; null while it goes on
 */
public record CampaignState(
        Phase phase,
        int round,
        int candidates,
        int partsLeft,
        int labels,
        int failedLabels,
        @Nullable ExitReason exit) {

    /** Returns the state before anything has happened. */
    public static CampaignState initial() {
        return new CampaignState(Phase.GENERATING, 0, 0, 0, 0, 0, null);
    }

    CampaignState in(Phase newPhase) {
        return new CampaignState(newPhase, round, candidates, partsLeft, labels, failedLabels, exit);
    }

    CampaignState inRound(int newRound) {
        return new CampaignState(phase, newRound, candidates, partsLeft, labels, failedLabels, exit);
    }

    CampaignState withCandidates(int newCandidates) {
        return new CampaignState(phase, round, newCandidates, partsLeft, labels, failedLabels, exit);
    }

    CampaignState withPartsLeft(int newPartsLeft) {
        return new CampaignState(phase, round, candidates, newPartsLeft, labels, failedLabels, exit);
    }

    CampaignState withLabels(int newLabels, int newFailedLabels) {
        return new CampaignState(phase, round, candidates, partsLeft, newLabels, newFailedLabels, exit);
    }

    CampaignState endedBy(ExitReason reason) {
        return new CampaignState(phase, round, candidates, partsLeft, labels, failedLabels, reason);
    }
}
