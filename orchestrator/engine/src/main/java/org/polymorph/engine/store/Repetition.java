package org.polymorph.engine.store;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.polymorph.model.batch.JobSnapshot;
import org.polymorph.model.calculation.CalculationFailure;
import org.polymorph.model.calculation.CalculationOutcome;
import org.polymorph.model.calculation.FailureKind;

/**
 * What of an ended job is done once more: a calculation whose process was killed, or for which something was missing where it
 * ran. What has a result counts, and a failure that is the calculation's own is never repeated.
 *
 * @param kinds failures that are repeated
 * @param attempt number of the attempt that follows
 * @param reason for the log
 */
record Repetition(JobRow job, Set<FailureKind> kinds, int attempt, String reason) {
    private static final Set<FailureKind> CUT_SHORT =
            EnumSet.of(FailureKind.NO_OUTPUT, FailureKind.TRUNCATED_OUTPUT, FailureKind.CRASHED);

    static Repetition of(JobSnapshot snapshot, JobRow job, boolean siteAtFault, int attempts) {
        if (siteAtFault) {
            Set<FailureKind> kinds = EnumSet.copyOf(CUT_SHORT);
            kinds.addAll(FailureKind.OF_SITE);
            return new Repetition(
                    job, kinds, job.attempt(), "failed for want of something on its site, is planned anew");
        }
        boolean again = snapshot.wasKilled() && job.attempt() < attempts;
        int next = job.attempt() + 1;
        return new Repetition(job, again ? CUT_SHORT : Set.of(), next, "was killed, attempt " + next + " follows");
    }

    /** Returns the calculations that are done once more. */
    List<String> calculations(List<CalculationOutcome> outcomes) {
        if (outcomes.size() != job.calculations().size()) {
            throw new IllegalArgumentException("job " + job.token() + " holds "
                    + job.calculations().size() + " calculations, found " + outcomes.size() + " outcomes");
        }
        List<String> again = new ArrayList<>();
        for (int i = 0; i < outcomes.size(); i++) {
            if (outcomes.get(i) instanceof CalculationFailure failure && kinds.contains(failure.kind())) {
                again.add(job.calculations().get(i));
            }
        }
        return again;
    }

    @Override
    public String toString() {
        return reason;
    }
}
