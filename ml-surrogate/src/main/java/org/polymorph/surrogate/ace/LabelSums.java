package org.polymorph.surrogate.ace;

import java.util.ArrayList;
import java.util.List;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.spi.LabelledStructure;
import org.polymorph.model.spi.Progress;
import org.polymorph.model.spi.Workers;
import org.polymorph.surrogate.linear.FoldedSums;
import org.polymorph.surrogate.linear.NormalEquations;
import org.polymorph.surrogate.training.TrainingSet;

/**
 * The sums that a fit needs of its labels, dealt out to folds by their place in the order of ids. Those of forces and
 * stresses depend on each label alone and are gone on with from an earlier fit; those of energies, few rows, are made anew,
 * for the energies of the elements and the lowest energy of all enter them.
 */
final class LabelSums {
    static final int FOLDS = 5;

    /** Labels of one fold that are added at once. */
    private static final int BLOCK = 8;

    /** Labels whose forces and stresses suffice to calibrate deviations. */
    private static final int SAMPLE = 60;

    private final TrainingSet set;
    private final AceBasis basis;
    private final List<Evaluation> rest;
    private final double[] references;
    private final List<String> digests;
    private final List<double[]> energies = new ArrayList<>();
    private final List<ObservableRows> rows = new ArrayList<>();
    private final KeptSums before;

    /**
     * Computes the designs of the labels that were not summed up before.
     *
     * @param rest what is to be fitted of each label, the repulsion taken off
     * @param references energy of each element, eV
     */
    LabelSums(
            TrainingSet set,
            AceBasis basis,
            List<Evaluation> rest,
            double[] references,
            KeptSums kept,
            Workers workers,
            Progress progress) {
        this.set = set;
        this.basis = basis;
        this.rest = rest;
        this.references = references.clone();
        this.digests = set.labels().stream().map(TrainingSet::digest).toList();
        this.before = kept.ifBeginOf(digests);
        energies.addAll(before.energies().subList(0, before.settled()));
        Jacobian jacobian = new Jacobian(basis);
        int from = before.settled();
        int count = digests.size();
        int waves = (count - from + BLOCK - 1) / BLOCK;
        progress.at(from, count);
        workers.map(waves, wave -> {
                    int end = Math.min(count, from + (wave + 1) * BLOCK);
                    List<ObservableRows> part = rows(jacobian, from + wave * BLOCK, end);
                    progress.at(end, count);
                    return part;
                })
                .forEach(rows::addAll);
        rows.forEach(row -> energies.add(row.energyRow()));
    }

    private List<ObservableRows> rows(Jacobian jacobian, int from, int end) {
        Design.Builder builder = new Design.Builder(basis, jacobian);
        List<ObservableRows> part = new ArrayList<>();
        for (int s = from; s < end; s++) {
            LabelledStructure label = set.labels().get(s);
            part.add(ObservableRows.of(
                    label.structure(),
                    builder.of(label.structure()),
                    rest.get(s),
                    label.evaluation(),
                    basis.settings()));
        }
        return part;
    }

    EnergyRows energyRows() {
        return EnergyRows.of(set, basis, rest, references, energies);
    }

    /** Returns forces and stresses of some labels of a fold: of all labels at most {@link #SAMPLE}, evenly spread. */
    List<ObservableRows> sample(int fold) {
        int count = digests.size();
        int size = Math.min(SAMPLE, count);
        Jacobian jacobian = new Jacobian(basis);
        List<ObservableRows> sample = new ArrayList<>();
        for (int k = 0; k < size; k++) {
            int s = (int) ((long) k * count / size);
            if (s % FOLDS == fold) {
                int at = s - before.settled();
                sample.add(at >= 0 ? rows.get(at) : rows(jacobian, s, s + 1).get(0));
            }
        }
        return sample;
    }

    /** The sums of all labels and what of them the next fit can go on with. */
    record Result(FoldedSums sums, KeptSums kept) {}

    Result result() {
        int settled = digests.size() / (FOLDS * BLOCK) * FOLDS * BLOCK;
        EnergyRows energyRows = energyRows();
        List<List<NormalEquations>> folds = new ArrayList<>();
        List<NormalEquations> forces = new ArrayList<>();
        List<NormalEquations> stresses = new ArrayList<>();
        for (int fold = 0; fold < FOLDS; fold++) {
            NormalEquations force = before.forces().isEmpty()
                    ? empty()
                    : before.forces().get(fold).copy();
            NormalEquations stress = before.stresses().isEmpty()
                    ? empty()
                    : before.stresses().get(fold).copy();
            add(force, stress, fold, before.settled(), settled);
            forces.add(force.copy());
            stresses.add(stress.copy());
            add(force, stress, fold, settled, digests.size());
            folds.add(List.of(energyRows.sums(fold, FOLDS), force, stress));
        }
        return new Result(new FoldedSums(folds), new KeptSums(digests, energies, settled, forces, stresses).ifSmall());
    }

    private NormalEquations empty() {
        return new NormalEquations(basis.size() + 1);
    }

    // Labels of one fold between two places, a block at a time.
    private void add(NormalEquations force, NormalEquations stress, int fold, int from, int end) {
        List<ObservableRows> block = new ArrayList<>();
        for (int s = from + fold; s < end; s += FOLDS) {
            block.add(rows.get(s - before.settled()));
            if (block.size() == BLOCK || s + FOLDS >= end) {
                add(force, block, 1);
                add(stress, block, 2);
                block.clear();
            }
        }
    }

    private void add(NormalEquations sums, List<ObservableRows> block, int kind) {
        double[] targets = ObservableRows.targets(block, kind);
        sums.add(ObservableRows.block(block, kind, sums.size(), targets.length), targets, targets.length);
    }

    /** Returns mean and standard deviation over the labels of the features' mean over the atoms; 0 where constant. */
    double[][] pooled() {
        int size = basis.size();
        double[] mean = new double[size];
        double[] square = new double[size];
        int count = energies.size();
        for (int s = 0; s < count; s++) {
            int atoms = set.labels().get(s).structure().size();
            for (int f = 0; f < size; f++) {
                double x = energies.get(s)[f] / atoms;
                mean[f] += x / count;
                square[f] += x * x / count;
            }
        }
        for (int f = 0; f < size; f++) {
            double variance = square[f] - mean[f] * mean[f];
            square[f] = variance > 1e-12 * square[f] ? Math.sqrt(variance) : 0;
        }
        return new double[][] {mean, square};
    }
}
