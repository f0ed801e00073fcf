package org.polymorph.surrogate.ace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.Stress;
import org.polymorph.model.spi.LabelledStructure;
import org.polymorph.model.spi.Progress;
import org.polymorph.model.spi.Seed;
import org.polymorph.model.spi.Workers;
import org.polymorph.surrogate.linear.BayesianRidge;
import org.polymorph.surrogate.linear.CrossValidation;
import org.polymorph.surrogate.linear.FoldedSums;
import org.polymorph.surrogate.linear.Hyperparameters;
import org.polymorph.surrogate.linear.NormalEquations;
import org.polymorph.surrogate.linear.Posterior;
import org.polymorph.surrogate.training.ReferenceEnergies;
import org.polymorph.surrogate.training.ScreenedRepulsion;
import org.polymorph.surrogate.training.TrainingSet;

/** Fits one model: reference energies, designs, evidence, posterior, committee, calibration. Used once; not thread-safe. */
final class AceTrainer {
    private static final int WAVE = 32;
    private static final int FOLDS = 5;
    private static final double[] NOISE_FLOOR = {1e-4, 1e-3, 1e-4};
    private static final double TOLERANCE = 1e-2;

    /** Of the held-out errors of energies, forces and stresses. */
    private static final double[] IMPORTANCE = {1, 1, 0.5};

    private final AceSettings settings;
    private final Seed seed;
    private final Workers workers;
    private final Progress progress;

    AceTrainer(AceSettings settings, Seed seed, Workers workers, Progress progress) {
        this.settings = settings;
        this.seed = seed;
        this.workers = workers;
        this.progress = progress;
    }

    AceModel train(List<LabelledStructure> all) {
        TrainingSet set = TrainingSet.of(all);
        AceBasis basis = new AceBasis(settings, set.elements());
        ScreenedRepulsion repulsion = new ScreenedRepulsion(set.elements(), settings.core(), settings.cutoff());
        List<Evaluation> rest = withoutRepulsion(set, basis, repulsion);
        double[] energies = rest.stream().mapToDouble(Evaluation::energy).toArray();
        double[] references = ReferenceEnergies.fit(set.labels(), energies, set.elements());
        List<ObservableRows> rows = rows(set, basis, rest, references);
        Fit fit = fit(basis, rows);
        return assemble(set, basis, references, rows, fit);
    }

    private List<Evaluation> withoutRepulsion(TrainingSet set, AceBasis basis, ScreenedRepulsion repulsion) {
        double[] zero = new double[basis.elements().size()];
        AceEvaluator.Potential bare = AceEvaluator.Potential.of(basis, new double[basis.size()], zero, repulsion);
        AceEvaluator evaluator = new AceEvaluator(bare);
        List<Evaluation> rest = new ArrayList<>();
        for (LabelledStructure label : set.labels()) {
            rest.add(difference(label.evaluation(), evaluator.evaluate(label.structure())));
        }
        return rest;
    }

    private static Evaluation difference(Evaluation a, Evaluation b) {
        double[] forces = a.forces();
        double[] other = b.forces();
        for (int k = 0; k < forces.length; k++) {
            forces[k] -= other[k];
        }
        double[] stress = a.stress().toVoigt();
        double[] otherStress = b.stress().toVoigt();
        for (int k = 0; k < 6; k++) {
            stress[k] -= otherStress[k];
        }
        return new Evaluation(a.energy() - b.energy(), forces, Stress.ofVoigt(stress));
    }

    private List<ObservableRows> rows(TrainingSet set, AceBasis basis, List<Evaluation> rest, double[] references) {
        Jacobian jacobian = new Jacobian(basis);
        double lowest = set.labels().stream()
                .mapToDouble(l -> l.evaluation().energy() / l.structure().size())
                .min()
                .orElseThrow();
        int count = set.labels().size();
        int waves = (count + WAVE - 1) / WAVE;
        List<ObservableRows> rows = new ArrayList<>();
        workers.map(waves, wave -> {
                    Design.Builder builder = new Design.Builder(basis, jacobian);
                    List<ObservableRows> part = new ArrayList<>();
                    for (int s = wave * WAVE; s < Math.min(count, (wave + 1) * WAVE); s++) {
                        LabelledStructure label = set.labels().get(s);
                        Evaluation left = rest.get(s);
                        double energy = left.energy();
                        for (int i = 0; i < label.structure().size(); i++) {
                            energy -= references[basis.indexOf(label.structure().species(i))];
                        }
                        part.add(ObservableRows.of(
                                label.structure(),
                                builder.of(label.structure()),
                                new Evaluation(energy, left.forces(), left.stress()),
                                label.evaluation(),
                                lowest,
                                settings));
                    }
                    progress.at(Math.min(count, (wave + 1) * WAVE), count);
                    return part;
                })
                .forEach(rows::addAll);
        return rows;
    }

    /**
     * The regression and its result.
     *
     * @param scale what each feature was divided by
     * @param calibration ratio of held-out errors to predicted deviations, one a kind
     * @param noise standard deviation that the evidence finds, one a kind
     * @param weights factors on the precisions that the held-out errors ask for, one a kind
     */
    private record Fit(double[] scale, Posterior posterior, double[] calibration, double[] noise, double[] weights) {
        double[] coefficients() {
            double[] w = posterior.mean();
            for (int f = 0; f < w.length; f++) {
                w[f] /= scale[f];
            }
            return w;
        }
    }

