package org.polymorph.model.spi;

import java.util.List;
import org.polymorph.model.crystal.Composition;

/**
 * Proposes structures from what a search has found so far, such as {@code splice}: from the lowest structures, from its
 * surrogate, or from both. Stateless and thread-safe.
 */
public interface Variation extends Named {

    /** Checks settings for a composition; all that is wrong is added to the settings' problems. */
    void validate(Composition composition, Settings settings);

    /**
     * Returns whether cells of a composition may be parents of cells of another: by default those of the same. Asked where a
     * search has several.
     */
    default boolean takes(Composition parent, Composition child) {
        return parent.equals(child);
    }

    /**
     * Proposes structures of the task's composition that keep their minimum distances. The same task gives the same ones
     * whatever the number of workers; fewer than asked for come back where that many cannot be made.
     */
    List<Variant> vary(VariationTask task);
}
