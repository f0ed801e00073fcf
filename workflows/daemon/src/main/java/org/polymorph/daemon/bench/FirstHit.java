package org.polymorph.daemon.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A target at which a search is enough: the first find that is it.
 *
 * @param words the target for people; searches with another one are not mixed with these
 */
public record FirstHit(Target target, Recognition.Means means, String words) {
    /** Returns all that decides what a hit is: searches with other settings than these end elsewhere. */
    Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("target", words);
        if (!target.structures().isEmpty()) {
            // of so many digits that another machine's rounding leaves them
            settings.put(
                    "volumes",
                    target.structures().stream()
                            .map(s -> String.format(Locale.ROOT, "%.2f Å³/atom", s.volume() / s.size()))
                            .toList());
            settings.put("tolerance", means.match().tolerance());
            settings.put("neighbours", means.match().neighbours());
            settings.put("elements", means.match().elements());
            settings.put("hands", means.match().hands());
        }
        return settings;
    }

    boolean is(Find find) {
        return !Recognition.of(List.of(find), Optional.of(target), target.tolerance(), 1, means)
                .hits()
                .isEmpty();
    }
}
