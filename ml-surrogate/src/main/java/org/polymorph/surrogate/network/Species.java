package org.polymorph.surrogate.network;

import java.util.List;
import java.util.function.ToIntFunction;
import org.polymorph.model.crystal.Element;

/** The elements that a model knows, numbered in their order. Immutable. */
record Species(List<Element> elements) implements ToIntFunction<Element> {
    Species {
        elements = List.copyOf(elements);
    }

    /**
     * Returns the number of an element.
     *
     * @throws IllegalArgumentException if the model does not know it
     */
    @Override
    public int applyAsInt(Element element) {
        int index = elements.indexOf(element);
        if (index < 0) {
            throw new IllegalArgumentException(
                    "this model was trained on " + elements + " and does not know the element " + element);
        }
        return index;
    }
}
