package org.polymorph.engine.store;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.polymorph.engine.campaign.RetryBudgets;
import org.polymorph.model.batch.JobCause;
import org.polymorph.model.batch.JobSnapshot;
import org.polymorph.model.calculation.CalculationFailure;
import org.polymorph.model.calculation.CalculationOutcome;
import org.polymorph.model.calculation.FailureKind;

/**
 * What of an ended job is done once more: a calculation whose job was lost or whose process was killed, or for which something was
 * missing where it ran. What has a result counts, and a failure that is the calculation's own is never repeated.
 *
 * @param kinds failures that are repeated
 * @param charge which budget pays for it; empty where none does
 * @param attempt number of the attempt that follows
 * @param reason in words
 */
record Repetition(JobRow job, Set<FailureKind> kinds, Optional<RetryCharge> charge, int attempt, String reason) {
    private static final Set<FailureKind> CUT_SHORT =
            EnumSet.of(FailureKind.NO_OUTPUT, FailureKind.TRUNCATED_OUTPUT, FailureKind.CRASHED);

    static Repetition of(JobSnapshot snapshot, JobRow job, boolean siteAtFault) {
        if (siteAtFault) {
            Set<FailureKind> kinds = EnumSet.copyOf(CUT_SHORT);
            kinds.addAll(FailureKind.OF_SITE);
            return new Repetition(job, kinds, Optional.empty(), job.attempt(), "something was missing on its site");
        }
        int next = job.attempt() + 1;
        if (!snapshot.wasKilled()) {
            return new Repetition(job, Set.of(), Optional.empty(), next, "ended by itself");
        }
        String cause = snapshot.cause() == JobCause.NONE ? "" : ", " + snapshot.cause();
        return snapshot.wasLostWithItsMachine()
                ? new Repetition(job, CUT_SHORT, Optional.of(RetryCharge.INFRASTRUCTURE), next, "was lost" + cause)
                : new Repetition(job, CUT_SHORT, Optional.of(RetryCharge.DFT), next, "was killed" + cause);
    }

    /**
     * Returns the calculations that are done once more.
     *
     * @param used what each has used of its budgets so far
     */
    List<String> calculations(List<CalculationOutcome> outcomes, Map<String, RetryBudgets> used, RetryBudgets allowed) {
        if (outcomes.size() != job.calculations().size()) {
            throw new IllegalArgumentException("job " + job.token() + " holds "
                    + job.calculations().size() + " calculations, found " + outcomes.size() + " outcomes");
        }
        List<String> again = new ArrayList<>();
        for (int i = 0; i < outcomes.size(); i++) {
            String id = job.calculations().get(i);
            RetryBudgets spent = used.getOrDefault(id, new RetryBudgets(0, 0));
            if (outcomes.get(i) instanceof CalculationFailure failure
                    && kinds.contains(failure.kind())
                    && charge.map(budget -> budget.of(spent) < budget.of(allowed))
                            .orElse(true)) {
                again.add(id);
            }
        }
        return again;
    }

    /** Tells what the next attempt is taken from, for people. */
    String payment() {
        return charge.map(budget -> "out of the budget " + budget.key()).orElse("charged to no budget");
    }
}
