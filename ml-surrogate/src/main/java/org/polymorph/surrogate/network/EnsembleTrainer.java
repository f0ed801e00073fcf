package org.polymorph.surrogate.network;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.spi.LabelledStructure;
import org.polymorph.model.spi.Prediction;
import org.polymorph.model.spi.Seed;
import org.polymorph.model.spi.SurrogateModel;
import org.polymorph.model.spi.TrainingTask;
import org.polymorph.model.spi.Workers;
import org.polymorph.surrogate.calibration.Calibration;
import org.polymorph.surrogate.calibration.HeldOutErrors;

/**
 * Trains an ensemble, one member a task: the result does not depend on the number of threads. Used once; not thread-safe.
 */
final class EnsembleTrainer {
    /** Structures that tell how large what goes into the activations is. */
    private static final int ENOUGH = 32;

    private final Architecture architecture;
    private final NetworkSettings settings;
    private final TrainingTask task;
    private final Workers workers;

    EnsembleTrainer(Architecture architecture, NetworkSettings settings, TrainingTask task) {
        this.architecture = architecture;
        this.settings = settings;
        this.task = task;
        this.workers = task.workers();
    }

    EnsembleModel train() {
        Optional<EnsembleModel.Parameters> before = task.previous().flatMap(this::usable);
        TrainingData data = TrainingData.of(
                task.labels(),
                settings,
                elements -> before.filter(p -> p.elements().equals(elements)).map(EnsembleModel.Parameters::references),
                workers);
        Optional<EnsembleModel.Parameters> start =
                before.filter(p -> p.elements().equals(data.elements()));
        Network network = architecture.network(settings.shape(data.elements().size()));
        List<MemberTrainer.Member> members = members(network, data, start);
        return assemble(data, members, start.isPresent());
    }

    // Only a model of the same kind and the same sizes can be gone on from.
    private Optional<EnsembleModel.Parameters> usable(SurrogateModel model) {
        if (settings.warmStart()
                && model instanceof EnsembleModel ensemble
                && ensemble.architecture().name().equals(architecture.name())) {
            EnsembleModel.Parameters p = ensemble.parameters();
            boolean same = p.settings().shape(1).equals(settings.shape(1))
                    && p.settings().core() == settings.core()
                    && p.members().size() == settings.ensemble();
            return same ? Optional.of(p) : Optional.empty();
        }
        return Optional.empty();
    }

    private List<MemberTrainer.Member> members(
            Network network, TrainingData data, Optional<EnsembleModel.Parameters> start) {
        int epochs = settings.schedule().epochs();
        String inputs = inputs(data, start);
        EpochCounts counts = new EpochCounts(task.progress(), settings.ensemble(), epochs);
        return workers.map(settings.ensemble(), k -> {
            Seed own = task.seed().split("member").split(k);
            MemberTrainer trainer = new MemberTrainer(network, settings, data.training(), data.validation(), own);
            Supplier<double[][]> weights =
                    () -> start.isPresent() ? Blocks.copy(start.get().members().get(k)) : fresh(network, data, own);
            MemberStates states = new MemberStates(task.checkpoint(), inputs, k);
            MemberTrainer.Member member = trainer.train(weights, states, epoch -> counts.at(k, epoch));
            counts.at(k, epochs);
            return member;
        });
    }

    // All that the members depend on, so that no other training goes on from their states.
    private String inputs(TrainingData data, Optional<EnsembleModel.Parameters> start) {
        return String.join(
                "\n",
                architecture.name(),
                settings.toString(),
                data.hash(),
                Arrays.toString(data.references()),
                String.valueOf(task.seed().value()),
                start.map(p -> Blocks.hash(p.members())).orElse("random weights"));
    }

    private static double[][] fresh(Network network, TrainingData data, Seed seed) {
        double[][] weights = network.draw(seed.split("weights").random());
        List<Sample> some =
                data.training().subList(0, Math.min(ENOUGH, data.training().size()));
        network.standardize(Sample.join(some).graph(), weights);
        return weights;
    }

    private EnsembleModel assemble(TrainingData data, List<MemberTrainer.Member> members, boolean warm) {
        List<double[][]> weights =
                members.stream().map(MemberTrainer.Member::weights).toList();
        int width = settings.features();
        EnsembleModel raw = model(data, weights, Calibration.NONE.toArray(), new double[width], new double[width]);
        Moments pooled = new Moments(raw.pooled(data.labels().get(0).structure()).length);
        workers.map(data.labels().size(), s -> raw.pooled(data.labels().get(s).structure()))
                .forEach(pooled::add);
        List<Prediction> predictions = workers.map(
                data.labels().size(), s -> raw.predict(data.labels().get(s).structure()));
        HeldOutErrors training = new HeldOutErrors();
        HeldOutErrors validation = new HeldOutErrors();
        for (int s = 0; s < predictions.size(); s++) {
            LabelledStructure label = data.labels().get(s);
            (data.validationIds().contains(label.id()) ? validation : training)
                    .add(data.consistent(label), predictions.get(s));
        }
        double[] deviations = pooled.variances();
        for (int k = 0; k < deviations.length; k++) {
            deviations[k] = Math.sqrt(deviations[k]);
        }
        EnsembleModel.Parameters parameters = new EnsembleModel.Parameters(
                settings,
                data.elements(),
                data.references(),
                Calibration.fit(validation).toArray(),
                pooled.means(),
                deviations,
                weights);
        return new EnsembleModel(architecture, parameters, summary(data, members, warm, training, validation));
    }

    private EnsembleModel model(
            TrainingData data, List<double[][]> weights, double[] calibration, double[] mean, double[] deviation) {
        List<Element> elements = data.elements();
        EnsembleModel.Parameters parameters = new EnsembleModel.Parameters(
                settings, elements, data.references(), calibration, mean, deviation, weights);
        return new EnsembleModel(architecture, parameters, Map.of());
    }

    private Map<String, String> summary(
            TrainingData data,
            List<MemberTrainer.Member> members,
            boolean warm,
            HeldOutErrors training,
            HeldOutErrors validation) {
        Map<String, String> summary = new LinkedHashMap<>();
        summary.put("labels", String.valueOf(data.labels().size()));
        summary.put("labels left out", String.valueOf(data.leftOut()));
        summary.put("labels for validation", String.valueOf(data.validation().size()));
        summary.put("members", String.valueOf(members.size()));
        int weights = 0;
        for (double[] block : members.get(0).weights()) {
            weights += block.length;
        }
        summary.put("weights a member", String.valueOf(weights));
        summary.put("start", warm ? "from the model of the last round" : "from random weights");
        summary.put(
                "epochs", members.stream().map(m -> String.valueOf(m.epochs())).collect(Collectors.joining(", ")));
        summary.put(
                "training error energy",
                format("%.2f meV/atom", 1000 * training.energy().meanAbsolute()));
        summary.put(
                "training error force", format("%.4f eV/Å", training.forces().meanAbsolute()));
        summary.put(
                "training error stress", format("%.6f eV/Å³", training.stress().meanAbsolute()));
        summary.put(
                "validation error energy",
                format("%.2f meV/atom", 1000 * validation.energy().meanAbsolute()));
        summary.put(
                "validation error force",
                format("%.4f eV/Å", validation.forces().meanAbsolute()));
        summary.put(
                "validation error stress",
                format("%.6f eV/Å³", validation.stress().meanAbsolute()));
        summary.put("virial offset", format("%.4f eV/atom", data.virialOffset()));
        summary.put("calibration", Calibration.fit(validation).text());
        summary.put("data hash", data.hash());
        return summary;
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
