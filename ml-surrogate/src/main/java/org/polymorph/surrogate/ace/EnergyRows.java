package org.polymorph.surrogate.ace;

import java.util.List;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.LabelledStructure;
import org.polymorph.surrogate.linear.NormalEquations;
import org.polymorph.surrogate.training.TrainingSet;

/**
 * The energies an atom of all labels as rows of the regression, each divided by the noise that is expected of it relative to
 * the lowest: the fit is to be good where the search ends up.
 *
 * @param rows labels × regressors
 * @param noise that each row was divided by
 */
record EnergyRows(List<double[]> rows, double[] targets, double[] noise) {

    /**
     * Makes the rows.
     *
     * @param rest what is to be fitted of each label
     * @param designs regressors of each label's energy
     */
    static EnergyRows of(
            TrainingSet set, AceBasis basis, List<Evaluation> rest, double[] references, List<double[]> designs) {
        double lowest =
                set.labels().stream().mapToDouble(EnergyRows::perAtom).min().orElseThrow();
        double[] factors = new double[designs.size()];
        double[] noise = new double[designs.size()];
        double[] targets = new double[designs.size()];
        for (int s = 0; s < targets.length; s++) {
            LabelledStructure label = set.labels().get(s);
            Structure structure = label.structure();
            noise[s] = ObservableRows.growth(
                    perAtom(label) - lowest, basis.settings().energyWindow());
            double energy = rest.get(s).energy();
            for (int i = 0; i < structure.size(); i++) {
                energy -= references[basis.indexOf(structure.species(i))];
            }
            factors[s] = 1 / (structure.size() * noise[s]);
            targets[s] = energy * factors[s];
        }
        List<double[]> rows = java.util.stream.IntStream.range(0, targets.length)
                .mapToObj(s -> java.util.Arrays.stream(designs.get(s))
                        .map(x -> x * factors[s])
                        .toArray())
                .toList();
        return new EnergyRows(rows, targets, noise);
    }

    private static double perAtom(LabelledStructure label) {
        return label.evaluation().energy() / label.structure().size();
    }

    /** Returns the sums of the labels of one of some folds. */
    NormalEquations sums(int fold, int folds) {
        int features = rows.get(0).length;
        int count = fold < targets.length ? (targets.length - fold - 1) / folds + 1 : 0;
        double[] block = new double[features * count];
        double[] y = new double[count];
        for (int k = 0; k < count; k++) {
            double[] row = rows.get(fold + folds * k);
            y[k] = targets[fold + folds * k];
            for (int f = 0; f < features; f++) {
                block[f * count + k] = row[f];
            }
        }
        NormalEquations sums = new NormalEquations(features);
        if (count > 0) {
            sums.add(block, y, count);
        }
        return sums;
    }
}
