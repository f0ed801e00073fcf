package org.polymorph.tests.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Answers in the shape of the REST API. {@code si8.json} is recorded of a run of {@code examples/si8.yaml}; {@code ti-o.json} is
 * made up in the same shape: a search of a variable composition under way on a cluster, with jobs in every state.
 */
final class StandInCampaigns {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, ObjectNode> campaigns = new LinkedHashMap<>();

    /** What is answered. */
    record Answer(int status, JsonNode body) {}

    /** Returns the recorded campaigns. */
    static StandInCampaigns recorded() {
        StandInCampaigns campaigns = new StandInCampaigns();
        for (String name : List.of("ti-o", "si8")) {
            campaigns.put(name, campaignOf(name));
        }
        return campaigns;
    }

    static ObjectNode campaignOf(String name) {
        return (ObjectNode) read(name);
    }

    private static JsonNode read(String name) {
        try (InputStream in = StandInCampaigns.class.getResourceAsStream("/dashboard/" + name + ".json")) {
            return JSON.readTree(Objects.requireNonNull(in, name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds a campaign, or puts it in place of the one of this name. */
    synchronized void put(String id, ObjectNode campaign) {
        ((ObjectNode) campaign.get("summary")).put("id", id);
        campaigns.put(id, campaign);
    }

    /** Returns a campaign to change what is answered. */
    synchronized ObjectNode campaign(String id) {
        return Objects.requireNonNull(campaigns.get(id), id);
    }

    synchronized void clear() {
        campaigns.clear();
    }

    /** Adds a copy of a recorded campaign whose last round has so many candidates. */
    synchronized void enlarge(String from, String id, int candidates) {
        ObjectNode large = campaign(from).deepCopy();
        ArrayNode pool = (ArrayNode) large.get("candidates").elements().next();
        int recorded = pool.size();
        for (int i = recorded; i < candidates; i++) {
            ObjectNode copy = (ObjectNode) pool.get(i % recorded).deepCopy();
            copy.put("id", String.format(Locale.ROOT, "c%04d", i));
            // spread, so that they do not lie on each other
            copy.put("enthalpyPerAtom", copy.get("enthalpyPerAtom").asDouble() + 0.4 * ((i * 7919L) % 1000) / 1000);
            copy.put("volumePerAtom", copy.get("volumePerAtom").asDouble() + 6.0 * ((i * 104729L) % 1000) / 1000);
            pool.add(copy);
        }
        ((ObjectNode) large.get("summary")).put("candidates", candidates);
        put(id, large);
    }

    synchronized Answer answer(String method, String path, String query, JsonNode sent) {
        String[] parts = path.split("/");
        Map<String, String> asked = Arrays.stream(query.split("&"))
                .map(pair -> pair.split("=", 2))
                .filter(pair -> pair.length == 2)
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        if (path.equals("/api/schedules")) {
            return ok(read("schedules"));
        }
        if (path.equals("/api/sites")) {
            return ok(sites());
        }
        if (path.equals("/api/campaigns")) {
            return method.equals("POST") ? submitted(sent) : ok(page(summaries(), asked));
        }
        if (path.startsWith("/api/jobs/")) {
            return campaigns.values().stream()
                    .map(campaign -> campaign.get("stories").path(parts[3]))
                    .filter(JsonNode::isObject)
                    .findFirst()
                    .map(StandInCampaigns::ok)
                    .orElse(missing("no job " + parts[3]));
        }
        ObjectNode campaign = parts.length > 3 ? campaigns.get(parts[3]) : null;
        if (campaign == null) {
            return missing("no campaign at " + path);
        }
        return switch (method) {
            case "POST" -> wished(campaign, parts[4]);
            case "PATCH" -> budgets(campaign, sent);
            default -> parts.length == 4 ? ok(detail(campaign)) : ofCampaign(campaign, parts, asked);
        };
    }

    private static Answer ofCampaign(ObjectNode campaign, String[] parts, Map<String, String> asked) {
        String round = asked.getOrDefault(
                "round", campaign.get("candidates").fieldNames().next());
        JsonNode pool = campaign.get("candidates").path(round);
        if (parts.length > 6) {
            JsonNode structure =
                    campaign.get("frames").path(parts[5]).path("structures").path(round);
            if (!structure.isObject()) {
                return missing("no structure of " + parts[5] + " after round " + round);
            }
            return asked.getOrDefault("format", "extxyz").equals("json")
                    ? ok(structure)
                    : ok(JSON.getNodeFactory().textNode("a file"));
        }
        if (parts.length > 5) {
            JsonNode candidate = campaign.get("details").path(parts[5]);
            return candidate.isObject() ? ok(candidate) : missing("no candidate " + parts[5]);
        }
        return switch (parts[4]) {
            case "candidates" -> ok(page(sorted(pool, asked), asked).put("round", Integer.parseInt(round)));
            case "scatter" -> ok(scatter(pool, Integer.parseInt(round)));
            case "jobs" -> ok(jobs(campaign, asked));
            case "events" -> ok(JSON.createObjectNode().put("next", "0").set("items", campaign.get("events")));
            case "results" ->
                ok(JSON.createObjectNode()
                        .put("campaign", parts[3])
                        .<ObjectNode>set("results", campaign.get("results"))
                        .set("heldOut", JSON.createArrayNode()));
            default -> campaign.has(parts[4]) ? ok(campaign.get(parts[4])) : missing("nothing at " + parts[4]);
        };
    }

    private Stream<JsonNode> summaries() {
        return campaigns.values().stream().map(campaign -> campaign.get("summary"));
    }

    private static ObjectNode detail(ObjectNode campaign) {
        ObjectNode detail = campaign.get("summary").deepCopy();
        List.of("progress", "budgets", "settings").forEach(part -> detail.set(part, campaign.get(part)));
        detail.set("jobs", states(campaign));
        return detail;
    }

    private static Stream<JsonNode> sorted(JsonNode pool, Map<String, String> asked) {
        String key = asked.getOrDefault("sort", "enthalpy");
        String member =
                Map.of("enthalpy", "enthalpyPerAtom", "volume", "volumePerAtom").getOrDefault(key, key);
        Comparator<JsonNode> order = key.equals("id")
                ? Comparator.comparing(candidate -> candidate.get("id").asText())
                : Comparator.comparingDouble(candidate -> candidate.get(member).asDouble());
        return stream(pool).sorted(asked.getOrDefault("order", "asc").equals("asc") ? order : order.reversed());
    }

    private static ObjectNode scatter(JsonNode pool, int round) {
        ObjectNode columns = JSON.createObjectNode().put("round", round);
        for (String column : List.of("id", "volumePerAtom", "enthalpyPerAtom", "cluster")) {
            ArrayNode values = columns.putArray(column);
            pool.forEach(candidate -> values.add(candidate.get(column)));
        }
        return columns;
    }

    private static ObjectNode states(ObjectNode campaign) {
        ObjectNode states = JSON.createObjectNode();
        campaign.get("jobs").forEach(job -> {
            String state = job.get("state").asText();
            states.put(state, states.path(state).asInt() + 1);
        });
        return states;
    }

    private static ObjectNode jobs(ObjectNode campaign, Map<String, String> asked) {
        Stream<JsonNode> jobs = stream(campaign.get("jobs"))
                .filter(job ->
                        !asked.containsKey("state") || job.get("state").asText().equals(asked.get("state")));
        return page(jobs, asked).set("states", states(campaign));
    }

    private static ArrayNode sites() {
        ArrayNode sites = JSON.createArrayNode();
        site(sites, "local", "local", 0, 1, "closed");
        site(sites, "hpc1", "slurm", 14, 3, "closed");
        site(sites, "hpc2", "slurm", 2, 0, "open");
        return sites;
    }

    private static void site(ArrayNode sites, String name, String scheduler, int queued, int running, String breaker) {
        sites.addObject()
                .put("name", name)
                .put("scheduler", scheduler)
                .put("queued", queued)
                .put("running", running)
                .put("capacity", 200)
                .put("breaker", breaker);
    }

    private Answer submitted(JsonNode sent) {
        String yaml = sent.path("yaml").asText();
        Matcher name = Pattern.compile("(?m)^campaign: *([\\w-]+)").matcher(yaml);
        if (yaml.contains("size: 0")) {
            return new Answer(
                    400,
                    StandInServer.problem(400, "pool.size", "request:3: pool.size: expected 1 to 1000000, found 0"));
        }
        if (!name.find()) {
            return new Answer(400, StandInServer.problem(400, "campaign", "request: campaign: expected a name"));
        }
        ObjectNode fresh = campaignOf("si8");
        ((ObjectNode) fresh.get("summary"))
                .put("phase", "generating")
                .putNull("exit")
                .putNull("exitSentence")
                .putNull("best");
        List.of("rounds", "convergence", "results", "jobs").forEach(part -> fresh.putArray(part));
        put(name.group(1), fresh);
        return new Answer(201, detail(fresh));
    }

    private static Answer wished(ObjectNode campaign, String wish) {
        ObjectNode summary = (ObjectNode) campaign.get("summary");
        if (summary.get("phase").asText().equals("done")) {
            return new Answer(409, StandInServer.problem(409, null, "this campaign is done"));
        }
        summary.put("wish", wish.equals("resume") ? "RUN" : wish.toUpperCase(Locale.ROOT));
        return new Answer(202, summary);
    }

    private static Answer budgets(ObjectNode campaign, JsonNode sent) {
        sent.properties()
                .forEach(budget ->
                        ((ObjectNode) campaign.get("budgets").get(budget.getKey())).set("limit", budget.getValue()));
        return ok(campaign.get("budgets"));
    }

    private static ObjectNode page(Stream<JsonNode> all, Map<String, String> asked) {
        List<JsonNode> list = all.toList();
        int offset = Integer.parseInt(asked.getOrDefault("offset", "0"));
        int limit = Integer.parseInt(asked.getOrDefault("limit", "50"));
        ObjectNode page = JSON.createObjectNode().put("total", list.size());
        ArrayNode items = page.putArray("items");
        IntStream.range(offset, Math.min(list.size(), offset + limit)).forEach(i -> items.add(list.get(i)));
        return page;
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    private static Answer ok(JsonNode body) {
        return new Answer(200, body);
    }

    private static Answer missing(String what) {
        return new Answer(404, StandInServer.problem(404, null, what));
    }
}
