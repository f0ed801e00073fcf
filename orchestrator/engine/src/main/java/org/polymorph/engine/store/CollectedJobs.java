package org.polymorph.engine.store;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.polymorph.engine.campaign.CampaignRules;
import org.polymorph.model.batch.JobSnapshot;
import org.polymorph.model.calculation.CalculationFailure;
import org.polymorph.model.calculation.CalculationOutcome;
import org.polymorph.model.calculation.CalculationResult;
import org.polymorph.model.calculation.Remedy;
import org.polymorph.model.format.Frame;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Writes down the outcomes of ended jobs, and plans what has to be done again. Thread-safe. */
final class CollectedJobs {
    private static final Logger LOG = LoggerFactory.getLogger(CollectedJobs.class);

    private final CampaignRules rules;
    private final String campaign;
    private final Access jdbi;
    private final Clock clock;
    private final StructureObjects structures;
    private final CampaignTable campaigns;
    private final CalculationTable calculations;
    private final CalculationPlan plan;
    private final FailedCalculations failures;
    private final CampaignSteps steps;

    CollectedJobs(CampaignStore store, CampaignSteps steps) {
        rules = store.rules();
        campaign = store.campaign();
        jdbi = store.jdbi();
        clock = store.clock();
        structures = store.structures();
        campaigns = store.campaigns();
        calculations = store.calculations();
        plan = store.plan();
        failures = new FailedCalculations(store);
        this.steps = steps;
    }

    /** Does {@link CampaignBook#collectJob(JobSnapshot, List, boolean, Map)}, in one transaction. */
    void write(
            JobSnapshot snapshot,
            List<CalculationOutcome> outcomes,
            boolean siteAtFault,
            Map<String, Remedy> remedies) {
        List<Frame> good = new ArrayList<>();
        for (CalculationOutcome outcome : outcomes) {
            if (outcome instanceof CalculationResult result) {
                good.add(new Frame(
                        result.structure(), Optional.of(result.evaluation()), new TreeMap<>(result.details())));
            }
        }
        String object = good.isEmpty() ? "" : structures.put(good);
        FailedCalculations.Offer offer = failures.offer(outcomes, remedies);
        jdbi.useTransaction(db -> {
            campaigns.lock(db, campaign);
            JobRow job = JobRows.job(db, snapshot.token()).orElseThrow();
            calculations.updateJob(db, snapshot);
            if (!calculations.collect(db, job.token())) {
                return;
            }
            Repetition repetition = Repetition.of(snapshot, job, siteAtFault);
            List<String> again =
                    repetition.calculations(outcomes, calculations.retries(db, campaign, job.token()), rules.retries());
            String next = again.isEmpty() ? "" : repeat(db, repetition, again);
            JobTable.add(
                    db, JobEnding.of(snapshot, job, outcomes, clock.instant()).story(repetition, again, next));
            AlertTable.jobEnded(db, campaign, clock.instant());
            record(db, job, outcomes, object, again, offer);
            steps.settle(db);
        });
    }

    // plans another attempt and returns its token
    private String repeat(Handle db, Repetition repetition, List<String> again) {
        JobRow job = repetition.job();
        // what is wrong with a site is told as the end of the run
        LOG.atLevel(repetition.charge().isPresent() ? Level.WARN : Level.INFO)
                .log(
                        "campaign={} job={} {}, attempt {} follows, {}",
                        campaign,
                        job.token(),
                        repetition.reason(),
                        repetition.attempt(),
                        repetition.payment());
        String occasion = "after " + job.token() + " " + repetition.reason() + ", " + repetition.payment();
        String token = plan.job(db, job.round(), repetition.attempt(), again, occasion);
        repetition.charge().ifPresent(charge -> again.forEach(id -> calculations.charge(db, campaign, id, charge)));
        campaigns.log(db, campaign, "JobLost", job.round(), job.token());
        return token;
    }

    private void record(
            Handle db,
            JobRow job,
            List<CalculationOutcome> outcomes,
            String object,
            List<String> again,
            FailedCalculations.Offer offer) {
        int position = 0;
        for (int i = 0; i < outcomes.size(); i++) {
            String id = job.calculations().get(i);
            if (outcomes.get(i) instanceof CalculationResult result) {
                calculations.succeed(db, campaign, id, result, object, position++);
                plan.nextStage(db, id, result);
            } else if (outcomes.get(i) instanceof CalculationFailure failure && !again.contains(id)) {
                failures.record(db, job, i, failure, offer);
            }
        }
    }
}
