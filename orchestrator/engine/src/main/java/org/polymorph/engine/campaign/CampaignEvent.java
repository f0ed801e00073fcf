package org.polymorph.engine.campaign;

import java.util.Optional;

/** What has happened to a campaign. */
public sealed interface CampaignEvent {

    /** The campaign was created. */
    record Started() implements CampaignEvent {}

    record PoolGenerated(int candidates) implements CampaignEvent {}

    /**
     * The candidates of a round were chosen.
     *
     * @param calculations label calculations planned for this round; 0 where nothing is left to choose
     */
    record Selected(int round, int calculations) implements CampaignEvent {}

    /**
     * All label calculations of a round (or a quorum of them) have ended.
     *
     * @param labels good ones, of all rounds
     * @param failed failed ones, of all rounds
     */
    record LabelsSettled(int round, int labels, int failed) implements CampaignEvent {}

    record Trained(int round) implements CampaignEvent {}

    /**
     * Structures were added to the pool, or left out of it.
     *
     * @param candidates size of the pool now
     */
    record PoolGrown(int round, int candidates) implements CampaignEvent {}

    record PartRelaxed(int round, int part) implements CampaignEvent {}

    /**
     * The pool was clustered.
     *
     * @param stop whether the stopping rule holds
     * @param ended why the search is to end although the rule does not hold: time, core-hours or a person's wish
     * @param openLabels label calculations still under way, where a quorum of them was waited for
     */
    record Clustered(int round, boolean stop, Optional<ExitReason> ended, int openLabels) implements CampaignEvent {}

    /** All final relaxations have ended. */
    record FinalsSettled(int succeeded) implements CampaignEvent {}

    record Ranked(int results) implements CampaignEvent {}

    /** All jobs were cancelled, as a person wished. */
    record Cancelled(int jobs) implements CampaignEvent {}
}
