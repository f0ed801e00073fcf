package org.polymorph.surrogate.acenet;

import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.NeighborList;
import org.polymorph.model.crystal.Stress;
import org.polymorph.surrogate.training.ScreenedRepulsion;

/**
 * What a model knows without its networks: an energy for each element and the short-range repulsion. Immutable and
 * thread-safe.
 *
 * @param references one energy an element, eV
 */
record Baseline(double[] references, ScreenedRepulsion repulsion) {

    /** Adds energy, forces and 3×3 virial to sums. */
    void add(NeighborList neighbors, int[] species, Sums sums) {
        double[] pair = new double[2];
        double[] pull = new double[3];
        for (int i = 0; i < species.length; i++) {
            sums.addEnergy(references[species[i]]);
            for (int entry = neighbors.start(i); entry < neighbors.start(i + 1); entry++) {
                int j = neighbors.neighbor(entry);
                double r = neighbors.distance(entry);
                if (r < repulsion.outer(species[i], species[j])) {
                    repulsion.evaluate(species[i], species[j], r, pair);
                    sums.addEnergy(pair[0] / 2);
                    double along = pair[1] / (2 * r);
                    pull[0] = along * neighbors.dx(entry);
                    pull[1] = along * neighbors.dy(entry);
                    pull[2] = along * neighbors.dz(entry);
                    sums.addPull(neighbors, i, entry, pull);
                }
            }
        }
    }

    /** Returns what is left of labels. */
    Evaluation without(NeighborList neighbors, int[] species, double volume, Evaluation label) {
        Sums sums = new Sums(species.length);
        add(neighbors, species, sums);
        Evaluation own = sums.evaluation(volume);
        double[] forces = label.forces();
        double[] ownForces = own.forces();
        for (int k = 0; k < forces.length; k++) {
            forces[k] -= ownForces[k];
        }
        double[] stress = label.stress().toVoigt();
        double[] ownStress = own.stress().toVoigt();
        for (int k = 0; k < stress.length; k++) {
            stress[k] -= ownStress[k];
        }
        return new Evaluation(label.energy() - own.energy(), forces, Stress.ofVoigt(stress));
    }
}
