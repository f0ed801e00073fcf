package org.polymorph.daemon.bench;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A target at which a search is enough: the first find that is it. */
public record FirstHit(Target target, Recognition.Means means) {
    boolean is(Find find) {
        return !Recognition.of(List.of(find), Optional.of(target), target.tolerance(), 1, means)
                .hits()
                .isEmpty();
    }

    /** Returns what is looked for, so that searches with different targets are not mixed. */
    String words() {
        return String.format(
                Locale.ROOT,
                "%d structures, %s, within %.3f meV/atom",
                target.structures().size(),
                target.enthalpy().isPresent()
                        ? String.format(
                                Locale.ROOT, "%.6f eV/atom", target.enthalpy().getAsDouble())
                        : "any enthalpy",
                1000 * target.tolerance());
    }
}
