package org.polymorph.surrogate.property.site;

import java.util.List;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.Workers;
import org.polymorph.surrogate.property.PropertyLabels;
import org.polymorph.surrogate.property.ensemble.EnsembleLearner;
import org.polymorph.surrogate.property.ensemble.EnsembleSettings;

/**
 * The settings of networks on sites.
 *
 * @param features what a site is known by
 * @param hidden width of the layers with an activation
 * @param embedding width of what is known of a site in between
 * @param training how the ensemble is trained
 */
record SiteSettings(SiteFeatures features, int hidden, int embedding, EnsembleSettings training)
        implements EnsembleLearner.Setup<SiteRows> {

    /** Reads a section; problems stay with it, and a wrong value is replaced by its default. */
    static SiteSettings read(Settings settings) {
        settings.text("type", SiteLearner.NAME);
        SiteFeatures.Kind kind = SiteFeatures.Kind.of(settings.choice("features", "sites", SiteFeatures.Kind.words()));
        SiteSettings read = new SiteSettings(
                new SiteFeatures(
                        kind,
                        settings.number("tolerance", 0.1, 1e-4, 1),
                        new Surroundings(
                                settings.number("cutoff", 6, 1, 20),
                                settings.integer("radial", 12, 2, 100),
                                settings.integer("degree", 6, 1, 12))),
                settings.integer("hidden", 32, 2, 1024),
                settings.integer("embedding", 16, 1, 1024),
                EnsembleSettings.read(settings));
        settings.finish();
        return read;
    }

    @Override
    public EnsembleLearner.Described<SiteRows> describe(PropertyLabels labels, Workers workers) {
        List<SiteRows> crystals = workers.map(
                labels.size(), i -> features.of(labels.labels().get(i).structure()));
        SiteDescription description = SiteDescription.of(this, labels.elements(), crystals);
        return new EnsembleLearner.Described<>(
                description, crystals.stream().map(description::scaled).toList());
    }
}
