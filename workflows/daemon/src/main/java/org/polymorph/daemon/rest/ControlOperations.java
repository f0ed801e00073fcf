package org.polymorph.daemon.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.polymorph.components.campaign.CampaignCheck;
import org.polymorph.engine.campaign.BudgetChanges;
import org.polymorph.engine.config.ConfigLoader.Loaded;
import org.polymorph.engine.store.CampaignControl;
import org.polymorph.engine.store.CampaignControl.ConflictException;
import org.polymorph.engine.store.CampaignControl.NoSuchCampaignException;
import org.polymorph.engine.store.CampaignControl.Submission;
import org.polymorph.model.spi.ConfigurationException;

/** What people ask of campaigns: each leaves a row that the daemon acts on. */
final class ControlOperations {
    private static final double HOUR = 3.6e6;

    private final CampaignOperations campaigns;
    private final CampaignApi api;
    private final boolean trustUploads;

    ControlOperations(CampaignOperations campaigns, CampaignApi api, boolean trustUploads) {
        this.campaigns = campaigns;
        this.api = api;
        this.trustUploads = trustUploads;
    }

    Map<String, Operation> all() {
        return Map.of(
                "submit",
                this::submit,
                "budgets",
                this::budgets,
                "pause",
                wish(CampaignControl::pause),
                "resume",
                wish(CampaignControl::resume),
                "stop",
                wish(CampaignControl::stop),
                "cancel",
                wish(CampaignControl::cancel));
    }

    private Operation wish(BiConsumer<CampaignControl, String> wish) {
        return request -> {
            String id = request.text("id");
            asked(() -> wish.accept(api.control(), id));
            return RestAnswer.json(202, campaigns.summary(id));
        };
    }

    private static void asked(Runnable question) {
        try {
            question.run();
        } catch (NoSuchCampaignException e) {
            throw RestProblem.notFound("id", String.valueOf(e.getMessage()));
        } catch (ConflictException e) {
            throw RestProblem.of(409, "id", String.valueOf(e.getMessage()));
        }
    }

    private RestAnswer budgets(RestRequest request) {
        String id = request.text("id");
        JsonNode body = request.body();
        BudgetChanges changes = new BudgetChanges(
                body.has("labels") ? (Integer) body.get("labels").intValue() : null,
                body.has("rounds") ? (Integer) body.get("rounds").intValue() : null,
                body.has("walltimeHours")
                        ? (Long)
                                Math.max(1, Math.round(body.get("walltimeHours").doubleValue() * HOUR))
                        : null,
                body.has("coreHours") ? (Double) body.get("coreHours").doubleValue() : null);
        asked(() -> {
            var unused = api.control().changeBudgets(id, changes);
        });
        return RestAnswer.json(campaigns.budgets(id));
    }

    private RestAnswer submit(RestRequest request) {
        Loaded loaded = checked(request.body(), api, trustUploads);
        String id = loaded.campaign().name();
        Submission submission = new Submission(
                id, loaded.tree(), api.data().toAbsolutePath().toString(), request.find("Idempotency-Key"));
        boolean isNew;
        try {
            isNew = api.control().submit(submission);
        } catch (ConflictException e) {
            boolean key = String.valueOf(e.getMessage()).startsWith("the idempotency key");
            throw RestProblem.of(409, key ? "Idempotency-Key" : "campaign", String.valueOf(e.getMessage()));
        }
        return RestAnswer.json(isNew ? 201 : 200, campaigns.detail(id)).with("Location", "/api/campaigns/" + id);
    }

    /** Reads a campaign's file that came with a request; what is wrong with it is told with the keys at fault. */
    static Loaded checked(JsonNode body, CampaignApi api, boolean trustUploads) {
        String text = body.isTextual() ? body.textValue() : body.get("yaml").textValue();
        List<String> sets = new ArrayList<>();
        body.path("set").forEach(set -> sets.add(set.textValue()));
        Optional<String> site = Optional.ofNullable(body.path("site").textValue());
        try {
            Loaded loaded = trustUploads
                    ? api.config().campaignText(text, ConfigurationFault.FILE, api.data(), sets, site)
                    : api.config().campaignFromAfar(text, ConfigurationFault.FILE, api.data(), sets, site);
            List<String> problems = CampaignCheck.problems(loaded);
            if (!problems.isEmpty()) {
                throw new ConfigurationException(problems);
            }
            return loaded;
        } catch (ConfigurationException e) {
            throw new RestProblem(
                    400, e.problems().stream().map(ConfigurationFault::of).toList());
        }
    }
}
