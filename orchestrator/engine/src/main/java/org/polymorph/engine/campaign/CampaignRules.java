package org.polymorph.engine.campaign;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

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
 * @param coreHours core-hours of jobs after which no round is begun
 * @param site where its jobs run
 * @param coresPerJob cores that a job holds while it runs
 * @param retries how often a calculation is done once more
 * @param pressure of the search, eV/Å³
 */
public record CampaignRules(
        CampaignMachine machine,
        double quorum,
        int labelsPerJob,
        String labelInputSet,
        List<String> finalInputSets,
        int finals,
        Duration walltime,
        double coreHours,
        String site,
        int coresPerJob,
        RetryBudgets retries,
        double pressure) {
    private static final int MIN_REPLACEMENTS = 3;

    public CampaignRules {
        if (!(quorum > 0 && quorum <= 1) || labelsPerJob < 1 || finals < 1) {
            throw new IllegalArgumentException("expected 0 < quorum <= 1 and counts of at least 1, found quorum="
                    + quorum + " labelsPerJob=" + labelsPerJob + " finals=" + finals);
        }
        if (finalInputSets.isEmpty()) {
            throw new IllegalArgumentException("expected at least one final relaxation");
        }
        finalInputSets = List.copyOf(finalInputSets);
    }

    /** Makes rules without a budget of core-hours and without pressure, for jobs of one core. */
    public CampaignRules(
            CampaignMachine machine,
            double quorum,
            int labelsPerJob,
            String labelInputSet,
            List<String> finalInputSets,
            int finals,
            Duration walltime,
            RetryBudgets retries) {
        this(
                machine,
                quorum,
                labelsPerJob,
                labelInputSet,
                finalInputSets,
                finals,
                walltime,
                Double.POSITIVE_INFINITY,
                "",
                1,
                retries,
                0);
    }

    /** Returns these rules with other budgets. */
    public CampaignRules with(BudgetChanges changes) {
        return new CampaignRules(
                machine.with(changes),
                quorum,
                labelsPerJob,
                labelInputSet,
                finalInputSets,
                finals,
                Optional.ofNullable(changes.walltimeMillis())
                        .map(Duration::ofMillis)
                        .orElse(walltime),
                Optional.ofNullable(changes.coreHours()).orElse(coreHours),
                site,
                coresPerJob,
                retries,
                pressure);
    }

    /** Returns how many further clusters are relaxed at most in the place of those whose relaxation failed. */
    public int replacements() {
        return Math.max(MIN_REPLACEMENTS, finals);
    }

    public String campaign() {
        return machine.campaign();
    }
}
