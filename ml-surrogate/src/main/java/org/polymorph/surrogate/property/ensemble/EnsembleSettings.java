package org.polymorph.surrogate.property.ensemble;

import org.polymorph.model.spi.Settings;
import org.polymorph.surrogate.network.NetworkSettings.OptimizerSettings;

/**
 * How an ensemble is trained.
 *
 * @param ensemble number of members
 * @param optimizer how weights are changed
 * @param epochs at most
 * @param batch structures a step
 * @param patience epochs without a lower validation error that end the training of a member
 * @param validation share of the labels that are kept apart
 */
public record EnsembleSettings(
        int ensemble, OptimizerSettings optimizer, int epochs, int batch, int patience, double validation) {

    /** Reads what concerns the training of a section; problems stay with it. */
    public static EnsembleSettings read(Settings settings) {
        return new EnsembleSettings(
                settings.integer("ensemble", 4, 1, 100),
                new OptimizerSettings(
                        settings.positive("learningRate", 3e-3),
                        settings.number("weightDecay", 0.01, 0, 1),
                        settings.positive("clip", 10),
                        settings.number("average", 0.99, 0, 0.99999)),
                settings.integer("epochs", 200, 1, 1_000_000),
                settings.integer("batch", 16, 1, 10_000),
                settings.integer("patience", 60, 1, 1_000_000),
                settings.number("validation", 0.15, 0.01, 0.9));
    }
}
