package org.polymorph.engine.store;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.polymorph.engine.campaign.CampaignEvent;
import org.polymorph.engine.campaign.CampaignRules;
import org.polymorph.engine.campaign.CampaignState;
import org.polymorph.engine.campaign.Command;
import org.polymorph.engine.campaign.CommandKind;
import org.polymorph.engine.campaign.ExitReason;
import org.polymorph.engine.campaign.Phase;
import org.polymorph.engine.campaign.Wish;
import org.polymorph.engine.store.Calculation.Purpose;
import org.polymorph.engine.store.Calculation.State;
import org.polymorph.model.batch.JobSnapshot;
import org.polymorph.model.calculation.CalculationOutcome;
import org.polymorph.model.calculation.Remedy;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.format.Frame;

/**
 * Writes down what a campaign's work has given. Each method is one transaction: what it was told, the step of the state
 * machine and the commands that follow are committed together or not at all, and telling it the same twice changes nothing.
 * Thread-safe.
 */
public final class CampaignBook {
    private final CampaignRules rules;
    private final String campaign;
    private final Access jdbi;
    private final Access reading;
    private final Clock clock;
    private final ObjectStore objects;
    private final StructureObjects structures;
    private final CampaignTable campaigns;
    private final CandidateTable candidates;
    private final CalculationTable calculations;
    private final RepairTable repairs;
    private final CalculationPlan plan;
    private final CampaignSteps steps;
    private final CollectedJobs collected;
    private final HopelessCandidates hopeless;

    public CampaignBook(CampaignRules rules, Database database, ObjectStore objects, Clock clock) {
        CampaignStore store = CampaignStore.of(rules, database, objects, clock);
        this.rules = rules;
        this.clock = clock;
        this.objects = objects;
        campaign = rules.campaign();
        jdbi = database.jdbi();
        reading = database.reading();
        structures = store.structures();
        campaigns = store.campaigns();
        candidates = store.candidates();
        calculations = store.calculations();
        repairs = store.repairs();
        plan = store.plan();
        steps = new CampaignSteps(store);
        collected = new CollectedJobs(store, steps);
        hopeless = new HopelessCandidates(store);
    }

    /**
     * A structure proposed for the pool and where it came from.
     *
     * @param leftOut why it is not relaxed; empty for one that is
     */
    public record Proposal(Structure structure, String origin, Optional<String> leftOut) {
        public Proposal(Structure structure, String origin) {
            this(structure, origin, Optional.empty());
        }

        /** Returns this structure as one that is not relaxed. */
        public Proposal leftOut(String reason) {
            return new Proposal(structure, origin, Optional.of(reason));
        }
    }

    /** A structure to be labelled for a candidate. */
    public record Choice(String candidate, Structure structure) {}

    /**
     * What clustering found.
     *
     * @param assignment each candidate's cluster
     * @param held whether the stopping rule held for this round
     * @param stop whether it has held for so many rounds in a row that the search may stop
     */
    public record ClusterReport(
            Map<String, String> assignment, List<ClusterRow> lowest, boolean held, boolean stop, String verdict) {
        /** Reports a rule that is believed the first time it holds. */
        public ClusterReport(Map<String, String> assignment, List<ClusterRow> lowest, boolean stop, String verdict) {
            this(assignment, lowest, stop, stop, verdict);
        }
    }

    /** Creates the campaign if it is not there yet, and makes its first command if there is none. */
    public void start(Map<String, Object> spec) {
        jdbi.useTransaction(db -> {
            if (campaigns.find(db, campaign).isEmpty()) {
                campaigns.insert(db, new CampaignTable.NewCampaign(campaign, spec, "", Optional.empty()));
            }
            if (campaigns.isNew(db, campaign)) {
                steps.advance(db, CampaignState.initial(), new CampaignEvent.Started());
            }
        });
    }

    /** Returns the commands not yet done, oldest first. */
    public List<Command> pendingCommands() {
        return jdbi.withHandle(db -> campaigns.pending(db, campaign));
    }

