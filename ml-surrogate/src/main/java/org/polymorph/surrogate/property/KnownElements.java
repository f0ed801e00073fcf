package org.polymorph.surrogate.property;

import java.util.List;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Structure;

/** The elements that a model was trained on. */
public final class KnownElements {
    private KnownElements() {}

    /**
     * Returns for each atom of a structure the place of its element among those that are known.
     *
     * @throws IllegalArgumentException if one is not among them
     */
    public static int[] numbers(Structure structure, List<Element> elements) {
        int[] numbers = new int[structure.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = elements.indexOf(structure.species(i));
            if (numbers[i] < 0) {
                throw new IllegalArgumentException("element "
                        + structure.species(i).symbol()
                        + " is unknown to this model; known: "
                        + String.join(
                                ", ", elements.stream().map(Element::symbol).toList()));
            }
        }
        return numbers;
    }
}
