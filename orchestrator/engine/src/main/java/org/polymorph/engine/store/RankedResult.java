package org.polymorph.engine.store;

import java.util.Optional;
import org.polymorph.model.crystal.Structure;

/**
 * One line of the final table.
 *
 * @param calculation the final relaxation that it comes from
 * @param enthalpy per atom, eV
 * @param volume per atom, Å³
 * @param maxForce eV/Å
 * @param duplicates how many other final structures are the same
 * @param aboveHull height above the convex hull of the table, eV/atom; empty where the composition does not vary
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
        int duplicates,
        Optional<Double> aboveHull) {

    /** Makes a line of a campaign of one composition. */
    public RankedResult(
            int rank,
            String candidate,
            String calculation,
            Structure structure,
            double enthalpy,
            double volume,
            double maxForce,
            boolean converged,
            int duplicates) {
        this(
                rank,
                candidate,
                calculation,
                structure,
                enthalpy,
                volume,
                maxForce,
                converged,
                duplicates,
                Optional.empty());
    }

    /** Returns this line at another place of the table. */
    public RankedResult at(int newRank, int newDuplicates, Optional<Double> height) {
        return new RankedResult(
                newRank,
                candidate,
                calculation,
                structure,
                enthalpy,
                volume,
                maxForce,
                converged,
                newDuplicates,
                height);
    }
}