    /** Returns the jobs whose outcomes are not yet written down, oldest first. */
    public List<JobRow> openJobs() {
        return jdbi.withHandle(db -> JobRows.of(db, campaign, true));
    }

    /**
     * Writes down the pool. Candidates are numbered in the order given: c0000, c0001, …; those left out are among them, and
     * count for nothing from then on.
     */
    public void completeGenerate(Command command, List<Proposal> pool) {
        List<CandidateFrame> frames = CandidateTable.newcomers(pool, 0, -1, "generated");
        int kept = CandidateTable.kept(frames);
        String object = candidates.put(frames);
        steps.complete(command, CommandKind.GENERATE, db -> {
            candidates.insert(db, campaign, pool, frames, object);
            if (kept < pool.size()) {
                String filtered = (pool.size() - kept) + " of " + pool.size() + " left out";
                campaigns.log(db, campaign, "PoolFiltered", command.round(), filtered);
            }
            return new CampaignEvent.PoolGenerated(kept);
        });
    }

    /**
     * Writes down how the pool changes before this round's relaxation: new structures stand beside the others as these were left
     * by the round before, and are numbered on from them; those left out stay in the books with the reason.
     */
    public void completePropose(Command command, PoolChange change) {
        int first = jdbi.withHandle(db -> candidates.number(db, campaign));
        int before = command.round() - 1;
        List<CandidateFrame> frames = CandidateTable.newcomers(change.added(), first, before, "proposed");
        String object = frames.isEmpty() ? "" : candidates.put(frames);
        steps.complete(command, CommandKind.PROPOSE, db -> {
            int pool = campaigns.find(db, campaign).orElseThrow().state().candidates();
            candidates.insert(db, campaign, change.added(), frames, object);
            change.leftOut().forEach((id, reason) -> candidates.leaveOut(db, campaign, id, before, reason));
            log(db, "SharesChosen", command.round(), change.shares());
            log(db, "PoolFiltered", command.round(), change.filter());
            int now = pool + CandidateTable.kept(frames) - change.leftOut().size();
            return new CampaignEvent.PoolGrown(command.round(), now);
        });
    }

    private void log(Handle db, String kind, int round, String detail) {
        if (!detail.isEmpty()) {
            campaigns.log(db, campaign, kind, round, detail);
        }
    }

    /** Writes down what is to be labelled in this round, and plans the jobs. */
    public void completeSelect(Command command, List<Choice> choices) {
        String object = choices.isEmpty() ? "" : plan.store(choices);
        steps.complete(command, CommandKind.SELECT, db -> {
            plan.labels(db, command.round(), choices, object);
            return new CampaignEvent.Selected(command.round(), choices.size());
        });
    }

    /** Writes down what the scheduler said of a job. */
    public void updateJob(JobSnapshot snapshot) {
        jdbi.useTransaction(db -> calculations.updateJob(db, snapshot));
    }

    /** Writes down the outcomes of an ended job whose site lacked nothing. */
    public void collectJob(JobSnapshot snapshot, List<CalculationOutcome> outcomes) {
        collectJob(snapshot, outcomes, false);
    }

    /** Writes down the outcomes of an ended job for whose failures no remedy is known. */
    public void collectJob(JobSnapshot snapshot, List<CalculationOutcome> outcomes, boolean siteAtFault) {
        collectJob(snapshot, outcomes, siteAtFault, Map.of());
    }

    /**
     * Writes down the outcomes of an ended job, in the order of its calculations. What a job had not done when it was killed
     * or lost with its machine is planned anew as another attempt; an outcome told twice counts once.
     *
     * @param siteAtFault whether something is missing where the job ran, such as the program or room on the disk: what it had
     *     not done is planned anew then, however often
     * @param remedies what the code offers for failed calculations, by their ids. Another attempt is planned while the
     *     candidate's budget of repairs lasts; a candidate at fault is rejected
     */
    public void collectJob(
            JobSnapshot snapshot,
            List<CalculationOutcome> outcomes,
            boolean siteAtFault,
            Map<String, Remedy> remedies) {
        collected.write(snapshot, outcomes, siteAtFault, remedies);
    }

