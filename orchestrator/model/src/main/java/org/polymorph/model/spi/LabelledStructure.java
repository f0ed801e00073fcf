package org.polymorph.model.spi;

import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.Structure;

/**
 * A structure with its reference energy, forces and stress: one line of training data.
 *
 * @param id stable name of the label; order and train/validation split go by it
 */
public record LabelledStructure(String id, Structure structure, Evaluation evaluation) {}
