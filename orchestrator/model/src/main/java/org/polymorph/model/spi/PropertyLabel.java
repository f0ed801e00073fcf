package org.polymorph.model.spi;

import org.polymorph.model.crystal.Structure;

/**
 * A structure with the value of one property: one line of training data.
 *
 * @param id stable name of the label; order and splits go by it
 * @param value one that does not grow with the cell, such as an energy in eV an atom
 */
public record PropertyLabel(String id, Structure structure, double value) {}
