package org.polymorph.surrogate.network;

import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.spi.Prediction;

/** Mean absolute errors of predictions, and how their squares compare with the predicted variances. Not thread-safe. */
final class PredictionErrors {
    private static final int KINDS = 3;

    private final double[] absolute = new double[KINDS];
    private final double[] squares = new double[KINDS];
    private final double[] variances = new double[KINDS];
    private final int[] counts = new int[KINDS];

    /** Adds one prediction and the truth. */
    void add(Evaluation truth, Prediction prediction) {
        Evaluation mean = prediction.mean();
        int atoms = truth.size();
        double energyStd = prediction.energyStd() / atoms;
        add(0, (mean.energy() - truth.energy()) / atoms, energyStd * energyStd);
        double[] found = mean.forces();
        double[] wanted = truth.forces();
        double[] forceStd = prediction.forceStd();
        for (int k = 0; k < found.length; k++) {
            add(1, found[k] - wanted[k], forceStd[k / 3] * forceStd[k / 3] / 3);
        }
        double[] stress = mean.stress().toVoigt();
        double[] wantedStress = truth.stress().toVoigt();
        double[] stressStd = prediction.stressStd().toVoigt();
        for (int k = 0; k < stress.length; k++) {
            add(2, stress[k] - wantedStress[k], stressStd[k] * stressStd[k]);
        }
    }

    private void add(int kind, double error, double variance) {
        absolute[kind] += Math.abs(error);
        squares[kind] += error * error;
        variances[kind] += variance;
        counts[kind]++;
    }

    private double mean(int kind) {
        return absolute[kind] / Math.max(1, counts[kind]);
    }

    /** Returns the mean absolute error of energies, eV/atom. */
    double energy() {
        return mean(0);
    }

    /** Returns that of force components, eV/Å. */
    double force() {
        return mean(1);
    }

    /** Returns that of stress components, eV/Å³. */
    double stress() {
        return mean(2);
    }

    /** Returns root mean square errors over predicted deviations, for energy, force and stress; 1 where nothing is known. */
    double[] calibration() {
        double[] factors = new double[KINDS];
        for (int kind = 0; kind < KINDS; kind++) {
            factors[kind] = variances[kind] > 0 && squares[kind] > 0 ? Math.sqrt(squares[kind] / variances[kind]) : 1;
        }
        return factors;
    }
}
