package org.polymorph.engine.timing;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Hours of the week. They begin, on each of the days, with the first moment at which a clock on the wall of the zone shows the
 * first time or a later one, and end with the first moment at which it shows the second: so also on days when the clock is
 * changed. Hours that end before they begin go on into the next day. Immutable.
 *
 * @param days on which the hours begin
 * @param from minutes after midnight, 0 to 1439
 * @param to minutes after midnight, above {@code from}, to 2880: above 1440 on the next day
 */
public record Window(Set<DayOfWeek> days, int from, int to, ZoneId zone) {
    private static final int DAY = 24 * 60;

    public Window {
        if (days.isEmpty() || from < 0 || from >= DAY || to <= from || to > from + DAY) {
            throw new IllegalArgumentException("expected days, and hours of at most a day, found " + days + " from "
                    + from + " to " + to + " minutes after midnight");
        }
        days = Set.copyOf(days);
    }

    /** Returns the days in the order of the week. */
    @Override
    public Set<DayOfWeek> days() {
        return EnumSet.copyOf(days);
    }

    /** Returns whether a moment is within the hours. */
    public boolean isOpen(Instant moment) {
        return opensAt(moment).filter(moment::equals).isPresent();
    }

    /** Returns the moment itself where it is within the hours, else when they begin next; empty if never within ten days. */
    public Optional<Instant> opensAt(Instant moment) {
        LocalDate first = moment.atZone(zone).toLocalDate().minusDays(2);
        for (int i = 0; i < 12; i++) {
            LocalDate day = first.plusDays(i);
            if (!days.contains(day.getDayOfWeek())) {
                continue;
            }
            Instant begin = reached(day, from);
            Instant end = reached(day, to);
            if (moment.isBefore(end) && begin.isBefore(end)) {
                return Optional.of(moment.isBefore(begin) ? begin : moment);
            }
        }
        return Optional.empty();
    }

    // the first moment at which a clock on the wall shows that time or a later one
    private Instant reached(LocalDate day, int minutes) {
        LocalDateTime local = day.plusDays(minutes / DAY).atTime(minutes % DAY / 60, minutes % 60);
        ZoneRules rules = zone.getRules();
        ZoneOffsetTransition change = rules.getTransition(local);
        if (change == null) {
            return local.toInstant(rules.getOffset(local));
        }
        return change.isGap() ? change.getInstant() : local.toInstant(change.getOffsetBefore());
    }
}
