package org.polymorph.dft.potential;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Structure;

/** The elements that a potential has parameters for, numbered from 0. Immutable and thread-safe. */
final class KnownElements {
    private final String potential;
    private final List<Element> elements;
    private final int[] types;

    KnownElements(String potential, List<Element> elements) {
        this.potential = potential;
        this.elements = List.copyOf(elements);
        this.types = new int[Element.values().length + 1];
        Arrays.fill(types, -1);
        for (int type = 0; type < elements.size(); type++) {
            types[elements.get(type).atomicNumber()] = type;
        }
    }

    List<Element> elements() {
        return elements;
    }

    /** Returns the number of an element, −1 if it is not known. */
    int indexOf(Element element) {
        return types[element.atomicNumber()];
    }

    boolean knowsAll(Structure structure) {
        for (int i = 0; i < structure.size(); i++) {
            if (indexOf(structure.species(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * Returns the number of each atom's element.
     *
     * @throws IllegalArgumentException if there is an element that is not known
     */
    int[] typesOf(Structure structure) {
        int[] out = new int[structure.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = indexOf(structure.species(i));
            if (out[i] < 0) {
                throw new IllegalArgumentException("the potential " + potential + " does not know the element "
                        + structure.species(i) + "; known: "
                        + elements.stream().map(Element::symbol).collect(Collectors.joining(", ")));
            }
        }
        return out;
    }
}
