package org.polymorph.engine.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.polymorph.engine.store.Calculation.Purpose;
import org.polymorph.engine.store.Calculation.State;

/** Reads the rounds of campaigns, without their candidates. Thread-safe. */
public final class RoundLists {
    private final Access jdbi;

    public RoundLists(Database database) {
        this.jdbi = database.reading();
    }

    /**
     * What a round has brought.
     *
     * @param labels label calculations by state
     * @param relaxed candidates by how their relaxation ended
     * @param training what the trainer said of the model, in its order; empty before it was trained
     * @param heldOut errors on the labels of this round, as they were handed in; empty where unknown
     * @param verdict what the stopping rule said; empty before clustering
     * @param stopped whether it held
     */
    public record Row(
            int round,
            Map<State, Integer> labels,
            SortedMap<String, Integer> relaxed,
            Map<String, String> training,
            Map<String, Object> heldOut,
            Optional<String> verdict,
            boolean stopped) {}

    /** Returns the rounds that have labels, planned or done, or a surrogate; oldest first. */
    public List<Row> rounds(String campaign) {
        return jdbi.inTransaction(db -> {
            SortedMap<Integer, Map<State, Integer>> labels = labels(db, campaign);
            Map<Integer, SortedMap<String, Integer>> relaxed = relaxed(db, campaign);
            SortedMap<Integer, Row> rounds = new TreeMap<>();
            labels.forEach((round, counts) -> rounds.put(
                    round, new Row(round, counts, new TreeMap<>(), Map.of(), Map.of(), Optional.empty(), false)));
            db.createQuery("SELECT round, training, held_out, verdict, stopped FROM round WHERE campaign = :campaign")
                    .bind("campaign", campaign)
                    .map((rs, context) -> new Row(
                            rs.getInt("round"),
                            labels.getOrDefault(rs.getInt("round"), Map.of()),
                            relaxed.getOrDefault(rs.getInt("round"), new TreeMap<>()),
                            training(rs.getString("training")),
                            rs.getString("held_out") == null ? Map.of() : Json.readTree(rs.getString("held_out")),
                            Optional.ofNullable(rs.getString("verdict")),
                            rs.getInt("stopped") == 1))
                    .forEach(row -> rounds.put(row.round(), row));
            return List.copyOf(rounds.values());
        });
    }

    /** Returns the lowest clusters of each round that is clustered, lowest first. */
    public SortedMap<Integer, List<ClusterRow>> clusters(String campaign) {
        SortedMap<Integer, List<ClusterRow>> rounds = new TreeMap<>();
        jdbi.useHandle(db -> db.createQuery("SELECT round, rank, id, candidate, energy, size, above_hull FROM cluster"
                        + " WHERE campaign = :campaign ORDER BY round, rank")
                .bind("campaign", campaign)
                .map((rs, context) -> Map.entry(
                        rs.getInt("round"),
                        new ClusterRow(
                                rs.getInt("rank"),
                                rs.getString("id"),
                                rs.getString("candidate"),
                                rs.getDouble("energy"),
                                rs.getInt("size"),
                                CandidateTable.optional(rs, "above_hull"))))
                .forEach(entry -> rounds.computeIfAbsent(entry.getKey(), round -> new ArrayList<>())
                        .add(entry.getValue())));
        return rounds;
    }

    private static SortedMap<Integer, Map<State, Integer>> labels(Handle db, String campaign) {
        SortedMap<Integer, Map<State, Integer>> labels = new TreeMap<>();
        db.createQuery("SELECT round, state, COUNT(*) AS n FROM calculation"
                        + " WHERE campaign = :campaign AND purpose = :purpose GROUP BY round, state")
                .bind("campaign", campaign)
                .bind("purpose", Purpose.LABEL.name())
                .map((rs, context) -> new Count(rs.getInt("round"), rs.getString("state"), rs.getInt("n")))
                .forEach(count -> labels.computeIfAbsent(count.round(), round -> new HashMap<>())
                        .put(State.valueOf(count.name()), count.rows()));
        return labels;
    }

    private static Map<Integer, SortedMap<String, Integer>> relaxed(Handle db, String campaign) {
        Map<Integer, SortedMap<String, Integer>> relaxed = new HashMap<>();
        db.createQuery("SELECT round, outcome, COUNT(*) AS n FROM frame WHERE campaign = :campaign AND round >= 0"
                        + " GROUP BY round, outcome")
                .bind("campaign", campaign)
                .map((rs, context) -> new Count(rs.getInt("round"), rs.getString("outcome"), rs.getInt("n")))
                .forEach(count -> relaxed.computeIfAbsent(count.round(), round -> new TreeMap<>())
                        .put(count.name(), count.rows()));
        return relaxed;
    }

    private record Count(int round, String name, int rows) {}

    // a list of objects with one member each, which keeps the trainer's order
    private static Map<String, String> training(@org.jspecify.annotations.Nullable String json) {
        Map<String, String> training = new LinkedHashMap<>();
        if (json != null) {
            for (Object entry : Json.read(json, List.class)) {
                if (entry instanceof Map<?, ?> member) {
                    member.forEach((name, text) -> training.put(String.valueOf(name), String.valueOf(text)));
                }
            }
        }
        return training;
    }
}
