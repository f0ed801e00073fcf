package org.polymorph.engine.store;

import org.polymorph.model.crystal.Structure;

/**
 * One line of the final table.
 *
 * @param calculation the final relaxation that it comes from
 * @param enthalpy per atom, eV
 * @param volume per atom, Å³
 * @param maxForce eV/Å
 * @param duplicates how many other final structures are the same
 */
public record RankedResult(
        int rank,
        String candidate,
        String calculation,
        Structure structure,
        double enthalpy,
        double volume,
        double maxForce,
        boolean converged,
        int duplicates) {}
