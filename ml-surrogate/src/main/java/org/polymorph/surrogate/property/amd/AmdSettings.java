package org.polymorph.surrogate.property.amd;

import org.polymorph.model.spi.Settings;

/**
 * The settings of models on average minimum distances.
 *
 * @param k distances
 * @param typed whether elements are told apart
 * @param exact up to so many labels every label is a point of the fit
 * @param inducing points that stand for all labels where there are more
 * @param search labels that the hyper-parameters are found with at most
 */
record AmdSettings(int k, boolean typed, int exact, int inducing, int search) {

    /** Reads a section; problems stay with it, and a wrong value is replaced by its default. */
    static AmdSettings read(Settings settings, String name) {
        settings.text("type", name);
        AmdSettings read = new AmdSettings(
                settings.integer("k", 100, 1, 10_000),
                settings.flag("typed", false),
                settings.integer("exact", 3000, 2, 20_000),
                settings.integer("inducing", 1000, 2, 10_000),
                settings.integer("search", 800, 2, 5000));
        settings.finish();
        return read;
    }
}
