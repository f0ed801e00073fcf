package org.polymorph.engine.campaign;

import java.time.Duration;
import java.util.List;

/**
 * What the books need to know of a campaign's settings.
 *
 * @param quorum share of a round's calculations that must have ended before training; 1 waits for all, and only then is a
 *     campaign repeatable to the last digit
 * @param labelsPerJob structures packed into one job
 * @param labelInputSet input set of label calculations
 * @param finalInputSets input sets of the final relaxations, one after the other
 * @param finals how many of the lowest clusters are relaxed in the end
 * @param walltime time from the campaign's creation after which no round is begun
 * @param jobAttempts how often a job that was lost with its machine is submitted anew
 * @param repairs how many further attempts with other inputs the calculations of one candidate may have together
 */
public record CampaignRules(
        CampaignMachine machine,
        double quorum,
        int labelsPerJob,
        String labelInputSet,
        List<String> finalInputSets,
        int finals,
        Duration walltime,
        int jobAttempts,
        int repairs) {
    /** Further attempts of a candidate, where a campaign does not say. */
    public static final int REPAIRS = 5;

    public CampaignRules {
        if (!(quorum > 0 && quorum <= 1) || labelsPerJob < 1 || finals < 1 || jobAttempts < 1 || repairs < 0) {
            throw new IllegalArgumentException("expected 0 < quorum <= 1 and counts of at least 1, found quorum="
                    + quorum + " labelsPerJob=" + labelsPerJob + " finals=" + finals + " jobAttempts=" + jobAttempts
                    + " repairs=" + repairs);
        }
        if (finalInputSets.isEmpty()) {
            throw new IllegalArgumentException("expected at least one final relaxation");
        }
        finalInputSets = List.copyOf(finalInputSets);
    }

    /** Rules with the usual number of repairs. */
    public CampaignRules(
            CampaignMachine machine,
            double quorum,
            int labelsPerJob,
            String labelInputSet,
            List<String> finalInputSets,
            int finals,
            Duration walltime,
            int jobAttempts) {
        this(machine, quorum, labelsPerJob, labelInputSet, finalInputSets, finals, walltime, jobAttempts, REPAIRS);
    }

    public String campaign() {
        return machine.campaign();
    }
}
