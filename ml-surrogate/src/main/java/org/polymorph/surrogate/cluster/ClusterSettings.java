package org.polymorph.surrogate.cluster;

import java.util.List;
import java.util.Locale;
import org.polymorph.model.spi.Settings;

/**
 * How to cluster: section {@code cluster} of a campaign.
 *
 * @param eps largest distance of two neighbours; see {@link Clustering} for its unit
 * @param min points, itself included, within eps of a point that make it a core of a cluster
 * @param energyTolerance largest difference of energy within a cluster, eV/atom
 * @param large clusters of at least this size are clustered again with half the eps
 */
public record ClusterSettings(Representation representation, double eps, int min, double energyTolerance, int large) {

    /** Returns the defaults. */
    public static ClusterSettings defaults() {
        return of(Settings.empty());
    }

    /** Reads a section and finishes it; problems stay in the settings. */
    public static ClusterSettings of(Settings settings) {
        settings.choice("method", "dbscan", List.of("dbscan"));
        ClusterSettings read = new ClusterSettings(
                Representation.valueOf(settings.choice("representation", "surrogate", List.of("surrogate", "amd"))
                        .toUpperCase(Locale.ROOT)),
                settings.positive("eps", 0.5),
                settings.integer("min", 2, 1, Integer.MAX_VALUE),
                settings.positive("energyTolerance", 0.02),
                settings.integer("large", 500, 2, Integer.MAX_VALUE));
        settings.finish();
        return read;
    }
}
