package org.polymorph.surrogate.select;

import java.util.List;
import org.polymorph.model.spi.Seed;

/** Chooses the candidates that are labelled next. Stateless and thread-safe. */
@FunctionalInterface
public interface Selection {

    /**
     * Chooses at most {@code count} candidates, best first. The order of the candidates given does not matter; the same
     * seed gives the same choice.
     */
    List<String> select(List<SelectionCandidate> candidates, int count, Seed seed);
}
