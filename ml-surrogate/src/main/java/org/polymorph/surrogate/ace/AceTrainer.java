package org.polymorph.surrogate.ace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.Stress;
import org.polymorph.model.spi.LabelledStructure;
import org.polymorph.model.spi.Progress;
import org.polymorph.model.spi.Seed;
import org.polymorph.model.spi.Workers;
import org.polymorph.surrogate.calibration.Calibration;
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

    /**
     * Fits.
     *
     * @param previous the model of the last round; a part of its sums is gone on with, which changes no bit of the result
     */
    AceModel train(List<LabelledStructure> all, Optional<AceModel> previous) {
        TrainingSet set = TrainingSet.of(all);
        AceBasis basis = new AceBasis(settings, set.elements());
        ScreenedRepulsion repulsion = new ScreenedRepulsion(set.elements(), settings.core(), settings.cutoff());
        List<Evaluation> rest = withoutRepulsion(set, basis, repulsion);
        double[] energies = rest.stream().mapToDouble(Evaluation::energy).toArray();
        double[] references = ReferenceEnergies.fit(set.labels(), energies, set.elements());
        KeptSums kept = previous.filter(model -> model.basis().settings().equals(settings)
                        && model.basis().elements().equals(set.elements()))
                .map(AceModel::kept)
                .orElse(KeptSums.NONE);
        LabelSums labels = new LabelSums(set, basis, rest, references, kept, workers, progress);
        LabelSums.Result sums = labels.result();
        Fit fit = fit(basis, labels, sums.sums());
        AceModel.Parameters parameters = parameters(basis, references, fit, labels.pooled());
        return new AceModel(basis, parameters, summary(set, basis, parameters, fit), sums.kept());
    }

    private List<Evaluation> withoutRepulsion(TrainingSet set, AceBasis basis, ScreenedRepulsion repulsion) {
        double[] zero = new double[basis.elements().size()];
        AceEvaluator.Potential bare = AceEvaluator.Potential.of(basis, new double[basis.size()], zero, repulsion);
        int count = set.labels().size();
        List<Evaluation> rest = new ArrayList<>();
        workers.map((count + WAVE - 1) / WAVE, wave -> {
                    AceEvaluator evaluator = new AceEvaluator(bare);
                    return set.labels().subList(wave * WAVE, Math.min(count, (wave + 1) * WAVE)).stream()
                            .map(label -> difference(label.evaluation(), evaluator.evaluate(label.structure())))
                            .toList();
                })
                .forEach(rest::addAll);
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

    /**
     * The regression and its result.
     *
     * @param scale what each feature was divided by
     * @param calibration of held-out errors by posterior deviations
     * @param noise standard deviation that the evidence finds, one a kind
     * @param weights factors on the precisions that the held-out errors ask for, one a kind
     */
    private record Fit(double[] scale, Posterior posterior, Calibration calibration, double[] noise, double[] weights) {
        double[] coefficients() {
            double[] w = posterior.mean();
            for (int f = 0; f < w.length; f++) {
                w[f] /= scale[f];
            }
            return w;
        }
    }

    private Fit fit(AceBasis basis, LabelSums labels, FoldedSums raw) {
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
        HeldOutLabels heldOut = new HeldOutLabels(labels, sums, scale, workers);
        Calibration calibration = heldOut.calibrate(kinds -> ridge(basis, kinds).posterior(hyper));
        return new Fit(scale, ridge.posterior(hyper), calibration, noise, weights);
    }

    private BayesianRidge ridge(AceBasis basis, List<NormalEquations> kinds) {
        double[] weights = {settings.energyWeight(), settings.forceWeight(), settings.stressWeight()};
        return new BayesianRidge(kinds, FeatureGroups.of(basis), NOISE_FLOOR, weights);
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

    private AceModel.Parameters parameters(AceBasis basis, double[] references, Fit fit, double[][] pooled) {
        double[] regressors = fit.coefficients();
        double[] coefficients = Arrays.copyOf(regressors, basis.size());
        double[] draws = fit.posterior().deviations(settings.committee(), seed.split("committee"));
        double[] deviations = new double[settings.committee() * basis.size()];
        for (int k = 0; k < settings.committee(); k++) {
            for (int f = 0; f < basis.size(); f++) {
                deviations[k * basis.size() + f] = draws[k * regressors.length + f] / fit.scale()[f];
            }
        }
        return new AceModel.Parameters(
                coefficients, deviations, references, fit.calibration().toArray(), pooled[0], pooled[1]);
    }

    private Map<String, String> summary(TrainingSet set, AceBasis basis, AceModel.Parameters parameters, Fit fit) {
        AceModel model = new AceModel(basis, parameters, Map.of(), KeptSums.NONE);
        TrainingErrors mae = TrainingErrors.of(model, set.labels(), workers);
        Map<String, String> summary = new LinkedHashMap<>();
        summary.put("labels", String.valueOf(set.labels().size()));
        summary.put("labels left out", String.valueOf(set.dropped()));
        summary.put("features", String.valueOf(basis.size()));
        summary.put("training error energy", format("%.2f meV/atom", 1000 * mae.energy()));
        summary.put("training error force", format("%.4f eV/Å", mae.force()));
        summary.put("training error stress", format("%.6f eV/Å³", mae.stress()));
        summary.put("noise energy", format("%.2f meV/atom", 1000 * fit.noise()[0]));
        summary.put("noise force", format("%.4f eV/Å", fit.noise()[1]));
        summary.put("noise virial", format("%.4f eV/atom", fit.noise()[2]));
        double[] w = fit.weights();
        summary.put("weights by held-out errors", format("energy %.2f, stress %.2f", w[0], w[2]));
        summary.put("virial offset", format("%.4f eV/atom", fit.coefficients()[basis.size()]));
        summary.put("calibration", fit.calibration().text());
        summary.put("log evidence", format("%.1f", fit.posterior().logEvidence()));
        summary.put("data hash", set.hash());
        return summary;
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
