package org.polymorph.surrogate.external;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.Stress;
import org.polymorph.model.spi.LabelledStructure;
import org.polymorph.model.spi.SurrogateModel;
import org.polymorph.model.spi.TrainingTask;
import org.polymorph.surrogate.ace.AceSurrogate;
import org.polymorph.surrogate.external.ExternalAnswer.Deviations;
import org.polymorph.surrogate.training.ReferenceEnergies;

/** Fits on labels what a program misses of them. Used once; not thread-safe. */
final class ExternalTrainer {
    private final ExternalSettings settings;
    private final TrainingTask task;

    ExternalTrainer(ExternalSettings settings, TrainingTask task) {
        this.settings = settings;
        this.task = task;
    }

    /**
     * Fits.
     *
     * @throws IllegalArgumentException if there are too few labels, or the program refuses them all
     */
    ExternalModel train() {
        // sums must not depend on the order of the labels
        List<LabelledStructure> labels = task.labels().stream()
                .sorted(Comparator.comparing(LabelledStructure::id))
                .toList();
        ExternalProcesses processes = ExternalProcesses.of(settings.command());
        AtomicInteger done = new AtomicInteger();
        List<ExternalAnswer> answers = task.workers().map(labels.size(), s -> {
            ExternalAnswer answer = processes.evaluate(labels.get(s).structure());
            task.progress().at(done.incrementAndGet(), labels.size());
            return answer;
        });
        List<LabelledStructure> differences = new ArrayList<>();
        List<Optional<Deviations>> deviations = new ArrayList<>();
        for (int s = 0; s < labels.size(); s++) {
            if (answers.get(s).refusal().isEmpty()) {
                differences.add(difference(labels.get(s), answers.get(s).evaluation()));
                deviations.add(answers.get(s).deviations());
            }
        }
        int refused = labels.size() - differences.size();
        if (refused > 0 && differences.size() < 2) {
            String reason = answers.stream()
                    .flatMap(answer -> answer.refusal().stream())
                    .findFirst()
                    .orElse("");
            throw new IllegalArgumentException("expected energies of at least 2 labels from "
                    + settings.command().line() + ", but it refused " + refused + " of " + labels.size() + ": "
                    + reason);
        }
        SurrogateModel expansion = new AceSurrogate()
                .train(TrainingTask.of(differences, settings.expansion(), task.seed(), task.workers()));
        return model(differences, deviations, refused, expansion);
    }

    private ExternalModel model(
            List<LabelledStructure> differences,
            List<Optional<Deviations>> deviations,
            int refused,
            SurrogateModel expansion) {
        List<Element> elements = differences.stream()
                .flatMap(label -> label.structure().species().stream())
                .distinct()
                .sorted()
                .toList();
        double[] energies = differences.stream()
                .mapToDouble(label -> label.evaluation().energy())
                .toArray();
        double[] references = ReferenceEnergies.fit(differences, energies, elements);
        Residuals residuals = Residuals.of(differences, deviations, elements, references);
        return new ExternalModel(
                new ExternalModel.Parameters(settings.command(), settings.corrected(), elements, references, residuals),
                expansion,
                summary(differences.size(), refused, residuals, expansion));
    }

    private Map<String, String> summary(int labels, int refused, Residuals residuals, SurrogateModel expansion) {
        Map<String, String> summary = new LinkedHashMap<>();
        summary.put("program", settings.command().line());
        summary.put("labels", String.valueOf(labels));
        summary.put("labels refused by the program", String.valueOf(refused));
        double[] rms = residuals.rms();
        summary.put("program against labels, energy", format("%.2f meV/atom rms, offsets fitted", 1000 * rms[0]));
        summary.put("program against labels, force", format("%.4f eV/Å rms", rms[1]));
        summary.put("program against labels, stress", format("%.6f eV/Å³ rms", rms[2]));
        if (settings.corrected()) {
            expansion.summary().forEach((key, value) -> summary.put("correction: " + key, value));
        } else {
            double[] c = residuals.factors();
            summary.put("correction", "none");
            summary.put("calibration", format("energy %.2f, force %.2f, stress %.2f", c[0], c[1], c[2]));
        }
        return summary;
    }

    private static LabelledStructure difference(LabelledStructure label, Evaluation answer) {
        Evaluation truth = label.evaluation();
        double[] forces = truth.forces();
        double[] other = answer.forces();
        for (int k = 0; k < forces.length; k++) {
            forces[k] -= other[k];
        }
        double[] stress = truth.stress().toVoigt();
        double[] otherStress = answer.stress().toVoigt();
        for (int k = 0; k < stress.length; k++) {
            stress[k] -= otherStress[k];
        }
        return new LabelledStructure(
                label.id(),
                label.structure(),
                new Evaluation(truth.energy() - answer.energy(), forces, Stress.ofVoigt(stress)));
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
