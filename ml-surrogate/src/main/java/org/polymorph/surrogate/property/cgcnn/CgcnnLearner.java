package org.polymorph.surrogate.property.cgcnn;

import java.io.DataInputStream;
import java.io.IOException;
import org.polymorph.model.spi.Settings;
import org.polymorph.surrogate.property.ensemble.CrystalDescription;
import org.polymorph.surrogate.property.ensemble.EnsembleLearner;

/**
 * The learner {@code cgcnn}: an ensemble of crystal graph convolutional networks (Xie and Grossman 2018, doi
 * 10.1103/PhysRevLett.120.145301).
 */
public final class CgcnnLearner extends EnsembleLearner<CrystalGraph> {
    static final String NAME = "cgcnn";

    public CgcnnLearner() {
        super(NAME);
    }

    @Override
    protected Setup<CrystalGraph> read(Settings settings) {
        return CgcnnSettings.read(settings);
    }

    @Override
    protected CrystalDescription<CrystalGraph> read(DataInputStream in) throws IOException {
        return GraphDescription.read(in);
    }
}
