package org.polymorph.daemon.rest;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.polymorph.daemon.cli.Json;
import org.polymorph.engine.store.Database;
import org.polymorph.engine.store.EventLists;
import org.polymorph.engine.store.EventLists.Cursor;
import org.polymorph.engine.store.EventLists.Row;

/** Events as lists. */
final class EventOperations {
    private final CampaignOperations campaigns;
    private final EventLists events;

    EventOperations(CampaignOperations campaigns, Database database) {
        this.campaigns = campaigns;
        this.events = new EventLists(database);
    }

    Map<String, Operation> all() {
        return Map.of("campaignEvents", this::list, "events", this::list);
    }

    private RestAnswer list(RestRequest request) {
        Optional<String> campaign = request.find("id");
        campaign.ifPresent(campaigns::require);
        Cursor after = request.find("after").map(text -> cursor("after", text)).orElse(Cursor.START);
        List<Row> found = events.after(after, campaign, request.number("limit").orElseThrow());
        Cursor next = found.isEmpty() ? after : found.get(found.size() - 1).cursor();
        return RestAnswer.json(
                Json.of("items", found.stream().map(EventOperations::json).toList(), "next", next.toString()));
    }

    static Cursor cursor(String field, String text) {
        try {
            return Cursor.parse(text);
        } catch (IllegalArgumentException e) {
            throw RestProblem.of(400, field, String.valueOf(e.getMessage()));
        }
    }

    static Map<String, Object> json(Row row) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("cursor", row.cursor().toString());
        json.put("seq", row.event().seq());
        json.put("campaign", row.campaign());
        json.put("at", Texts.time(row.event().at()));
        json.put("kind", row.event().kind());
        json.put("round", row.event().round());
        json.put("detail", row.event().detail());
        return json;
    }
}
