package org.polymorph.daemon.rest;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.polymorph.daemon.cli.Json;
import org.polymorph.engine.store.CalculationLists;
import org.polymorph.engine.store.CampaignReader;
import org.polymorph.engine.store.CandidateLists;
import org.polymorph.engine.store.CandidateLists.Choice;
import org.polymorph.engine.store.CandidateLists.Point;
import org.polymorph.engine.store.CandidateLists.Row;
import org.polymorph.engine.store.CandidateLists.Sort;
import org.polymorph.engine.store.Database;
import org.polymorph.engine.store.JobLists;
import org.polymorph.engine.store.Page;
import org.polymorph.engine.store.RankedResult;
import org.polymorph.engine.store.Repair;
import org.polymorph.engine.store.StoredCampaign;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.format.Frame;

/** The pool: candidates page by page, one of them with its history, and all of them in a plot. */
final class CandidateOperations {
    private static final Map<String, Sort> SORTS = Map.of(
            "enthalpy",
            Sort.ENTHALPY,
            "id",
            Sort.ID,
            "volume",
            Sort.VOLUME,
            "energyStd",
            Sort.ENERGY_STD,
            "maxForce",
            Sort.MAX_FORCE);

    private final CampaignOperations campaigns;
    private final CandidateLists candidates;
    private final CalculationLists calculations;
    private final JobLists jobs;
    private final Database database;
    private final Path data;

    CandidateOperations(CampaignOperations campaigns, Database database, Path data) {
        this.campaigns = campaigns;
        this.candidates = new CandidateLists(database, data);
        this.calculations = new CalculationLists(database, data);
        this.jobs = new JobLists(database);
        this.database = database;
        this.data = data;
    }

    Map<String, Operation> all() {
        return Map.of(
                "candidates",
                this::page,
                "candidate",
                this::candidate,
                "structure",
                this::structure,
                "scatter",
                this::scatter);
    }

    private int round(RestRequest request, String campaign) {
        return request.number("round").orElseGet(() -> candidates.lastClusteredRound(campaign));
    }

    private RestAnswer page(RestRequest request) {
        String id = request.text("id");
        campaigns.require(id);
        int round = round(request, id);
        Page<Row> page = candidates.page(
                new Choice(id, round, request.find("cluster"), request.find("outcome")),
                Objects.requireNonNull(SORTS.get(request.text("sort"))),
                request.text("order").equals("desc"),
                request.range());
        Map<String, Object> json = Json.of("total", page.total(), "round", round);
        json.put("items", page.items().stream().map(CandidateOperations::row).toList());
        return RestAnswer.json(json);
    }

    private static Map<String, @Nullable Object> row(Row row) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", row.candidate());
        json.put("origin", row.origin());
        json.put("round", row.round());
        json.put("enthalpyPerAtom", Json.number(row.enthalpy()));
        json.put("energyStd", Json.number(row.energyStd()));
        json.put("maxForce", Json.number(row.maxForce()));
        json.put("forceStd", Json.number(row.forceStd()));
        json.put("volumePerAtom", Json.number(row.volume()));
        json.put("outcome", row.outcome());
        json.put("steps", row.steps());
        json.put("cluster", row.cluster().orElse(null));
        json.put("rejected", row.rejected().orElse(null));
        return json;
    }

    private RestAnswer candidate(RestRequest request) {
        StoredCampaign campaign = campaigns.stored(request.text("id"));
        String id = request.text("candidate");
        List<Row> history = candidates.history(campaign.id(), id);
        if (history.isEmpty()) {
            throw unknown(campaign.id(), id);
        }
        Row last = history.get(history.size() - 1);
        CampaignReader reader = CampaignReader.of(campaign.id(), database, data);
        List<CalculationLists.Row> own = calculations.of(campaign.id(), id);
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", id);
        json.put("campaign", campaign.id());
        json.put("origin", last.origin());
        json.put("rejected", last.rejected().orElse(null));
        json.put(
                "formula",
                candidates
                        .structure(campaign.id(), id, last.round())
                        .map(structure -> structure.composition().toString())
                        .orElse(""));
        json.put(
                "result",
                reader.results().stream()
                        .filter(result -> result.candidate().equals(id))
                        .findFirst()
                        .map(CandidateOperations::result)
                        .orElse(null));
        json.put("rounds", history.stream().map(CandidateOperations::row).toList());
        json.put("calculations", own.stream().map(CalculationOperations::row).toList());
        String site = CampaignOperations.site(campaign);
        json.put(
                "jobs",
                jobs.of(campaign.id(), id).stream()
                        .map(job -> JobOperations.row(job, site))
                        .toList());
        List<Object> repairs = new ArrayList<>();
        own.forEach(calculation -> reader.repairs(calculation.id()).forEach(repair -> repairs.add(repair(repair))));
        json.put("repairs", repairs);
        return RestAnswer.json(json);
    }

    private static RestProblem unknown(String campaign, String candidate) {
        return RestProblem.notFound(
                "candidate", "campaign " + campaign + " has no candidate \"" + candidate + "\" yet, or never will");
    }

    private static Map<String, @Nullable Object> result(RankedResult result) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("rank", result.rank());
        json.put("enthalpyPerAtom", Json.number(result.enthalpy()));
        json.put("volumePerAtom", Json.number(result.volume()));
        json.put("maxForce", Json.number(result.maxForce()));
        json.put("converged", result.converged());
        json.put("found", result.duplicates() + 1);
        return json;
    }

    private static Map<String, Object> repair(Repair repair) {
        Map<String, Object> json = Json.of("calculation", repair.calculation(), "attempt", repair.attempt());
        json.put("job", repair.job());
        json.put("failure", repair.failure());
        json.put("detail", repair.detail());
        json.put("reason", repair.remedy().reason());
        return json;
    }

    private RestAnswer structure(RestRequest request) {
        String id = request.text("id");
        campaigns.require(id);
        String candidate = request.text("candidate");
        int round = round(request, id);
        Optional<Structure> found = candidates.structure(id, candidate, round);
        if (found.isEmpty()) {
            throw candidates.history(id, candidate).isEmpty()
                    ? unknown(id, candidate)
                    : RestProblem.notFound("round", "candidate " + candidate + " is not relaxed in round " + round);
        }
        Map<String, String> info = Map.of("campaign", id, "candidate", candidate, "round", Integer.toString(round));
        return StructureAnswer.of(new Frame(found.get(), Optional.empty(), info), request.text("format"));
    }

    private RestAnswer scatter(RestRequest request) {
        String id = request.text("id");
        campaigns.require(id);
        int round = round(request, id);
        List<Point> points = candidates.points(id, round);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("round", round);
        json.put("id", points.stream().map(Point::candidate).toList());
        json.put("volumePerAtom", points.stream().map(Point::volume).toList());
        json.put("enthalpyPerAtom", points.stream().map(Point::enthalpy).toList());
        List<@Nullable String> clusters = new ArrayList<>();
        points.forEach(point -> clusters.add(point.cluster()));
        json.put("cluster", clusters);
        return RestAnswer.json(json);
    }
}
