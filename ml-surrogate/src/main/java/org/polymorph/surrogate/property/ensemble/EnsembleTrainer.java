package org.polymorph.surrogate.property.ensemble;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.spi.PropertyEstimate;
import org.polymorph.model.spi.PropertyTask;
import org.polymorph.model.spi.Seed;
import org.polymorph.surrogate.network.MemberState;
import org.polymorph.surrogate.network.MemberStates;
import org.polymorph.surrogate.property.MemberSpread;
import org.polymorph.surrogate.property.PropertyLabels;

/**
 * Trains an ensemble, one member a task, so that the result does not depend on the number of threads. The same labels are kept
 * apart for all members; their errors tell when to stop and how far estimates are off. Used once; not thread-safe.
 */
final class EnsembleTrainer<G> {
    /** So many labels are needed. */
    static final int FEWEST = 20;

    private final EnsembleSettings settings;
    private final PropertyTask task;
    private final PropertyNetwork<G> network;
    private final String kind;

    /**
     * Makes a trainer.
     *
     * @param kind all that a network depends on, for the checkpoint
     */
    EnsembleTrainer(EnsembleSettings settings, PropertyTask task, PropertyNetwork<G> network, String kind) {
        this.settings = settings;
        this.task = task;
        this.network = network;
        this.kind = kind;
    }

    /** What comes out, with facts for people. */
    record Trained(Ensemble ensemble, Map<String, String> summary) {}

    /**
     * Trains.
     *
     * @param crystals those of the labels, in their order
     */
    Trained train(PropertyLabels labels, List<G> crystals) {
        double[] values = labels.values();
        double mean = labels.mean();
        double deviation = Math.sqrt(Arrays.stream(values)
                .map(v -> (v - mean) * (v - mean))
                .average()
                .orElseThrow());
        double[] targets =
                Arrays.stream(values).map(v -> (v - mean) / deviation).toArray();
        Samples<G> all = new Samples<>(crystals, targets);
        int[] order = order(values.length);
        int held = Math.max(2, (int) Math.round(settings.validation() * order.length));
        Samples<G> validation = all.some(Arrays.copyOf(order, held));
        Samples<G> training = all.some(Arrays.copyOfRange(order, held, order.length));
        List<MemberState> members = members(labels, training, validation);
        Ensemble raw = new Ensemble(
                mean,
                deviation,
                MemberSpread.ALONE,
                members.stream().map(member -> member.best).toList());
        Ensemble calibrated = calibrated(raw, validation);
        return new Trained(calibrated, summary(labels, members, calibrated, training, validation));
    }

    private int[] order(int n) {
        int[] order = IntStream.range(0, n).toArray();
        SplittableRandom random = task.seed().split("validation").random();
        for (int i = n - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int kept = order[i];
            order[i] = order[j];
            order[j] = kept;
        }
        return order;
    }

    private List<MemberState> members(PropertyLabels labels, Samples<G> training, Samples<G> validation) {
        String inputs = String.join(
                "\n", kind, settings.toString(), labels.hash(), "" + task.seed().value());
        int[] done = new int[settings.ensemble()];
        return task.workers().map(settings.ensemble(), m -> {
            Seed own = task.seed().split("member").split(m);
            MemberTrainer<G> trainer = new MemberTrainer<>(network, settings, training, validation, own);
            MemberState state =
                    trainer.train(new MemberStates(task.checkpoint(), inputs, m), epoch -> tell(done, m, epoch));
            tell(done, m, settings.epochs());
            return state;
        });
    }

    // in epochs, all of them for a member that stops early
    private void tell(int[] done, int member, int epoch) {
        int sum;
        synchronized (done) {
            done[member] = epoch;
            sum = Arrays.stream(done).sum();
        }
        task.progress().at(sum, done.length * settings.epochs());
    }

    private Ensemble calibrated(Ensemble raw, Samples<G> validation) {
        double square = 0;
        double variance = 0;
        for (int s = 0; s < validation.size(); s++) {
            PropertyEstimate estimate =
                    raw.estimate(network, validation.crystals().get(s));
            double error = estimate.value()
                    - raw.labelMean()
                    - raw.labelDeviation() * validation.targets()[s];
            square += error * error / validation.size();
            variance += estimate.std() * estimate.std() / validation.size();
        }
        return raw.calibrated(MemberSpread.explaining(square, variance));
    }

    private double error(Ensemble ensemble, Samples<G> samples) {
        double sum = 0;
        for (int s = 0; s < samples.size(); s++) {
            double truth = ensemble.labelMean() + ensemble.labelDeviation() * samples.targets()[s];
            double found = ensemble.estimate(network, samples.crystals().get(s)).value();
            sum += Math.abs(found - truth) / samples.size();
        }
        return sum;
    }

    private Map<String, String> summary(
            PropertyLabels labels,
            List<MemberState> members,
            Ensemble ensemble,
            Samples<G> training,
            Samples<G> validation) {
        Map<String, String> summary = new LinkedHashMap<>();
        summary.put("property", task.property());
        summary.put("labels", String.valueOf(labels.size()));
        summary.put("labels for validation", String.valueOf(validation.size()));
        summary.put(
                "elements",
                String.join(
                        ", ", labels.elements().stream().map(Element::symbol).toList()));
        summary.put("members", String.valueOf(members.size()));
        int weights = Arrays.stream(members.get(0).best)
                .mapToInt(block -> block.length)
                .sum();
        summary.put("weights a member", String.valueOf(weights));
        summary.put(
                "epochs",
                members.stream().map(member -> String.valueOf(member.epoch)).collect(Collectors.joining(", ")));
        summary.put("training MAE", format(error(ensemble, training)));
        summary.put("validation MAE", format(error(ensemble, validation)));
        summary.put("MAE of the mean", format(labels.meanDeviation()));
        summary.put("data hash", labels.hash());
        return summary;
    }

    private static String format(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }
}
