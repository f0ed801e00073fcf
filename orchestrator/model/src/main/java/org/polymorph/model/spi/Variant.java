package org.polymorph.model.spi;

import java.util.List;
import org.polymorph.model.crystal.Structure;

/**
 * A structure made from others.
 *
 * @param parents ids of the structures that it was made from; empty if it was made from none
 */
public record Variant(Structure structure, List<String> parents) {
    public Variant {
        parents = List.copyOf(parents);
    }
}