    private Fit fit(AceBasis basis, List<ObservableRows> rows) {
        List<List<NormalEquations>> folds = new ArrayList<>();
        for (int fold = 0; fold < FOLDS; fold++) {
            folds.add(accumulate(basis.size() + 1, fold(rows, fold)));
        }
        FoldedSums raw = new FoldedSums(folds);
        double[] scale = scale(basis, raw.total().get(1));
        FoldedSums sums = raw.scaled(scale);
        BayesianRidge ridge = ridge(basis, sums.total());
        Hyperparameters found = ridge.maximiseEvidence(ridge.start(), TOLERANCE);
        CrossValidation validation = new CrossValidation(sums, kinds -> ridge(basis, kinds), workers);
        Hyperparameters hyper = validation.weigh(validation.weigh(found, 0, IMPORTANCE), 2, IMPORTANCE);
        double[] noise = found.noise();
        double[] weights = hyper.noise();
        for (int kind = 0; kind < noise.length; kind++) {
            weights[kind] /= noise[kind];
            noise[kind] = 1 / Math.sqrt(noise[kind]);
        }
        return new Fit(scale, ridge.posterior(hyper), validation.calibration(hyper), noise, weights);
    }

    private BayesianRidge ridge(AceBasis basis, List<NormalEquations> kinds) {
        double[] weights = {settings.energyWeight(), settings.forceWeight(), settings.stressWeight()};
        return new BayesianRidge(kinds, FeatureGroups.of(basis), NOISE_FLOOR, weights);
    }

    private static List<ObservableRows> fold(List<ObservableRows> rows, int fold) {
        List<ObservableRows> part = new ArrayList<>();
        for (int s = fold; s < rows.size(); s += FOLDS) {
            part.add(rows.get(s));
        }
        return part;
    }

    private static List<NormalEquations> accumulate(int features, List<ObservableRows> rows) {
        List<NormalEquations> kinds = new ArrayList<>();
        for (int kind = 0; kind < ObservableRows.KINDS; kind++) {
            NormalEquations sums = new NormalEquations(features);
            for (int from = 0; from < rows.size(); from += WAVE) {
                List<ObservableRows> part = rows.subList(from, Math.min(rows.size(), from + WAVE));
                double[] targets = ObservableRows.targets(part, kind);
                sums.add(ObservableRows.block(part, kind, features, targets.length), targets, targets.length);
            }
            kinds.add(sums);
        }
        return kinds;
    }

    // Every feature to a unit root mean square of its forces; the constants and what never moves stay.
    private static double[] scale(AceBasis basis, NormalEquations forces) {
        double[] scale = new double[basis.size() + 1];
        for (int f = 0; f < scale.length; f++) {
            double rms = Math.sqrt(forces.diagonal(f) / Math.max(1, forces.rows()));
            scale[f] = rms > 1e-12 ? rms : 1;
        }
        return scale;
    }

    private AceModel assemble(
            TrainingSet set, AceBasis basis, double[] references, List<ObservableRows> rows, Fit fit) {
        double[] regressors = fit.coefficients();
        double[] coefficients = Arrays.copyOf(regressors, basis.size());
        double[] draws = fit.posterior().deviations(settings.committee(), seed.split("committee"));
        double[] deviations = new double[settings.committee() * basis.size()];
        for (int k = 0; k < settings.committee(); k++) {
            for (int f = 0; f < basis.size(); f++) {
                deviations[k * basis.size() + f] = draws[k * regressors.length + f] / fit.scale()[f];
            }
        }
        double[][] pooled = PooledInvariants.statistics(set, basis);
        return new AceModel(
                basis,
                new AceModel.Parameters(coefficients, deviations, references, fit.calibration(), pooled[0], pooled[1]),
                summary(set, basis, rows, regressors, fit));
    }

    private Map<String, String> summary(
            TrainingSet set, AceBasis basis, List<ObservableRows> rows, double[] regressors, Fit fit) {
        double[] mae = TrainingErrors.of(rows, regressors);
        Map<String, String> summary = new LinkedHashMap<>();
        summary.put("labels", String.valueOf(set.labels().size()));
        summary.put("labels left out", String.valueOf(set.dropped()));
        summary.put("features", String.valueOf(basis.size()));
        summary.put("training error energy", format("%.2f meV/atom", 1000 * mae[0]));
        summary.put("training error force", format("%.4f eV/Å", mae[1]));
        summary.put("training error stress", format("%.6f eV/Å³", mae[2]));
        summary.put("noise energy", format("%.2f meV/atom", 1000 * fit.noise()[0]));
        summary.put("noise force", format("%.4f eV/Å", fit.noise()[1]));
        summary.put("noise virial", format("%.4f eV/atom", fit.noise()[2]));
        double[] c = fit.calibration();
        double[] w = fit.weights();
        summary.put("weights by held-out errors", format("energy %.2f, stress %.2f", w[0], w[2]));
        summary.put("virial offset", format("%.4f eV/atom", regressors[basis.size()]));
        summary.put("calibration", format("energy %.2f, force %.2f, stress %.2f", c[0], c[1], c[2]));
        summary.put("log evidence", format("%.1f", fit.posterior().logEvidence()));
        summary.put("data hash", set.hash());
        return summary;
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
