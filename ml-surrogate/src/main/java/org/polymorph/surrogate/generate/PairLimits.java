package org.polymorph.surrogate.generate;

import java.util.Collection;
import org.polymorph.model.crystal.Element;

/** Least distances of the elements of one composition, as a table for inner loops. Immutable. */
final class PairLimits {
    private static final int ELEMENTS = Element.values().length + 1;

    private final double[] limits = new double[ELEMENTS * ELEMENTS];

    PairLimits(MinimumDistances distances, Collection<Element> elements) {
        for (Element a : elements) {
            for (Element b : elements) {
                limits[ELEMENTS * a.atomicNumber() + b.atomicNumber()] = distances.between(a, b);
            }
        }
    }

    /** Returns the least distance of two elements of the composition, Å. */
    double between(Element a, Element b) {
        return limits[ELEMENTS * a.atomicNumber() + b.atomicNumber()];
    }
}
