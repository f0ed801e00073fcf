package org.polymorph.surrogate.ace;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.polymorph.model.spi.Workers;
import org.polymorph.surrogate.calibration.Calibration;
import org.polymorph.surrogate.calibration.HeldOutErrors;
import org.polymorph.surrogate.calibration.PredictedErrors;
import org.polymorph.surrogate.linear.FoldedSums;
import org.polymorph.surrogate.linear.NormalEquations;
import org.polymorph.surrogate.linear.Posterior;

/** Predictions of each fold of the labels by a fit to the others: all energies, forces and stresses of a sample. */
final class HeldOutLabels {
    private final LabelSums labels;
    private final FoldedSums sums;
    private final double[] scale;
    private final Workers workers;

    /**
     * Makes it.
     *
     * @param sums of features divided by {@code scale}
     */
    HeldOutLabels(LabelSums labels, FoldedSums sums, double[] scale, Workers workers) {
        this.labels = labels;
        this.sums = sums;
        this.scale = scale;
        this.workers = workers;
    }

    /** Calibrates the deviations of a fit. */
    Calibration calibrate(Function<List<NormalEquations>, Posterior> fit) {
        EnergyRows energies = labels.energyRows();
        HeldOutErrors errors = new HeldOutErrors();
        workers.map(sums.size(), fold -> heldOut(energies, fold, fit.apply(sums.without(fold))))
                .forEach(errors::addAll);
        return Calibration.fit(errors);
    }

    private HeldOutErrors heldOut(EnergyRows energies, int fold, Posterior posterior) {
        HeldOutErrors heldOut = new HeldOutErrors();
        List<Integer> own = new ArrayList<>();
        for (int s = fold; s < energies.targets().length; s += sums.size()) {
            own.add(s);
        }
        double[] block = new double[scale.length * own.size()];
        double[] targets = new double[own.size()];
        double[] units = new double[own.size()];
        for (int k = 0; k < targets.length; k++) {
            int s = own.get(k);
            targets[k] = energies.targets()[s];
            units[k] = energies.noise()[s];
            for (int f = 0; f < scale.length; f++) {
                block[f * targets.length + k] = energies.rows().get(s)[f];
            }
        }
        add(posterior, block, targets, units, heldOut.energy());
        List<ObservableRows> sample = labels.sample(fold);
        for (int kind = 1; kind <= 2; kind++) {
            double[] errors = ObservableRows.targets(sample, kind);
            double[] rows = ObservableRows.block(sample, kind, scale.length, errors.length);
            PredictedErrors into = kind == 1 ? heldOut.forces() : heldOut.stress();
            add(posterior, rows, errors, ObservableRows.units(sample, kind), into);
        }
        return heldOut;
    }

    // block: regressors × targets, scaled here
    private void add(Posterior posterior, double[] block, double[] targets, double[] units, PredictedErrors into) {
        int count = targets.length;
        if (count == 0) {
            return;
        }
        double[] mean = posterior.mean();
        double[] error = targets.clone();
        for (int f = 0; f < scale.length; f++) {
            for (int k = 0; k < count; k++) {
                block[f * count + k] /= scale[f];
                error[k] -= mean[f] * block[f * count + k];
            }
        }
        double[] variances = posterior.variances(block, count);
        for (int k = 0; k < count; k++) {
            into.add(units[k] * error[k], units[k] * Math.sqrt(variances[k]));
        }
    }
}
