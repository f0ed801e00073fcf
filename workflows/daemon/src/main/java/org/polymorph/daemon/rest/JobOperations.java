package org.polymorph.daemon.rest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.polymorph.daemon.cli.JobStory;
import org.polymorph.daemon.cli.Json;
import org.polymorph.engine.store.Database;
import org.polymorph.engine.store.JobLists;
import org.polymorph.engine.store.JobLists.Choice;
import org.polymorph.engine.store.JobLists.Row;
import org.polymorph.engine.store.Page;
import org.polymorph.engine.store.StoredCampaign;
import org.polymorph.model.batch.JobState;

/** Jobs page by page, one with its whole story, and the sites that they run on. */
final class JobOperations {
    private final CampaignOperations campaigns;
    private final JobLists jobs;
    private final Supplier<List<SiteStatus>> sites;

    JobOperations(CampaignOperations campaigns, Database database, Supplier<List<SiteStatus>> sites) {
        this.campaigns = campaigns;
        this.jobs = new JobLists(database);
        this.sites = sites;
    }

    Map<String, Operation> all() {
        return Map.of("jobs", this::page, "job", this::job, "sites", request -> sites());
    }

    private RestAnswer page(RestRequest request) {
        StoredCampaign campaign = campaigns.stored(request.text("id"));
        Page<Row> page = jobs.page(
                new Choice(campaign.id(), request.word("state", JobState.class), request.flag("open")),
                request.range());
        Map<String, Integer> states = new LinkedHashMap<>();
        jobs.states(campaign.id()).forEach((state, count) -> states.put(state.name(), count));
        String site = CampaignOperations.site(campaign);
        Map<String, Object> json = Json.of("total", page.total(), "states", states);
        json.put("items", page.items().stream().map(job -> row(job, site)).toList());
        return RestAnswer.json(json);
    }

    /** Returns a job; {@code site} is that of its campaign. */
    static Map<String, @Nullable Object> row(Row job, String site) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("token", job.token());
        json.put("campaign", job.campaign());
        json.put("site", job.site().isEmpty() ? site : job.site());
        json.put("round", job.round());
        json.put("attempt", job.attempt());
        json.put("state", job.state().name());
        json.put("cause", job.cause().name());
        json.put("schedulerId", job.schedulerId());
        json.put("schedulerWord", job.schedulerWord());
        json.put("exitCode", job.exitCode().isPresent() ? job.exitCode().getAsInt() : null);
        json.put("createdAt", Texts.time(job.created()));
        json.put("endedAt", job.ended().map(Texts::time).orElse(null));
        json.put("calculations", job.calculations());
        return json;
    }

    private RestAnswer job(RestRequest request) {
        String token = request.text("token");
        Row job =
                jobs.find(token).orElseThrow(() -> RestProblem.notFound("token", "there is no job \"" + token + "\""));
        Map<String, @Nullable Object> json = row(job, CampaignOperations.site(campaigns.stored(job.campaign())));
        json.put("story", JobStory.lines(jobs.story(token)));
        return RestAnswer.json(json);
    }

    private RestAnswer sites() {
        List<Object> json = new ArrayList<>();
        for (SiteStatus site : sites.get()) {
            Map<String, @Nullable Object> entry = new LinkedHashMap<>();
            entry.put("name", site.name());
            entry.put("scheduler", site.scheduler());
            entry.put("queued", site.queued());
            entry.put("running", site.running());
            entry.put("capacity", site.capacity().isPresent() ? site.capacity().getAsInt() : null);
            entry.put("breaker", site.breaker().word());
            json.add(entry);
        }
        return RestAnswer.json(json);
    }
}
