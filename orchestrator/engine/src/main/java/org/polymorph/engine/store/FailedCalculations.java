package org.polymorph.engine.store;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.polymorph.engine.campaign.CampaignRules;
import org.polymorph.model.calculation.CalculationFailure;
import org.polymorph.model.calculation.CalculationOutcome;
import org.polymorph.model.calculation.Remedy;
import org.polymorph.model.format.Frame;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides what becomes of calculations that failed: another attempt while the candidate's budget lasts, or the end. */
final class FailedCalculations {
    private static final Logger LOG = LoggerFactory.getLogger(FailedCalculations.class);

    private final CampaignRules rules;
    private final String campaign;
    private final StructureObjects structures;
    private final CampaignTable campaigns;
    private final CandidateTable candidates;
    private final CalculationTable calculations;
    private final RepairTable repairs;
    private final CalculationPlan plan;

    FailedCalculations(CampaignStore store) {
        rules = store.rules();
        campaign = store.campaign();
        structures = store.structures();
        campaigns = store.campaigns();
        candidates = store.candidates();
        calculations = store.calculations();
        repairs = store.repairs();
        plan = store.plan();
    }

    /**
     * Remedies that the code offers.
     *
     * @param byCalculation by the ids of the calculations
     * @param geometries objects of the last good geometries, by the position in the job
     */
    record Offer(Map<String, Remedy> byCalculation, Map<Integer, String> geometries) {}

    /** Stores the geometries to go on from, outside of any transaction. */
    Offer offer(List<CalculationOutcome> outcomes, Map<String, Remedy> remedies) {
        Map<Integer, String> stored = new HashMap<>();
        for (int i = 0; i < outcomes.size(); i++) {
            if (outcomes.get(i) instanceof CalculationFailure failure
                    && failure.geometry().isPresent()) {
                stored.put(
                        i, structures.put(List.of(new Frame(failure.geometry().get()))));
            }
        }
        return new Offer(Map.copyOf(remedies), stored);
    }

    /** Writes down one failure of a job, in the caller's transaction. */
    void record(Handle db, JobRow job, int position, CalculationFailure failure, Offer offer) {
        String id = job.calculations().get(position);
        Remedy remedy = offer.byCalculation().getOrDefault(id, Remedy.ofKind(failure));
        String candidate = calculations.find(db, campaign, id).orElseThrow().candidate();
        boolean affordable = !RepairTable.isRepair(failure, remedy)
                || repairs.count(db, campaign, candidate) < rules.retries().repairs();
        if (remedy.action() == Remedy.Action.RETRY && affordable) {
            Optional<String> geometry = Optional.ofNullable(offer.geometries().get(position))
                    .filter(stored -> remedy.start() == Remedy.Start.LAST);
            repair(db, job, id, failure, remedy, geometry);
        } else {
            LOG.info("campaign={} calculation={} failed: {} {}", campaign, id, failure.kind(), failure.detail());
            calculations.fail(db, campaign, id, failure);
        }
        if (remedy.action() == Remedy.Action.REJECT) {
            LOG.info("campaign={} candidate={} rejected: {}", campaign, candidate, remedy.reason());
            candidates.reject(db, campaign, candidate, CalculationTable.detail(failure));
            campaigns.log(db, campaign, "Rejected", job.round(), candidate + ": " + remedy.reason());
        }
    }

    private void repair(
            Handle db, JobRow job, String id, CalculationFailure failure, Remedy remedy, Optional<String> geometry) {
        LOG.info(
                "campaign={} calculation={} job={} failed: {} {}; another attempt follows: {} {}",
                campaign,
                id,
                job.token(),
                failure.kind(),
                failure.detail(),
                remedy.reason(),
                remedy.changes());
        repairs.insert(db, campaign, id, job.token(), failure, remedy, geometry);
        String payment = RepairTable.isRepair(failure, remedy) ? "out of the budget repairs" : "charged to no budget";
        plan.attempt(db, job.round(), id, "after " + job.token() + " failed: " + remedy.reason() + ", " + payment);
        campaigns.log(db, campaign, "Repaired", job.round(), id + ": " + remedy.reason());
    }
}
