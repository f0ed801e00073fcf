package org.polymorph.surrogate.calibration;

import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.spi.Prediction;

/** Errors of predictions whose truth the model had not seen, in energy, forces and stress. Not thread-safe. */
public final class HeldOutErrors {
    private final PredictedErrors energy = new PredictedErrors();
    private final PredictedErrors forces = new PredictedErrors();
    private final PredictedErrors atoms = new PredictedErrors();
    private final PredictedErrors stress = new PredictedErrors();

    /**
     * Adds a prediction and what came out. A force's own uncertainty is that of the whole vector, so that a component has
     * its share of the variance.
     *
     * @throws IllegalArgumentException if they are not of as many atoms, or a number is not finite
     */
    public void add(Evaluation truth, Prediction prediction) {
        Evaluation mean = prediction.mean();
        int size = truth.size();
        if (mean.size() != size) {
            throw new IllegalArgumentException(
                    "expected the truth of " + mean.size() + " atoms as predicted, found " + size);
        }
        energy.add((mean.energy() - truth.energy()) / size, prediction.energyStd() / size);
        double[] found = mean.forces();
        double[] wanted = truth.forces();
        double[] std = prediction.forceStd();
        for (int i = 0; i < size; i++) {
            double square = 0;
            for (int k = 3 * i; k < 3 * i + 3; k++) {
                double error = found[k] - wanted[k];
                square += error * error;
                forces.add(error, std[i] / Math.sqrt(3));
            }
            atoms.add(Math.sqrt(square), std[i]);
        }
        double[] foundStress = mean.stress().toVoigt();
        double[] wantedStress = truth.stress().toVoigt();
        double[] stressStd = prediction.stressStd().toVoigt();
        for (int v = 0; v < 6; v++) {
            stress.add(foundStress[v] - wantedStress[v], stressStd[v]);
        }
    }

    /** Adds all errors of others. */
    public void addAll(HeldOutErrors others) {
        energy.addAll(others.energy);
        forces.addAll(others.forces);
        atoms.addAll(others.atoms);
        stress.addAll(others.stress);
    }

    /** Returns how many structures there are. */
    public int structures() {
        return energy.count();
    }

    /** Returns the errors of energies, eV/atom. */
    public PredictedErrors energy() {
        return energy;
    }

    /** Returns the errors of the components of forces, eV/Å. */
    public PredictedErrors forces() {
        return forces;
    }

    /** Returns the lengths of the errors of whole forces, one an atom, eV/Å: what tells the good atoms from the bad. */
    public PredictedErrors atoms() {
        return atoms;
    }

    /** Returns the errors of the components of stresses, eV/Å³. */
    public PredictedErrors stress() {
        return stress;
    }
}
