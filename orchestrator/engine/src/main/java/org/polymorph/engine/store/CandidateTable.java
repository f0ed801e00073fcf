package org.polymorph.engine.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;
import org.polymorph.engine.store.CampaignBook.Proposal;
import org.polymorph.model.format.Frame;

/** The tables candidate, frame, round and cluster. Every method runs in the caller's transaction. */
final class CandidateTable {
    /** How a structure that is not relaxed came out of a round. */
    static final String LEFT_OUT = "left-out";

    private final StructureObjects structures;

    CandidateTable(StructureObjects structures) {
        this.structures = structures;
    }

    /** Numbers proposals on from a first number: c0000, c0001, …; those to be relaxed have the outcome given. */
    static List<CandidateFrame> newcomers(List<Proposal> proposals, int first, int round, String outcome) {
        List<CandidateFrame> frames = new ArrayList<>();
        for (int i = 0; i < proposals.size(); i++) {
            frames.add(new CandidateFrame(
                    String.format(Locale.ROOT, "c%04d", first + i),
                    round,
                    proposals.get(i).structure(),
                    Double.NaN,
                    Double.NaN,
                    Double.NaN,
                    Double.NaN,
                    proposals.get(i).leftOut().isEmpty() ? outcome : LEFT_OUT,
                    0,
                    Optional.empty()));
        }
        return frames;
    }

    /** Returns how many of some frames belong to the pool. */
    static int kept(List<CandidateFrame> frames) {
        return (int) frames.stream()
                .filter(frame -> !frame.outcome().equals(LEFT_OUT))
                .count();
    }

    /** Adds proposals, each with the frame of the same place in the list. */
    void insert(Handle db, String campaign, List<Proposal> proposals, List<CandidateFrame> frames, String object) {
        for (int i = 0; i < proposals.size(); i++) {
            String id = frames.get(i).candidate();
            insert(db, campaign, id, proposals.get(i).origin());
            proposals.get(i).leftOut().ifPresent(reason -> reject(db, campaign, id, reason));
        }
        insertFrames(db, campaign, frames, object);
    }

    private void insert(Handle db, String campaign, String id, String origin) {
        db.createUpdate("INSERT INTO candidate (campaign, id, origin) VALUES (:campaign, :id, :origin)")
                .bind("campaign", campaign)
                .bind("id", id)
                .bind("origin", origin)
                .execute();
    }

    /** Returns how many candidates there are, those left out among them. */
    int number(Handle db, String campaign) {
        return db.createQuery("SELECT COUNT(*) FROM candidate WHERE campaign = :campaign")
                .bind("campaign", campaign)
                .mapTo(Integer.class)
                .one();
    }

    /** Takes a candidate out of the pool as it stands after a round. */
    void leaveOut(Handle db, String campaign, String id, int round, String reason) {
        reject(db, campaign, id, reason);
        db.createUpdate("UPDATE frame SET outcome = :outcome"
                        + " WHERE campaign = :campaign AND candidate = :id AND round = :round")
                .bind("outcome", LEFT_OUT)
                .bind("campaign", campaign)
                .bind("id", id)
                .bind("round", round)
                .execute();
    }

    Optional<String> origin(Handle db, String campaign, String id) {
        return db.createQuery("SELECT origin FROM candidate WHERE campaign = :campaign AND id = :id")
                .bind("campaign", campaign)
                .bind("id", id)
                .mapTo(String.class)
                .findOne();
    }

    /** Returns where all candidates came from, the oldest first. */
    List<CandidateBirth> births(Handle db, String campaign) {
        return db.createQuery("SELECT c.id, c.origin, MIN(f.round) + 1 AS born FROM candidate c"
                        + " JOIN frame f ON f.campaign = c.campaign AND f.candidate = c.id"
                        + " WHERE c.campaign = :campaign GROUP BY c.id, c.origin ORDER BY born, c.id")
                .bind("campaign", campaign)
                .map((rs, context) -> new CandidateBirth(rs.getString("id"), rs.getString("origin"), rs.getInt("born")))
                .list();
    }

    /** Marks a candidate as one that is not calculated again; the first reason stays. */
    void reject(Handle db, String campaign, String id, String reason) {
        db.createUpdate("UPDATE candidate SET rejected = :reason"
                        + " WHERE campaign = :campaign AND id = :id AND rejected IS NULL")
                .bind("reason", reason)
                .bind("campaign", campaign)
                .bind("id", id)
                .execute();
    }

