package org.polymorph.engine.config;

import org.polymorph.model.crystal.Composition;

/**
 * A part of a campaign's pool: cells of one composition.
 *
 * @param composition the atoms of a cell
 * @param size structures generated at the beginning
 * @param role what the part is for
 */
public record PoolPart(Composition composition, int size, Role role) {
    /** What a part of a pool is for. */
    public enum Role {
        /** What is looked for: its lowest clusters stop the search and are its result. */
        SEARCH,
        /** What the surrogate learns from, such as smaller cells: labels are taken from it, results are not. */
        TRAINING
    }
}
