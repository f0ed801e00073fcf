package org.polymorph.engine.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.polymorph.engine.job.JobEvent;
import org.polymorph.engine.job.JobStage;
import org.polymorph.model.batch.JobCause;
import org.polymorph.model.batch.JobSnapshot;
import org.polymorph.model.batch.JobState;
import org.polymorph.model.calculation.CalculationFailure;
import org.polymorph.model.calculation.CalculationOutcome;

/**
 * What came of a job, as the last lines of its story.
 *
 * @param failures number of failed calculations by kind
 */
record JobEnding(JobSnapshot snapshot, int results, Map<String, Integer> failures, Instant at) {

    static JobEnding of(JobSnapshot snapshot, JobRow job, List<CalculationOutcome> outcomes, Instant at) {
        Map<String, Integer> failures = new TreeMap<>();
        for (CalculationOutcome outcome : outcomes) {
            if (outcome instanceof CalculationFailure failure) {
                failures.merge(failure.kind().name(), 1, Integer::sum);
            }
        }
        int failed = failures.values().stream().mapToInt(Integer::intValue).sum();
        return new JobEnding(snapshot, job.calculations().size() - failed, failures, at);
    }

    /**
     * Tells it.
     *
     * @param again the calculations that are done once more
     * @param next the job that does them; empty where there is none
     */
    List<JobEvent> story(Repetition repetition, List<String> again, String next) {
        List<String> parts = new ArrayList<>();
        parts.add(results == 1 ? "1 result" : results + " results");
        failures.forEach((kind, count) -> parts.add(count + " " + kind));
        if (!again.isEmpty()) {
            parts.add(String.join(", ", again) + (again.size() == 1 ? " goes" : " go") + " on to " + next + ", "
                    + repetition.payment());
        }
        int left = repetition.kinds().stream()
                        .mapToInt(kind -> failures.getOrDefault(kind.name(), 0))
                        .sum()
                - again.size();
        if (left > 0) {
            parts.add("not done once more: " + left + ", " + repetition.payment() + ", which is used up");
        }
        List<JobEvent> story = new ArrayList<>();
        story.add(JobEvent.of(snapshot.token(), at, JobStage.PARSED, String.join("; ", parts)));
        if (results == 0) {
            story.add(JobEvent.failed(snapshot.token(), at, cause(), "nothing came of it"));
        }
        return story;
    }

    // how the job ended says more than what its cut-off output looks like
    private String cause() {
        if (snapshot.cause() != JobCause.NONE) {
            return snapshot.cause().name();
        }
        return snapshot.state() == JobState.COMPLETED && !failures.isEmpty()
                ? String.join(",", failures.keySet())
                : snapshot.state().name();
    }
}