    /** Returns the candidates, not rejected yet, that were labelled where they stood after a relaxation that found no crystal. */
    Set<String> labelledAsFallen(Handle db, String campaign) {
        return db.createQuery("SELECT DISTINCT c.id FROM candidate c"
                        + " JOIN calculation k ON k.campaign = c.campaign AND k.candidate = c.id"
                        + " JOIN frame f ON f.campaign = c.campaign AND f.candidate = c.id AND f.round = k.round - 1"
                        + " WHERE c.campaign = :campaign AND c.rejected IS NULL"
                        + " AND k.purpose = 'LABEL' AND k.state = 'DONE' AND f.outcome IN (<fallen>)")
                .bind("campaign", campaign)
                .bindList("fallen", List.copyOf(CandidateFrame.FALLEN))
                .mapTo(String.class)
                .set();
    }

    /** Returns the rejected candidates, each with the reason. */
    Map<String, String> rejected(Handle db, String campaign) {
        Map<String, String> rejected = new TreeMap<>();
        db.createQuery("SELECT id, rejected FROM candidate WHERE campaign = :campaign AND rejected IS NOT NULL")
                .bind("campaign", campaign)
                .map((rs, context) -> Map.entry(rs.getString("id"), rs.getString("rejected")))
                .forEach(entry -> rejected.put(entry.getKey(), entry.getValue()));
        return rejected;
    }

    void insertFrames(Handle db, String campaign, List<CandidateFrame> frames, String object) {
        if (frames.isEmpty()) {
            return;
        }
        PreparedBatch batch = db.prepareBatch("INSERT INTO frame (campaign, candidate, round, object, position, energy,"
                + " max_force, energy_std, force_std, outcome, steps, cluster, volume) VALUES (:campaign, :candidate,"
                + " :round, :object, :position, :energy, :maxForce, :energyStd, :forceStd, :outcome, :steps, NULL,"
                + " :volume)");
        for (int i = 0; i < frames.size(); i++) {
            CandidateFrame frame = frames.get(i);
            batch.bind("campaign", campaign)
                    .bind("candidate", frame.candidate())
                    .bind("round", frame.round())
                    .bind("object", object)
                    .bind("position", i)
                    .bind("energy", finite(frame.enthalpy()))
                    .bind("maxForce", finite(frame.maxForce()))
                    .bind("energyStd", finite(frame.energyStd()))
                    .bind("forceStd", finite(frame.forceStd()))
                    .bind("outcome", frame.outcome())
                    .bind("steps", frame.steps())
                    .bind(
                            "volume",
                            finite(frame.structure().volume()
                                    / frame.structure().size()))
                    .add();
        }
        var unused = batch.execute();
    }

    static @Nullable Double finite(double x) {
        return Double.isFinite(x) ? x : null;
    }

    /** The object that a list of frames is stored as. */
    String put(List<CandidateFrame> frames) {
        return structures.put(frames.stream()
                .map(frame -> new Frame(frame.structure(), Optional.empty(), Map.of("candidate", frame.candidate())))
                .toList());
    }

    /** Returns the pool after a round, without what was left out. */
    List<CandidateFrame> frames(Handle db, String campaign, int round) {
        return db.createQuery("SELECT * FROM frame WHERE campaign = :campaign AND round = :round"
                        + " AND outcome <> :leftOut ORDER BY candidate")
                .bind("campaign", campaign)
                .bind("round", round)
                .bind("leftOut", LEFT_OUT)
                .map((rs, context) -> frame(rs))
                .list();
    }

    List<CandidateFrame> history(Handle db, String campaign, String candidate) {
        return db.createQuery(
                        "SELECT * FROM frame WHERE campaign = :campaign AND candidate = :candidate ORDER BY round")
                .bind("campaign", campaign)
                .bind("candidate", candidate)
                .map((rs, context) -> frame(rs))
                .list();
    }

    int count(Handle db, String campaign, int round) {
        return db.createQuery("SELECT COUNT(*) FROM frame WHERE campaign = :campaign AND round = :round")
                .bind("campaign", campaign)
                .bind("round", round)
                .mapTo(Integer.class)
                .one();
    }

    private CandidateFrame frame(ResultSet rs) throws SQLException {
        return new CandidateFrame(
                rs.getString("candidate"),
                rs.getInt("round"),
                structures.get(rs.getString("object"), rs.getInt("position")).structure(),
                number(rs, "energy"),
                number(rs, "max_force"),
                number(rs, "energy_std"),
                number(rs, "force_std"),
                rs.getString("outcome"),
                rs.getInt("steps"),
                Optional.ofNullable(rs.getString("cluster")));
    }

    static double number(ResultSet rs, String column) throws SQLException {
        double value = rs.getDouble(column);
        return rs.wasNull() ? Double.NaN : value;
    }

