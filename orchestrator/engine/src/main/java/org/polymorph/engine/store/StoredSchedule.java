package org.polymorph.engine.store;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * A schedule as the store holds it. Times are milliseconds since 1970-01-01 UTC.
 *
 * @param cron as it was written
 * @param zone name of the time zone that its times are those of
 * @param enabled false while it is paused
 * @param seenUntil times up to here have had their turn
 * @param lastTime the time whose turn was last
 * @param lastFired when a campaign was last begun
 * @param lastOutcome what came of the last turn, in words; empty before the first
 */
public record StoredSchedule(
        String name,
        String cron,
        String zone,
        MisfirePolicy misfire,
        OverlapPolicy overlap,
        boolean enabled,
        long createdAt,
        long seenUntil,
        OptionalLong lastTime,
        OptionalLong lastFired,
        Optional<String> lastCampaign,
        String lastOutcome) {}
