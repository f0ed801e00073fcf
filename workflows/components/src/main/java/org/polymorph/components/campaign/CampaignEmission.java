package org.polymorph.components.campaign;

/** What a {@code campaign:} consumer emits. */
public enum CampaignEmission {
    /** Commands to be executed, one after the other; the body is the work, for {@code surrogate:}. */
    commands,
    /** Jobs to be run; the body is a CalculationRequest, for {@code dft:}. */
    jobs,
    /** The history as it is written: the body is a LoggedEvent. */
    events
}
