package org.polymorph.surrogate.property.ensemble;

import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.polymorph.model.crystal.Structure;

/**
 * What a crystal is to networks, and the networks for that. Immutable and thread-safe.
 *
 * @param <G> what crystals are to them
 */
public interface CrystalDescription<G> {
    /**
     * Returns what a crystal is to the networks.
     *
     * @throws IllegalArgumentException if it has an element that is unknown, or two atoms at one place
     */
    G of(Structure structure);

    PropertyNetwork<G> network();

    /** Writes all that it depends on, the sizes of the networks among it, but no weights. */
    void write(DataOutputStream out) throws IOException;

    /** Returns facts for people about trained networks, in display order. */
    default Map<String, String> facts(Ensemble ensemble, List<G> crystals) {
        return Map.of();
    }
}
