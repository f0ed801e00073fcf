package org.polymorph.surrogate.property.site;

import java.io.DataInputStream;
import java.io.IOException;
import org.polymorph.model.spi.Settings;
import org.polymorph.surrogate.property.ensemble.CrystalDescription;
import org.polymorph.surrogate.property.ensemble.EnsembleLearner;

/**
 * The learner {@code site}: an ensemble of networks whose inputs come from the crystallographic sites in place of the properties
 * of the atoms, after Bokhimi, Schwedek and Rojas (Crystallography, artificial intelligence and the interaction between atoms),
 * or from both.
 */
public final class SiteLearner extends EnsembleLearner<SiteRows> {
    static final String NAME = "site";

    public SiteLearner() {
        super(NAME);
    }

    @Override
    protected Setup<SiteRows> read(Settings settings) {
        return SiteSettings.read(settings);
    }

    @Override
    protected CrystalDescription<SiteRows> read(DataInputStream in) throws IOException {
        return SiteDescription.read(in);
    }
}
