package org.polymorph.daemon.bench;

import java.util.List;
import java.util.Optional;

/**
 * A target at which a search is enough: the first find that is it.
 *
 * @param words the target for people; searches with another one are not mixed with these
 */
public record FirstHit(Target target, Recognition.Means means, String words) {
    boolean is(Find find) {
        return !Recognition.of(List.of(find), Optional.of(target), target.tolerance(), 1, means)
                .hits()
                .isEmpty();
    }
}