    void assign(Handle db, String campaign, int round, Map<String, String> clusters) {
        if (clusters.isEmpty()) {
            return;
        }
        PreparedBatch batch = db.prepareBatch("UPDATE frame SET cluster = :cluster"
                + " WHERE campaign = :campaign AND candidate = :candidate AND round = :round");
        clusters.forEach((candidate, cluster) -> batch.bind("cluster", cluster)
                .bind("campaign", campaign)
                .bind("candidate", candidate)
                .bind("round", round)
                .add());
        var unused = batch.execute();
    }

    void insertRound(
            Handle db,
            String campaign,
            int round,
            String model,
            Map<String, String> training,
            Map<String, Object> heldOut) {
        db.createUpdate("INSERT INTO round (campaign, round, model, training, held_out)"
                        + " VALUES (:campaign, :round, :model, :training, :heldOut)")
                .bind("campaign", campaign)
                .bind("round", round)
                .bind("model", model)
                .bind("training", Json.write(new ArrayList<>(training.entrySet())))
                .bind("heldOut", heldOut.isEmpty() ? null : Json.write(heldOut))
                .execute();
    }

    void judgeRound(Handle db, String campaign, int round, String verdict, boolean stopped) {
        db.createUpdate("UPDATE round SET verdict = :verdict, stopped = :stopped"
                        + " WHERE campaign = :campaign AND round = :round")
                .bind("campaign", campaign)
                .bind("round", round)
                .bind("verdict", verdict)
                .bind("stopped", stopped ? 1 : 0)
                .execute();
    }

    int heldBefore(Handle db, String campaign, int round) {
        int lastNot = db.createQuery("SELECT COALESCE(MAX(round), -1) FROM round"
                        + " WHERE campaign = :campaign AND round < :round AND COALESCE(stopped, 0) = 0")
                .bind("campaign", campaign)
                .bind("round", round)
                .mapTo(Integer.class)
                .one();
        return round - 1 - lastNot;
    }

    Optional<String> model(Handle db, String campaign, int round) {
        return db.createQuery("SELECT model FROM round WHERE campaign = :campaign AND round = :round")
                .bind("campaign", campaign)
                .bind("round", round)
                .mapTo(String.class)
                .findOne();
    }

    SortedMap<Integer, Map<String, Object>> heldOut(Handle db, String campaign) {
        SortedMap<Integer, Map<String, Object>> rounds = new TreeMap<>();
        db.createQuery("SELECT round, held_out FROM round WHERE campaign = :campaign AND held_out IS NOT NULL")
                .bind("campaign", campaign)
                .map((rs, context) -> Map.entry(rs.getInt("round"), Json.readTree(rs.getString("held_out"))))
                .forEach(entry -> rounds.put(entry.getKey(), entry.getValue()));
        return rounds;
    }

    Optional<String> verdict(Handle db, String campaign, int round) {
        return db.createQuery("SELECT COALESCE(verdict, '') FROM round WHERE campaign = :campaign AND round = :round")
                .bind("campaign", campaign)
                .bind("round", round)
                .mapTo(String.class)
                .findOne();
    }

    void insertClusters(Handle db, String campaign, int round, List<ClusterRow> clusters) {
        for (ClusterRow cluster : clusters) {
            db.createUpdate("INSERT INTO cluster (campaign, round, rank, id, candidate, energy, size,"
                            + " above_hull) VALUES (:campaign, :round, :rank, :id, :candidate, :energy, :size, :above)")
                    .bind("campaign", campaign)
                    .bind("round", round)
                    .bind("rank", cluster.rank())
                    .bind("id", cluster.id())
                    .bind("candidate", cluster.candidate())
                    .bind("energy", cluster.enthalpy())
                    .bind("size", cluster.size())
                    .bind("above", cluster.aboveHull().orElse(null))
                    .execute();
        }
    }

    /** Returns a number that a row may lack. */
    static Optional<Double> optional(ResultSet rs, String column) throws SQLException {
        double value = rs.getDouble(column);
        return rs.wasNull() ? Optional.empty() : Optional.of(value);
    }

    List<ClusterRow> clusters(Handle db, String campaign, int round) {
        return db.createQuery("SELECT * FROM cluster WHERE campaign = :campaign AND round = :round ORDER BY rank")
                .bind("campaign", campaign)
                .bind("round", round)
                .map((rs, context) -> new ClusterRow(
                        rs.getInt("rank"),
                        rs.getString("id"),
                        rs.getString("candidate"),
                        rs.getDouble("energy"),
                        rs.getInt("size"),
                        optional(rs, "above_hull")))
                .list();
    }
}
