package org.polymorph.surrogate.painn;

import org.polymorph.surrogate.network.Architecture;
import org.polymorph.surrogate.network.NetworkSurrogate;

/** The surrogate {@code painn}: an ensemble of {@link PaiNN}s. */
public final class PaiNNSurrogate extends NetworkSurrogate {

    // Measured on a hundred labels: with 64 features and 3 interactions energies come out a quarter worse, in thrice
    // the
    // time, and with 300 epochs forces a sixth.
    private static final int FEATURES = 32;

    private static final int INTERACTIONS = 2;
    private static final int EPOCHS = 120;

    /** Is made by {@link java.util.ServiceLoader}. */
    public PaiNNSurrogate() {
        super(new Architecture("painn", FEATURES, INTERACTIONS, EPOCHS, PaiNN::new));
    }
}
