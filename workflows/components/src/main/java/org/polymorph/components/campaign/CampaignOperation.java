package org.polymorph.components.campaign;

/** What a {@code campaign:} producer writes down. */
public enum CampaignOperation {
    /** The result of the command in the header. */
    complete,
    /** Body JobSnapshot: what the scheduler said of a job. */
    updateJob,
    /** Body List of CalculationOutcome, snapshot in the header: what came of an ended job. */
    collectJob,
    /** The exception of the exchange ends the session; the campaign can be gone on with. */
    fail
}
