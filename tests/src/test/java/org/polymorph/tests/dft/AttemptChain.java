package org.polymorph.tests.dft;

import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.polymorph.engine.scheduler.local.LocalScheduler;
import org.polymorph.model.batch.JobRequest;
import org.polymorph.model.batch.JobSnapshot;
import org.polymorph.model.batch.JobState;
import org.polymorph.model.calculation.Attempt;
import org.polymorph.model.calculation.CalculationFailure;
import org.polymorph.model.calculation.CalculationOutcome;
import org.polymorph.model.calculation.CalculationRequest;
import org.polymorph.model.calculation.CalculationResult;
import org.polymorph.model.calculation.FailureKind;
import org.polymorph.model.calculation.Remedy;
import org.polymorph.model.calculation.Remedy.Action;
import org.polymorph.model.calculation.Remedy.Start;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.DftCode;
import org.polymorph.model.spi.PreparedJob;

/**
 * One calculation with all its attempts, each a real job of the local scheduler, until there is a result or no remedy.
 *
 * @param outcomes one an attempt
 * @param remedies what the code offered after each failure
 */
record AttemptChain(List<CalculationOutcome> outcomes, List<Remedy> remedies, List<CalculationRequest> requests) {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int MOST = 60;

    static AttemptChain run(DftCode code, CalculationRequest first, Path workDir) {
        List<CalculationOutcome> outcomes = new ArrayList<>();
        List<Remedy> remedies = new ArrayList<>();
        List<CalculationRequest> requests = new ArrayList<>();
        try (LocalScheduler scheduler = new LocalScheduler(workDir, 1)) {
            CalculationRequest request = first;
            while (requests.size() < MOST) {
                requests.add(request);
                CalculationOutcome outcome = attempt(code, request, scheduler, "attempt-" + requests.size());
                outcomes.add(outcome);
                if (!(outcome instanceof CalculationFailure failure)) {
                    break;
                }
                Remedy remedy = code.remedy(request, failure);
                remedies.add(remedy);
                if (remedy.action() != Action.RETRY) {
                    break;
                }
                request = next(request, failure, remedy, remedies, "../attempt-" + requests.size());
            }
        }
        return new AttemptChain(outcomes, remedies, requests);
    }

    private static CalculationRequest next(
            CalculationRequest request,
            CalculationFailure failure,
            Remedy remedy,
            List<Remedy> remedies,
            String previous) {
        Structure start = remedy.start() == Start.LAST
                ? failure.geometry().orElseThrow()
                : request.structures().get(0);
        return new CalculationRequest(
                List.of(start),
                request.inputSet(),
                request.pressure(),
                request.settings(),
                request.site(),
                request.resources(),
                new Attempt(remedies, Optional.of(previous)));
    }

    private static CalculationOutcome attempt(
            DftCode code, CalculationRequest request, LocalScheduler scheduler, String token) {
        PreparedJob job = code.prepare(request);
        scheduler.submit(new JobRequest(token, job.files(), job.script(), request.resources()));
        JobSnapshot ended = await().atMost(PATIENCE)
                .until(() -> scheduler.status(List.of(token)).get(token), snapshot -> snapshot.state()
                        .isTerminal());
        CalculationOutcome outcome = code.parse(scheduler.retrieve(token)).get(0);
        // as the loop does: what was cut off by the time limit is so called
        return ended.state() == JobState.TIMEOUT
                        && outcome instanceof CalculationFailure failure
                        && failure.kind() != FailureKind.OUT_OF_WALLTIME
                ? new CalculationFailure(FailureKind.OUT_OF_WALLTIME, "the job reached its time limit", "", "")
                        .after(failure.geometry())
                : outcome;
    }

    CalculationResult result() {
        CalculationOutcome last = outcomes.get(outcomes.size() - 1);
        if (last instanceof CalculationResult result) {
            return result;
        }
        throw new AssertionError("no result: " + outcomes + " " + remedies);
    }

    CalculationFailure failure(int attempt) {
        if (outcomes.get(attempt) instanceof CalculationFailure failure) {
            return failure;
        }
        throw new AssertionError("attempt " + attempt + " did not fail: " + outcomes);
    }

    /** Returns the rows of the table that the remedies came from. */
    List<String> errors() {
        return remedies.stream().map(Remedy::error).toList();
    }

    /** Returns the changes of one remedy as a map from entry to its new value. */
    Map<String, String> changes(int remedy) {
        Map<String, String> changes = new java.util.TreeMap<>();
        remedies.get(remedy)
                .changes()
                .forEach(change -> changes.put(change.key(), change.after().orElse("")));
        return changes;
    }
}
