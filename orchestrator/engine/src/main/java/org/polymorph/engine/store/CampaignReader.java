package org.polymorph.engine.store;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.polymorph.engine.campaign.CampaignState;
import org.polymorph.engine.job.StoryLine;
import org.polymorph.engine.store.Calculation.Purpose;
import org.polymorph.engine.store.Calculation.State;
import org.polymorph.model.spi.LabelledStructure;

/** Reads what a campaign has given so far; each method sees one consistent state. Thread-safe. */
public final class CampaignReader {
    private final String campaign;
    private final Access jdbi;
    private final CampaignTable campaigns;
    private final CandidateTable candidates;
    private final CalculationTable calculations;
    private final RepairTable repairs;
    private final ObjectStore objects;

    CampaignReader(
            String campaign,
            Access jdbi,
            CampaignTable campaigns,
            CandidateTable candidates,
            CalculationTable calculations,
            RepairTable repairs,
            ObjectStore objects) {
        this.campaign = campaign;
        this.jdbi = jdbi;
        this.campaigns = campaigns;
        this.candidates = candidates;
        this.calculations = calculations;
        this.repairs = repairs;
        this.objects = objects;
    }

    /** Opens a campaign of a data directory to look at it, also while another process works on it. */
    public static CampaignReader of(String campaign, Database database, Path directory) {
        ObjectStore objects = DataDirectory.objects(directory);
        StructureObjects structures = new StructureObjects(objects);
        return new CampaignReader(
                campaign,
                database.reading(),
                new CampaignTable(Clock.systemUTC()),
                new CandidateTable(structures),
                new CalculationTable(structures, Clock.systemUTC()),
                new RepairTable(structures, Clock.systemUTC()),
                objects);
    }

    /** Lists the campaigns of a database. */
    public static List<String> campaigns(Database database) {
        return database.reading().withHandle(db -> new CampaignTable(Clock.systemUTC()).ids(db));
    }

    /** Numbers of label calculations. */
    public record LabelCounts(int planned, int done, int failed) {}

    public Optional<StoredCampaign> campaign() {
        return jdbi.withHandle(db -> campaigns.find(db, campaign));
    }

    public List<LoggedEvent> events() {
        return jdbi.withHandle(db -> campaigns.events(db, campaign));
    }

    /**
     * Returns the pool as it stands after a round, in the order of the ids; round −1 is as generated. What a pre-filter has left
     * out is not in it.
     */
    public List<CandidateFrame> frames(int round) {
        return jdbi.withHandle(db -> candidates.frames(db, campaign, round));
    }

    /** Returns the pool as it stands after the last round that has relaxed all of it, or as generated; empty before that. */
    public List<CandidateFrame> pool() {
        CampaignState state = campaign().orElseThrow().state();
        List<CandidateFrame> pool = List.of();
        for (int round = state.round(); round >= -1 && pool.size() < state.candidates(); round--) {
            pool = frames(round);
        }
        return pool;
    }

    /** Returns the file of the surrogate of a round; empty where none was trained. */
    public Optional<Path> model(int round) {
        return jdbi.withHandle(db -> candidates.model(db, campaign, round)).map(objects::get);
    }

    /** Returns how many candidates have been relaxed in a round so far. */
    public int relaxed(int round) {
        return jdbi.withHandle(db -> candidates.count(db, campaign, round));
    }

    /** Returns one candidate's way through the rounds. */
    public List<CandidateFrame> history(String candidate) {
        return jdbi.withHandle(db -> candidates.history(db, campaign, candidate));
    }

    /** Returns the generator or file that a candidate came from; empty if there is no such candidate. */
    public Optional<String> origin(String candidate) {
        return jdbi.withHandle(db -> candidates.origin(db, campaign, candidate));
    }

    /** Returns when and from where the candidates came into the pool, the oldest first. */
    public List<CandidateBirth> births() {
        return jdbi.withHandle(db -> candidates.births(db, campaign));
    }

    /** Returns the lowest clusters of a round, lowest first. */
    public List<ClusterRow> clusters(int round) {
        return jdbi.withHandle(db -> candidates.clusters(db, campaign, round));
    }

