package org.polymorph.surrogate.ace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.spi.LabelledStructure;
import org.polymorph.model.spi.Workers;
import org.polymorph.surrogate.linear.BayesianRidge;
import org.polymorph.surrogate.linear.Hyperparameters;
import org.polymorph.surrogate.linear.NormalEquations;

/**
 * Linear expansions fitted to labels once for each fold that is left out, with the noise and the prior widths that the
 * evidence of all labels has.
 *
 * @param coefficients of each fold left out: a constant and one number an invariant, for each centre element
 * @param virialOffsets of each: the isotropic virial an atom, eV, that labels have beyond the derivative of their energy
 * @param noise standard deviations of the energy (eV/atom), a force component (eV/Å), a virial component (eV/atom)
 * @param widths prior standard deviation of each coefficient
 */
public record LinearFolds(List<double[]> coefficients, double[] virialOffsets, double[] noise, double[] widths) {
    private static final int KINDS = 3;
    private static final double[] NOISE_FLOOR = {1e-4, 1e-3, 1e-4};

    /**
     * Fits.
     *
     * @param labels their energies, forces and stresses are what is to be fitted
     * @param full what the labels said before anything was taken off: says how much each counts
     * @param folds how many; label s is in fold s modulo folds
     */
    public static LinearFolds fit(
            AtomicInvariants invariants,
            List<LabelledStructure> labels,
            List<Evaluation> full,
            int folds,
            Workers workers) {
        AceBasis basis = invariants.basis();
        int size = basis.size() + 1;
        double lowest =
                full.stream().mapToDouble(e -> e.energy() / e.size()).min().orElseThrow();
        List<List<NormalEquations>> sums = workers.map(folds, fold -> {
            Design.Builder builder = new Design.Builder(basis, invariants.jacobian());
            List<NormalEquations> kinds = new ArrayList<>();
            for (int kind = 0; kind < KINDS; kind++) {
                kinds.add(new NormalEquations(size));
            }
            for (int s = fold; s < labels.size(); s += folds) {
                LabelledStructure label = labels.get(s);
                ObservableRows rows = ObservableRows.of(
                        label.structure(),
                        builder.of(label.structure()),
                        label.evaluation(),
                        full.get(s),
                        lowest,
                        basis.settings());
                for (int kind = 0; kind < KINDS; kind++) {
                    double[] targets = ObservableRows.targets(List.of(rows), kind);
                    kinds.get(kind)
                            .add(
                                    ObservableRows.block(List.of(rows), kind, size, targets.length),
                                    targets,
                                    targets.length);
                }
            }
            return kinds;
        });
        List<NormalEquations> raw = total(size, sums, -1);
        double[] scale = scale(raw.get(1), size);
        BayesianRidge all = ridge(basis, raw, scale);
        Hyperparameters hyper = all.maximiseEvidence(all.start());
        double[] offsets = new double[folds];
        List<double[]> coefficients = new ArrayList<>();
        for (int fold = 0; fold < folds; fold++) {
            double[] mean = ridge(basis, total(size, sums, fold), scale)
                    .posterior(hyper)
                    .mean();
            for (int f = 0; f < size; f++) {
                mean[f] /= scale[f];
            }
            offsets[fold] = mean[size - 1];
            coefficients.add(Arrays.copyOf(mean, size - 1));
        }
        int[] groups = FeatureGroups.of(basis);
        double[] prior = hyper.prior();
        double[] widths = new double[size - 1];
        for (int f = 0; f < widths.length; f++) {
            widths[f] = 1 / (scale[f] * Math.sqrt(prior[groups[f]]));
        }
        return new LinearFolds(
                coefficients,
                offsets,
                Arrays.stream(hyper.noise()).map(b -> 1 / Math.sqrt(b)).toArray(),
                widths);
    }

    private static BayesianRidge ridge(AceBasis basis, List<NormalEquations> raw, double[] scale) {
        List<NormalEquations> kinds = raw.stream().map(k -> k.scaled(scale)).toList();
        return new BayesianRidge(kinds, FeatureGroups.of(basis), NOISE_FLOOR, new double[] {1, 1, 1});
    }

    private static List<NormalEquations> total(int size, List<List<NormalEquations>> folds, int without) {
        List<NormalEquations> kinds = new ArrayList<>();
        for (int kind = 0; kind < KINDS; kind++) {
            NormalEquations sum = new NormalEquations(size);
            for (int fold = 0; fold < folds.size(); fold++) {
                if (fold != without) {
                    sum.add(folds.get(fold).get(kind), 1);
                }
            }
            kinds.add(sum);
        }
        return kinds;
    }

    private static double[] scale(NormalEquations forces, int size) {
        double[] scale = new double[size];
        for (int f = 0; f < size; f++) {
            double rms = Math.sqrt(forces.diagonal(f) / Math.max(1, forces.rows()));
            scale[f] = rms > 1e-12 ? rms : 1;
        }
        return scale;
    }
}
