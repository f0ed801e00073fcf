package org.polymorph.surrogate.property.amd;

import org.polymorph.model.spi.Settings;

/**
 * The settings of random forests on average minimum distances.
 *
 * @param k distances
 * @param typed whether elements are told apart
 * @param trees how many
 * @param leaf fewest labels of a leaf
 * @param fraction of the numbers that a split is chosen from
 */
record ForestSettings(int k, boolean typed, int trees, int leaf, double fraction) {

    /** Reads a section; problems stay with it, and a wrong value is replaced by its default. */
    static ForestSettings read(Settings settings) {
        settings.text("type", AmdForestLearner.NAME);
        ForestSettings read = new ForestSettings(
                settings.integer("k", 100, 1, 10_000),
                settings.flag("typed", false),
                settings.integer("trees", 100, 2, 10_000),
                settings.integer("leaf", 3, 1, 1000),
                settings.number("fraction", 0.2, 0.001, 1));
        settings.finish();
        return read;
    }
}
