package org.polymorph.daemon.rest;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.polymorph.engine.store.CampaignLists;
import org.polymorph.engine.store.Page;

/** The daemon itself: its contract, health and metrics. */
final class ServiceOperations {
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

    private final Contract contract;
    private final PrometheusMeterRegistry metrics;
    private final StoreMetrics store;
    private final List<HealthCheck> checks = new ArrayList<>();

    ServiceOperations(Contract contract, CampaignApi api, StoreMetrics store) {
        this.contract = contract;
        this.metrics = api.metrics();
        this.store = store;
        CampaignLists campaigns = new CampaignLists(api.reading());
        checks.add(new HealthCheck("database", () -> {
            try {
                var unused = campaigns.page(Optional.empty(), new Page.Range(1, 0));
                return Optional.empty();
            } catch (RuntimeException e) {
                return Optional.of("cannot be read: " + e.getMessage());
            }
        }));
        checks.addAll(api.checks());
    }

    Map<String, Operation> all() {
        return Map.of(
                "openapi",
                request -> new RestAnswer(200, "application/json", contract.text(), Map.of()),
                "health",
                request -> RestAnswer.json(health("UP", List.of())),
                "ready",
                request -> ready(),
                "metrics",
                request -> metrics());
    }

    private RestAnswer ready() {
        List<Object> told = new ArrayList<>();
        boolean isUp = true;
        for (HealthCheck check : checks) {
            Optional<String> trouble = check.trouble().get();
            isUp &= trouble.isEmpty();
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("name", check.name());
            json.put("status", trouble.isEmpty() ? "UP" : "DOWN");
            json.put("detail", trouble.orElse(""));
            told.add(json);
        }
        return RestAnswer.json(isUp ? 200 : 503, health(isUp ? "UP" : "DOWN", told));
    }

    private static Map<String, Object> health(String status, List<Object> checks) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("status", status);
        json.put(
                "version",
                Objects.requireNonNullElse(ServiceOperations.class.getPackage().getImplementationVersion(), "unknown"));
        json.put("checks", checks);
        return json;
    }

    private RestAnswer metrics() {
        store.refresh();
        return RestAnswer.text(PROMETHEUS, metrics.scrape());
    }
}
