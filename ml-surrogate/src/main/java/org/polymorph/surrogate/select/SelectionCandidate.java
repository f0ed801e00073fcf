package org.polymorph.surrogate.select;

/**
 * One structure of the pool as the selection sees it, all numbers from the current model.
 *
 * @param cluster name of its cluster
 * @param energyPerAtom eV; the enthalpy under pressure
 * @param maxForce longest force on an atom, eV/Å
 * @param energyStd spread of the energy per atom, eV
 * @param forceStd largest spread of a force, eV/Å
 * @param labelledNearby whether a label of the same crystal exists already
 */
public record SelectionCandidate(
        String id,
        String cluster,
        double energyPerAtom,
        double maxForce,
        double energyStd,
        double forceStd,
        boolean labelledNearby) {}
