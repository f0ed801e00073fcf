package org.polymorph.surrogate.select;

import java.util.List;

/**
 * One structure of the pool as the selection sees it, all numbers from the current model.
 *
 * @param cluster name of its cluster
 * @param energyPerAtom eV; the enthalpy under pressure
 * @param maxForce longest force on an atom, eV/Å
 * @param energyStd spread of the energy per atom, eV
 * @param forceStd largest spread of a force, eV/Å
 * @param labelledNearby whether a label of the same crystal exists already
 * @param deviations of the energy per atom of each member of the model's committee from the mean, eV; empty if not known
 * @param volumePerAtom Å³; NaN if not known, which counts as a density of its own
 * @param property what a model of one property says, the lower the better; NaN if not known
 */
public record SelectionCandidate(
        String id,
        String cluster,
        double energyPerAtom,
        double maxForce,
        double energyStd,
        double forceStd,
        boolean labelledNearby,
        List<Double> deviations,
        double volumePerAtom,
        double property) {
    public SelectionCandidate {
        deviations = List.copyOf(deviations);
    }

    /** Makes a candidate of a model whose members are not known, without its volume and another property. */
    public SelectionCandidate(
            String id,
            String cluster,
            double energyPerAtom,
            double maxForce,
            double energyStd,
            double forceStd,
            boolean labelledNearby) {
        this(
                id,
                cluster,
                energyPerAtom,
                maxForce,
                energyStd,
                forceStd,
                labelledNearby,
                List.of(),
                Double.NaN,
                Double.NaN);
    }
}
