package org.polymorph.engine.campaign;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.polymorph.model.spi.ConfigurationException;

/**
 * Budgets of a campaign that were changed while it ran; null where the settings hold.
 *
 * @param labels label calculations at most
 * @param rounds rounds at most
 * @param walltimeMillis time from the campaign's creation
 * @param coreHours core-hours at most
 */
public record BudgetChanges(
        @Nullable Integer labels,
        @Nullable Integer rounds,
        @Nullable Long walltimeMillis,
        @Nullable Double coreHours) {
    /** The budgets as the settings name them. */
    public static final List<String> KEYS = List.of("stop.labels", "stop.rounds", "stop.walltime", "stop.coreHours");

    public static final BudgetChanges NONE = new BudgetChanges(null, null, null, null);

    public BudgetChanges {
        require("labels", labels, 1);
        require("rounds", rounds, 1);
        require("walltime", walltimeMillis, 1);
        require("coreHours", coreHours, Double.MIN_VALUE);
    }

    private static void require(String name, @Nullable Number value, double least) {
        if (value != null && !(value.doubleValue() >= least && Double.isFinite(value.doubleValue()))) {
            throw new ConfigurationException("stop." + name + ": expected a number above zero, found " + value);
        }
    }

    /** Returns these changes with later ones over them. */
    public BudgetChanges then(BudgetChanges later) {
        return new BudgetChanges(
                later.labels != null ? later.labels : labels,
                later.rounds != null ? later.rounds : rounds,
                later.walltimeMillis != null ? later.walltimeMillis : walltimeMillis,
                later.coreHours != null ? later.coreHours : coreHours);
    }

    /** Returns the changes for people, by the names of the settings. */
    public Map<String, Object> shown() {
        Map<String, Object> shown = new java.util.LinkedHashMap<>();
        put(shown, "stop.labels", labels);
        put(shown, "stop.rounds", rounds);
        put(shown, "stop.walltime", walltimeMillis == null ? null : Duration.ofMillis(walltimeMillis));
        put(shown, "stop.coreHours", coreHours);
        return shown;
    }

    private static void put(Map<String, Object> map, String name, @Nullable Object value) {
        if (value != null) {
            map.put(name, value);
        }
    }
}
