package org.polymorph.model.spi;

import org.polymorph.model.crystal.Structure;

/**
 * A structure found by the search, from which others are made: the lowest of its cluster.
 *
 * @param id of the candidate
 * @param energyPerAtom eV, by the surrogate; the enthalpy under pressure
 */
public record Parent(String id, Structure structure, double energyPerAtom) {}
