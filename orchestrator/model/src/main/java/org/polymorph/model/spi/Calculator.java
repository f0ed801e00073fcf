package org.polymorph.model.spi;

import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.Structure;

/** Something that gives energy, forces and stress of a structure at once: a classical potential or a surrogate. Thread-safe. */
public interface Calculator {

    /**
     * Evaluates a structure.
     *
     * @throws IllegalArgumentException if it holds an element that this calculator does not know
     */
    Evaluation evaluate(Structure structure);
}
