package org.polymorph.surrogate.schnet;

import org.polymorph.surrogate.network.Architecture;
import org.polymorph.surrogate.network.NetworkSurrogate;

/** The surrogate {@code schnet}: an ensemble of {@link SchNet}s. */
public final class SchNetSurrogate extends NetworkSurrogate {

    /** Is made by {@link java.util.ServiceLoader}. */
    public SchNetSurrogate() {
        super(new Architecture("schnet", SchNet::new));
    }
}