    /** Returns the errors of the last surrogate on the labels of each round that has them, as they were handed in. */
    public SortedMap<Integer, Map<String, Object>> heldOut() {
        return jdbi.withHandle(db -> candidates.heldOut(db, campaign));
    }

    /** Returns for how many rounds in a row, up to the one before a round, the stopping rule held. */
    public int heldBefore(int round) {
        return jdbi.withHandle(db -> candidates.heldBefore(db, campaign, round));
    }

    /** Returns what the stopping rule said after a round. */
    public Optional<String> verdict(int round) {
        return jdbi.withHandle(db -> candidates.verdict(db, campaign, round)).filter(text -> !text.isEmpty());
    }

    /** Returns calculations in the order of their ids. */
    public List<Calculation> calculations(Purpose purpose) {
        return jdbi.withHandle(db -> calculations.all(db, campaign, purpose));
    }

    public Optional<Calculation> calculation(String id) {
        return jdbi.withHandle(db -> calculations.find(db, campaign, id));
    }

    /** Returns the failed attempts at a calculation that others followed, oldest first. */
    public List<Repair> repairs(String calculation) {
        return jdbi.withHandle(db -> repairs.of(db, campaign, calculation));
    }

    /** Returns the candidates that are not calculated again, each with the reason. */
    public Map<String, String> rejected() {
        return jdbi.withHandle(db -> candidates.rejected(db, campaign));
    }

    /** Returns the training data: every label that succeeded, in the order of ids, whatever order they came in. */
    public List<LabelledStructure> labels() {
        return calculations(Purpose.LABEL).stream()
                .filter(calculation -> calculation.state() == State.DONE)
                .map(calculation -> {
                    var frame = calculation.result().orElseThrow();
                    return new LabelledStructure(
                            calculation.id(),
                            frame.structure(),
                            frame.evaluation().orElseThrow());
                })
                .toList();
    }

    /** Counts the label calculations of one round. */
    public LabelCounts labelCounts(int round) {
        return jdbi.inTransaction(db -> new LabelCounts(
                calculations.count(db, campaign, Purpose.LABEL, State.PLANNED, round),
                calculations.count(db, campaign, Purpose.LABEL, State.DONE, round),
                calculations.count(db, campaign, Purpose.LABEL, State.FAILED, round)));
    }

    /** Counts calculations of one purpose over all rounds. */
    public LabelCounts counts(Purpose purpose) {
        return jdbi.inTransaction(db -> new LabelCounts(
                calculations.count(db, campaign, purpose, State.PLANNED),
                calculations.count(db, campaign, purpose, State.DONE),
                calculations.count(db, campaign, purpose, State.FAILED)));
    }

    /** Sums the geometries that the code has evaluated for one purpose. */
    public int evaluations(Purpose purpose) {
        return jdbi.withHandle(db -> calculations.ionicSteps(db, campaign, purpose));
    }

    /** Counts failed calculations by kind. */
    public Map<String, Integer> failures(Purpose purpose) {
        return jdbi.withHandle(db -> calculations.failures(db, campaign, purpose));
    }

    /** Returns a job by its token. */
    public Optional<JobRow> job(String token) {
        return jdbi.inTransaction(db -> JobRows.job(db, token));
    }

    public List<JobRow> jobs() {
        return jdbi.inTransaction(db -> JobRows.of(db, campaign, false));
    }

    /** Counts the jobs that have not ended. */
    public int unendedJobs() {
        return jdbi.withHandle(db -> JobRows.unended(db, campaign));
    }

    /** Returns the jobs that calculations of a candidate were handed to, earlier attempts among them, oldest first. */
    public List<JobRow> jobs(String candidate) {
        return jdbi.inTransaction(db -> JobRows.ofCandidate(db, campaign, candidate));
    }

    /** Returns all that happened to a job, in the order it was written down; empty for a job that is not known. */
    public List<StoryLine> story(String token) {
        return jdbi.inTransaction(db -> JobTable.story(db, token));
    }

    /** Returns the final table, lowest enthalpy first; empty until the campaign is done. */
    public List<RankedResult> results() {
        return jdbi.withHandle(db -> calculations.results(db, campaign));
    }
}
