package org.polymorph.daemon.rest;

import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.polymorph.daemon.cli.Json;
import org.polymorph.engine.campaign.BudgetChanges;
import org.polymorph.engine.campaign.CampaignState;
import org.polymorph.engine.campaign.ExitReason;
import org.polymorph.engine.campaign.Phase;
import org.polymorph.engine.config.CampaignSettings;
import org.polymorph.engine.config.CampaignSpec;
import org.polymorph.engine.store.Calculation.Purpose;
import org.polymorph.engine.store.Calculation.State;
import org.polymorph.engine.store.CampaignLists;
import org.polymorph.engine.store.CampaignLists.Row;
import org.polymorph.engine.store.Database;
import org.polymorph.engine.store.JobLists;
import org.polymorph.engine.store.Page;
import org.polymorph.engine.store.StoredCampaign;
import org.polymorph.engine.timing.Windows;
import org.polymorph.model.spi.Settings;

/** Campaigns as a whole: what each is, where it stands and what it has used. */
final class CampaignOperations {
    private static final double HOUR = 3.6e6;

    private final CampaignLists campaigns;
    private final JobLists jobs;
    private final Clock clock;

    CampaignOperations(Database database, Clock clock) {
        this.campaigns = new CampaignLists(database);
        this.jobs = new JobLists(database);
        this.clock = clock;
    }

    Map<String, Operation> all() {
        return Map.of("campaigns", this::list, "campaign", request -> RestAnswer.json(detail(request.text("id"))));
    }

    private RestAnswer list(RestRequest request) {
        Page<Row> page = campaigns.page(request.flag("active"), request.range());
        return RestAnswer.json(Json.of(
                "total",
                page.total(),
                "items",
                page.items().stream().map(this::summary).toList()));
    }

    private Row row(String id) {
        return campaigns.find(id).orElseThrow(() -> unknown(id));
    }

    static RestProblem unknown(String id) {
        return RestProblem.notFound("id", "there is no campaign " + id);
    }

    /** Ends a request for a campaign that there is none of. */
    void require(String id) {
        if (!campaigns.exists(id)) {
            throw unknown(id);
        }
    }

    /** Returns the settings of a campaign. */
    StoredCampaign stored(String id) {
        return row(id).campaign();
    }

    Map<String, @Nullable Object> summary(String id) {
        return summary(row(id));
    }

    private Map<String, @Nullable Object> summary(Row row) {
        StoredCampaign campaign = row.campaign();
        CampaignState state = campaign.state();
        ExitReason exit = state.exit();
        Settings settings = Settings.of(campaign.spec());
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", campaign.id());
        json.put("phase", state.phase().word());
        json.put("exit", exit == null ? null : exit.name());
        json.put("exitSentence", exit == null ? null : exit.sentence());
        json.put("wish", campaign.wish().name());
        json.put("trouble", Texts.orNull(campaign.trouble()));
        json.put("schedule", campaign.schedule().orElse(null));
        json.put("waiting", waiting(campaign).orElse(null));
        json.put("round", state.round());
        json.put("candidates", state.candidates());
        json.put("labels", row.labels());
        json.put("failedLabels", row.failedLabels());
        json.put("createdAt", Texts.time(campaign.createdAt()));
        json.put("updatedAt", Texts.time(campaign.updatedAt()));
        json.put("site", settings.text("site", "local"));
        json.put("composition", CampaignSettings.composition(campaign.spec()));
        json.put("best", row.best().map(CampaignOperations::best).orElse(null));
        return json;
    }

    // what keeps it from beginning anything, in words
    private Optional<String> waiting(StoredCampaign campaign) {
        if (campaign.state().phase() == Phase.DONE) {
            return Optional.empty();
        }
        Optional<String> before = campaign.waitsFor().filter(other -> campaigns
                .find(other)
                .filter(row -> row.campaign().state().phase() != Phase.DONE)
                .isPresent());
        return before.isPresent()
                ? before.map(other -> "waits for " + other)
                : Windows.waiting(Windows.of(campaign.spec()), clock.instant());
    }

    private static Map<String, @Nullable Object> best(CampaignLists.Best best) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("candidate", best.candidate());
        json.put("enthalpyPerAtom", Json.number(best.enthalpy()));
        json.put("source", best.isResult() ? "result" : "surrogate");
        best.onHull().ifPresent(count -> json.put("onHull", count));
        return json;
    }

    Map<String, @Nullable Object> detail(String id) {
        Row row = row(id);
        Map<String, @Nullable Object> json = summary(row);
        json.put("progress", progress(row.campaign()));
        Map<String, Integer> states = new LinkedHashMap<>();
        jobs.states(id).forEach((state, count) -> states.put(state.name(), count));
        json.put("jobs", states);
        json.put("budgets", budgets(row));
        json.put("settings", row.campaign().spec());
        return json;
    }

    private @Nullable Map<String, Object> progress(StoredCampaign campaign) {
        CampaignState state = campaign.state();
        if (state.phase() == Phase.RELAXING) {
            return Json.of("done", campaigns.relaxed(campaign.id(), state.round()), "total", state.candidates());
        }
        if (state.phase() != Phase.LABELLING && state.phase() != Phase.FINISHING) {
            return null;
        }
        boolean labelling = state.phase() == Phase.LABELLING;
        Map<State, Integer> counts = campaigns.calculations(
                campaign.id(),
                labelling ? Purpose.LABEL : Purpose.FINAL,
                labelling ? Optional.of(state.round()) : Optional.empty());
        int open = counts.getOrDefault(State.PLANNED, 0);
        int ended = counts.getOrDefault(State.DONE, 0) + counts.getOrDefault(State.FAILED, 0);
        return Json.of("done", ended, "total", open + ended);
    }

    Map<String, Object> budgets(String id) {
        return budgets(row(id));
    }

    private Map<String, Object> budgets(Row row) {
        StoredCampaign campaign = row.campaign();
        CampaignSpec.Stop stop = stop(campaign);
        BudgetChanges changes = campaign.budgets();
        boolean done = campaign.state().phase() == Phase.DONE;
        long until = done ? campaign.updatedAt() : clock.millis();
        double walltime = Objects.requireNonNullElse(
                changes.walltimeMillis(), stop.walltime().toMillis());
        double coreHours = Objects.requireNonNullElse(changes.coreHours(), stop.coreHours());
        Map<String, Object> json = new LinkedHashMap<>();
        json.put(
                "labels",
                budget(Objects.requireNonNullElse(changes.labels(), stop.labels()), row.labels() + row.failedLabels()));
        json.put(
                "rounds",
                budget(
                        Objects.requireNonNullElse(changes.rounds(), stop.rounds()),
                        campaign.state().round() + 1));
        json.put("walltimeHours", budget(walltime / HOUR, Math.max(0, until - campaign.createdAt()) / HOUR));
        json.put("coreHours", budget(Json.number(coreHours), campaigns.coreHours(campaign.id(), clock.instant())));
        return json;
    }

    private static Map<String, @Nullable Object> budget(@Nullable Number limit, Number used) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("limit", limit);
        json.put("used", used);
        return json;
    }

    /** Returns when a campaign is to end by its settings. */
    static CampaignSpec.Stop stop(StoredCampaign campaign) {
        return CampaignSpec.read(Settings.of(campaign.spec()), Path.of("")).stop();
    }

    /** Returns the site of a campaign. */
    static String site(StoredCampaign campaign) {
        return Settings.of(campaign.spec()).text("site", "local");
    }
}
