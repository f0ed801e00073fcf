package org.polymorph.surrogate.ace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.spi.LabelledStructure;
import org.polymorph.model.spi.Workers;
import org.polymorph.surrogate.linear.BayesianRidge;
import org.polymorph.surrogate.linear.CrossValidation;
import org.polymorph.surrogate.linear.FoldedSums;
import org.polymorph.surrogate.linear.Hyperparameters;
import org.polymorph.surrogate.linear.NormalEquations;

/**
 * Linear expansions fitted to labels once for each fold that is left out, with the noise and the prior widths that the
 * evidence of all labels has, and with energies weighed by held-out errors.
 *
 * @param coefficients of each fold left out: a constant and one number an invariant, for each centre element
 * @param virialOffsets of each: the isotropic virial an atom, eV, that labels have beyond the derivative of their energy
 * @param noise standard deviations of the energy (eV/atom), a force component (eV/Å), a virial component (eV/atom)
 * @param widths prior standard deviation of each coefficient
 */
public record LinearFolds(List<double[]> coefficients, double[] virialOffsets, double[] noise, double[] widths) {
    private static final int KINDS = 3;
    private static final double[] NOISE_FLOOR = {1e-4, 1e-3, 1e-4};
    private static final double TOLERANCE = 1e-2;

    /** Labels of one fold that are added at once. */
    private static final int BLOCK = 8;

    /** Of the held-out errors of energies, forces and stresses. */
    private static final double[] IMPORTANCE = {1, 1, 0.5};

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
        double lowest =
                full.stream().mapToDouble(e -> e.energy() / e.size()).min().orElseThrow();
        FoldedSums raw = new FoldedSums(workers.map(folds, fold -> {
            Design.Builder builder = new Design.Builder(basis, invariants.jacobian());
            List<NormalEquations> kinds = new ArrayList<>();
            for (int kind = 0; kind < KINDS; kind++) {
                kinds.add(new NormalEquations(basis.size() + 1));
            }
            int stride = folds * BLOCK;
            for (int from = fold; from < labels.size(); from += stride) {
                int end = Math.min(labels.size(), from + stride);
                int[] block =
                        IntStream.iterate(from, s -> s < end, s -> s + folds).toArray();
                add(block, labels, full, lowest, basis, builder, kinds);
            }
            return kinds;
        }));
        double[] scale = scale(raw.total().get(1));
        FoldedSums sums = raw.scaled(scale);
        BayesianRidge all = ridge(basis, sums.total());
        Hyperparameters found = all.maximiseEvidence(all.start(), TOLERANCE);
        Hyperparameters hyper =
                new CrossValidation(sums, kinds -> ridge(basis, kinds), workers).weigh(found, 0, IMPORTANCE);
        double[] offsets = new double[folds];
        List<double[]> coefficients = new ArrayList<>();
        for (int fold = 0; fold < folds; fold++) {
            double[] mean = ridge(basis, sums.without(fold)).posterior(hyper).mean();
            for (int f = 0; f < scale.length; f++) {
                mean[f] /= scale[f];
            }
            offsets[fold] = mean[basis.size()];
            coefficients.add(Arrays.copyOf(mean, basis.size()));
        }
        int[] groups = FeatureGroups.of(basis);
        double[] prior = hyper.prior();
        double[] widths = new double[basis.size()];
        for (int f = 0; f < widths.length; f++) {
            widths[f] = 1 / (scale[f] * Math.sqrt(prior[groups[f]]));
        }
        return new LinearFolds(
                coefficients,
                offsets,
                Arrays.stream(hyper.noise()).map(b -> 1 / Math.sqrt(b)).toArray(),
                widths);
    }

    private static void add(
            int[] block,
            List<LabelledStructure> labels,
            List<Evaluation> full,
            double lowest,
            AceBasis basis,
            Design.Builder builder,
            List<NormalEquations> kinds) {
        List<ObservableRows> rows = new ArrayList<>();
        double[] energies = new double[block.length];
        double[] factors = new double[block.length];
        for (int k = 0; k < block.length; k++) {
            LabelledStructure label = labels.get(block[k]);
            Evaluation whole = full.get(block[k]);
            Design design = builder.of(label.structure());
            rows.add(ObservableRows.of(label.structure(), design, label.evaluation(), whole, basis.settings()));
            double noise = ObservableRows.growth(
                    whole.energy() / whole.size() - lowest, basis.settings().energyWindow());
            factors[k] = 1 / (whole.size() * noise);
            energies[k] = label.evaluation().energy() * factors[k];
        }
        int size = basis.size() + 1;
        double[] energyRows = ObservableRows.block(rows, 0, size, block.length);
        for (int e = 0; e < energyRows.length; e++) {
            energyRows[e] *= factors[e % block.length];
        }
        kinds.get(0).add(energyRows, energies, block.length);
        for (int kind = 1; kind < KINDS; kind++) {
            double[] targets = ObservableRows.targets(rows, kind);
            kinds.get(kind).add(ObservableRows.block(rows, kind, size, targets.length), targets, targets.length);
        }
    }

    private static BayesianRidge ridge(AceBasis basis, List<NormalEquations> scaled) {
        return new BayesianRidge(scaled, FeatureGroups.of(basis), NOISE_FLOOR, new double[] {1, 1, 1});
    }

    private static double[] scale(NormalEquations forces) {
        double[] scale = new double[forces.size()];
        for (int f = 0; f < scale.length; f++) {
            double rms = Math.sqrt(forces.diagonal(f) / Math.max(1, forces.rows()));
            scale[f] = rms > 1e-12 ? rms : 1;
        }
        return scale;
    }
}
