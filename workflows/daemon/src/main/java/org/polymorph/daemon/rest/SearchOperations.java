package org.polymorph.daemon.rest;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.polymorph.daemon.cli.CampaignTexts;
import org.polymorph.daemon.cli.HeldOutRounds;
import org.polymorph.daemon.cli.Json;
import org.polymorph.engine.store.Calculation.State;
import org.polymorph.engine.store.CampaignReader;
import org.polymorph.engine.store.CandidateLists;
import org.polymorph.engine.store.ClusterRow;
import org.polymorph.engine.store.Database;
import org.polymorph.engine.store.RoundLists;
import org.polymorph.engine.store.StoredCampaign;

/** What a search has found: rounds, how it converges, and the ranked results. */
final class SearchOperations {
    private static final int LOWEST = 10;
    private static final int REMEMBERED = 16;
    private static final int REMEMBERED_FORMULAS = 10_000;

    private final CampaignOperations campaigns;
    private final RoundLists rounds;
    private final CandidateLists candidates;
    private final Database database;
    private final Path data;
    // space groups take their time, and the results of a campaign that is done do not change
    private final Map<String, RestAnswer> results = remembering(REMEMBERED);
    // of campaign/candidate, whose atoms never change
    private final Map<String, String> formulas = remembering(REMEMBERED_FORMULAS);

    SearchOperations(CampaignOperations campaigns, Database database, Path data) {
        this.campaigns = campaigns;
        this.rounds = new RoundLists(database);
        this.candidates = new CandidateLists(database, data);
        this.database = database;
        this.data = data;
    }

    private static <T> Map<String, T> remembering(int most) {
        return Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
                return size() > most;
            }
        });
    }

    Map<String, Operation> all() {
        return Map.of("rounds", this::rounds, "convergence", this::convergence, "results", this::results);
    }

    private RestAnswer rounds(RestRequest request) {
        String id = request.text("id");
        campaigns.require(id);
        Map<Integer, List<ClusterRow>> clusters = rounds.clusters(id);
        return RestAnswer.json(rounds.rounds(id).stream()
                .map(row -> round(row, clusters.getOrDefault(row.round(), List.of())))
                .toList());
    }

    private static Map<String, @Nullable Object> round(RoundLists.Row row, List<ClusterRow> clusters) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("round", row.round());
        json.put("labels", row.labels().getOrDefault(State.DONE, 0));
        json.put("failedLabels", row.labels().getOrDefault(State.FAILED, 0));
        json.put("openLabels", row.labels().getOrDefault(State.PLANNED, 0));
        json.put("relaxed", row.relaxed());
        json.put("verdict", row.verdict().orElse(null));
        json.put("stopped", row.stopped());
        json.put(
                "lowest",
                clusters.stream().limit(LOWEST).map(SearchOperations::cluster).toList());
        if (isOverComposition(clusters)) {
            json.put("onHull", clusters.stream().filter(ClusterRow::isOnHull).count());
        }
        json.put("heldOut", row.heldOut().isEmpty() ? null : row.heldOut());
        json.put("training", row.training());
        return json;
    }

    private static boolean isOverComposition(List<ClusterRow> clusters) {
        return clusters.stream().anyMatch(cluster -> cluster.aboveHull().isPresent());
    }

    private static Map<String, @Nullable Object> cluster(ClusterRow cluster) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("rank", cluster.rank());
        json.put("cluster", cluster.id());
        json.put("candidate", cluster.candidate());
        json.put("enthalpyPerAtom", Json.number(cluster.enthalpy()));
        cluster.aboveHull().ifPresent(height -> json.put("aboveHull", Json.number(height)));
        json.put("members", cluster.size());
        return json;
    }

    private RestAnswer convergence(RestRequest request) {
        StoredCampaign campaign = campaigns.stored(request.text("id"));
        int top = request.number("top")
                .orElseGet(() -> CampaignOperations.stop(campaign).topK());
        Map<Integer, List<ClusterRow>> clusters = rounds.clusters(campaign.id());
        List<Object> json = new ArrayList<>();
        List<ClusterRow> before = List.of();
        for (RoundLists.Row row : rounds.rounds(campaign.id())) {
            List<ClusterRow> now = clusters.getOrDefault(row.round(), List.of());
            if (row.verdict().isPresent()) {
                Map<String, @Nullable Object> round = new LinkedHashMap<>();
                round.put("round", row.round());
                round.put("stopped", row.stopped());
                round.put(
                        "verdict", row.verdict().filter(text -> !text.isEmpty()).orElse(null));
                round.put(
                        "top", changes(campaign.id(), row.round(), now.subList(0, Math.min(top, now.size())), before));
                json.add(round);
                before = now;
            }
        }
        return RestAnswer.json(json);
    }

    private List<Object> changes(String campaign, int round, List<ClusterRow> top, List<ClusterRow> before) {
        Map<String, ClusterRow> known = new LinkedHashMap<>();
        before.forEach(cluster -> known.put(cluster.id(), cluster));
        List<Object> changes = new ArrayList<>();
        for (ClusterRow cluster : top) {
            Map<String, @Nullable Object> json = cluster(cluster);
            json.remove("members");
            if (cluster.aboveHull().isPresent()) {
                formula(campaign, cluster.candidate(), round).ifPresent(formula -> json.put("formula", formula));
            }
            ClusterRow earlier = known.get(cluster.id());
            json.put("change", earlier == null ? "new" : change(cluster, earlier));
            // of one crystal, whose composition is the same: enthalpies compare, whatever the hull does
            json.put("moved", earlier == null ? null : Json.number(cluster.enthalpy() - earlier.enthalpy()));
            changes.add(json);
        }
        return changes;
    }

    /** Returns how a cluster's place changed: all that lie on the hull share the first, whatever their ranks. */
    static String change(ClusterRow now, ClusterRow before) {
        if (now.rank() == before.rank() || (now.isOnHull() && before.isOnHull())) {
            return "same";
        }
        return now.rank() < before.rank() ? "up" : "down";
    }

    private Optional<String> formula(String campaign, String candidate, int round) {
        String key = campaign + "/" + candidate;
        Optional<String> known = Optional.ofNullable(formulas.get(key));
        return known.isPresent()
                ? known
                : candidates.structure(campaign, candidate, round).map(structure -> {
                    String formula = structure.composition().toString();
                    formulas.put(key, formula);
                    return formula;
                });
    }

    private RestAnswer results(RestRequest request) {
        StoredCampaign campaign = campaigns.stored(request.text("id"));
        String version = campaign.id() + "@" + campaign.updatedAt();
        return Optional.ofNullable(results.get(version)).orElseGet(() -> {
            CampaignReader reader = CampaignReader.of(campaign.id(), database, data);
            Map<String, Object> json = Json.of("campaign", campaign.id(), "results", CampaignTexts.results(reader));
            json.put("heldOut", HeldOutRounds.json(reader));
            RestAnswer answer = RestAnswer.json(json);
            results.put(version, answer);
            return answer;
        });
    }
}