    /** Writes down a trained surrogate. */
    public void completeTrain(
            Command command, ObjectStore.Content model, Map<String, String> summary, Map<String, Object> heldOut) {
        String object = objects.put(model);
        steps.complete(command, CommandKind.TRAIN, db -> {
            candidates.insertRound(db, campaign, command.round(), object, summary, heldOut);
            return new CampaignEvent.Trained(command.round());
        });
    }

    /** Writes down where one part of the pool stands after relaxation. */
    public void completeRelax(Command command, List<CandidateFrame> frames) {
        String object = candidates.put(frames);
        steps.complete(command, CommandKind.RELAX, db -> {
            candidates.insertFrames(db, campaign, frames, object);
            hopeless.reject(db, command.round(), frames);
            return new CampaignEvent.PartRelaxed(command.round(), command.part());
        });
    }

    /** Writes down the clusters of a round and the verdict of the stopping rule. */
    public void completeCluster(Command command, ClusterReport report) {
        steps.complete(command, CommandKind.CLUSTER, db -> {
            candidates.assign(db, campaign, command.round(), report.assignment());
            candidates.insertClusters(db, campaign, command.round(), report.lowest());
            candidates.judgeRound(db, campaign, command.round(), report.verdict(), report.held());
            StoredCampaign stored = campaigns.find(db, campaign).orElseThrow();
            int open = calculations.count(db, campaign, Purpose.LABEL, State.PLANNED);
            return new CampaignEvent.Clustered(command.round(), report.stop(), ended(db, stored), open);
        });
    }

    private Optional<ExitReason> ended(Handle db, StoredCampaign stored) {
        CampaignRules now = rules.with(stored.budgets());
        if (stored.wish() == Wish.STOP) {
            return Optional.of(ExitReason.STOPPED);
        }
        if (clock.millis() - stored.createdAt() > now.walltime().toMillis()) {
            return Optional.of(ExitReason.WALLTIME);
        }
        return CalculationTable.coreHours(db, campaign, clock.millis()) >= now.coreHours()
                ? Optional.of(ExitReason.CORE_HOURS)
                : Optional.empty();
    }

    /**
     * Ends a campaign that is to be cancelled and whose jobs have ended: what they were to calculate has failed, and nothing of
     * it is done any more.
     *
     * @throws IllegalStateException if nobody wished so
     */
    public void cancelled() {
        jdbi.useTransaction(db -> {
            StoredCampaign stored = campaigns.find(db, campaign).orElseThrow();
            if (stored.wish() != Wish.CANCEL) {
                throw new IllegalStateException("campaign " + campaign + " is not to be cancelled: " + stored.wish());
            }
            if (stored.state().phase() != Phase.DONE) {
                int jobs = calculations.abandon(db, campaign);
                campaigns.abandon(db, campaign);
                steps.advance(db, stored.state(), new CampaignEvent.Cancelled(jobs));
            }
        });
    }

    /** Returns what a person asks of the campaign. */
    public Wish wish() {
        return jdbi.withHandle(db -> campaigns.wish(db, campaign));
    }

    /** Writes down the final table. */
    public void completeRank(Command command, List<RankedResult> results) {
        String object = structures.put(results.stream()
                .map(result -> new Frame(result.structure(), Optional.empty(), Map.of("candidate", result.candidate())))
                .toList());
        steps.complete(command, CommandKind.RANK, db -> {
            for (int i = 0; i < results.size(); i++) {
                calculations.insertResult(db, campaign, results.get(i), object, i);
            }
            return new CampaignEvent.Ranked(results.size());
        });
    }

    /** Returns where the file of a round's surrogate lies. */
    public Path model(int round) {
        String hash = jdbi.withHandle(db -> candidates.model(db, campaign, round))
                .orElseThrow(() ->
                        new IllegalStateException("campaign " + campaign + " has no surrogate of round " + round));
        return objects.get(hash);
    }

    /** Returns a view of everything written down. */
    public CampaignReader reader() {
        return new CampaignReader(campaign, reading, campaigns, candidates, calculations, repairs, objects);
    }
}
