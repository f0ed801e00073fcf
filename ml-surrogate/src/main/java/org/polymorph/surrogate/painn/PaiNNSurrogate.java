package org.polymorph.surrogate.painn;

import org.polymorph.surrogate.network.Architecture;
import org.polymorph.surrogate.network.NetworkSurrogate;

/** The surrogate {@code painn}: an ensemble of {@link PaiNN}s. */
public final class PaiNNSurrogate extends NetworkSurrogate {

    /** Is made by {@link java.util.ServiceLoader}. */
    public PaiNNSurrogate() {
        super(new Architecture("painn", PaiNN::new));
    }
}
