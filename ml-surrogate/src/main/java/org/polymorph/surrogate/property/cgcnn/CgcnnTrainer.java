package org.polymorph.surrogate.property.cgcnn;

import java.util.ArrayList;
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
import org.polymorph.model.spi.Workers;
import org.polymorph.surrogate.network.MemberState;
import org.polymorph.surrogate.network.MemberStates;
import org.polymorph.surrogate.property.PropertyLabels;

/**
 * Trains an ensemble, one member a task, so that the result does not depend on the number of threads. The same labels are kept
 * apart for all members; their errors tell when to stop and how far estimates are off. Used once; not thread-safe.
 */
final class CgcnnTrainer {
    private static final int FEWEST = 20;

    private final CgcnnSettings settings;
    private final PropertyTask task;

    CgcnnTrainer(CgcnnSettings settings, PropertyTask task) {
        this.settings = settings;
        this.task = task;
    }

    CgcnnModel train() {
        PropertyLabels labels = PropertyLabels.of(task.labels(), FEWEST);
        List<Element> elements = labels.elements();
        Workers workers = task.workers();
        List<CrystalGraph> graphs = workers.map(
                labels.size(),
                i -> CrystalGraph.of(
                        labels.labels().get(i).structure(), elements, settings.neighbors(), settings.shape()));
        double[] values = labels.values();
        double mean = labels.mean();
        double deviation = Math.sqrt(Arrays.stream(values)
                .map(v -> (v - mean) * (v - mean))
                .average()
                .orElseThrow());
        double[] targets =
                Arrays.stream(values).map(v -> (v - mean) / deviation).toArray();
        int[] order = order(values.length);
        int held = Math.max(2, (int) Math.round(settings.validation() * order.length));
        Samples validation = samples(graphs, targets, Arrays.copyOf(order, held));
        Samples training = samples(graphs, targets, Arrays.copyOfRange(order, held, order.length));
        List<MemberState> members = members(labels, elements.size(), training, validation);
        CgcnnModel.Parameters raw = new CgcnnModel.Parameters(
                settings.shape(),
                settings.neighbors(),
                elements,
                mean,
                deviation,
                0,
                1,
                members.stream().map(member -> member.best).toList());
        CgcnnModel.Parameters calibrated = calibrated(raw, validation);
        return new CgcnnModel(task.property(), calibrated, summary(labels, members, calibrated, training, validation));
    }

    private static Samples samples(List<CrystalGraph> graphs, double[] targets, int[] indices) {
        return new Samples(
                IntStream.of(indices).mapToObj(graphs::get).toList(),
                IntStream.of(indices).mapToDouble(i -> targets[i]).toArray());
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

    private List<MemberState> members(PropertyLabels labels, int species, Samples training, Samples validation) {
        CrystalNetwork network = new CrystalNetwork(settings.shape(), settings.neighbors(), species);
        String inputs = String.join(
                "\n", settings.toString(), labels.hash(), "" + task.seed().value());
        int[] done = new int[settings.ensemble()];
        return task.workers().map(settings.ensemble(), m -> {
            Seed own = task.seed().split("member").split(m);
            MemberTrainer trainer = new MemberTrainer(network, settings, training, validation, own);
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

    // half of the mean square error stands everywhere, half goes with the deviation of the members
    private CgcnnModel.Parameters calibrated(CgcnnModel.Parameters raw, Samples validation) {
        CgcnnModel model = new CgcnnModel(task.property(), raw, Map.of());
        double square = 0;
        double variance = 0;
        for (int s = 0; s < validation.size(); s++) {
            PropertyEstimate estimate = model.predict(validation.graphs().get(s));
            double error = estimate.value()
                    - raw.labelMean()
                    - raw.labelDeviation() * validation.targets()[s];
            square += error * error / validation.size();
            variance += estimate.std() * estimate.std() / validation.size();
        }
        return variance > 0
                ? raw.calibrated(Math.sqrt(square / 2), Math.sqrt(square / (2 * variance)))
                : raw.calibrated(Math.sqrt(square), 0);
    }

    private double error(CgcnnModel model, Samples samples) {
        double sum = 0;
        for (int s = 0; s < samples.size(); s++) {
            CgcnnModel.Parameters p = model.parameters();
            double truth = p.labelMean() + p.labelDeviation() * samples.targets()[s];
            sum += Math.abs(model.predict(samples.graphs().get(s)).value() - truth) / samples.size();
        }
        return sum;
    }

    private Map<String, String> summary(
            PropertyLabels labels,
            List<MemberState> members,
            CgcnnModel.Parameters parameters,
            Samples training,
            Samples validation) {
        CgcnnModel model = new CgcnnModel(task.property(), parameters, Map.of());
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
        summary.put("training MAE", format(error(model, training)));
        summary.put("validation MAE", format(error(model, validation)));
        summary.put("MAE of the mean", format(labels.meanDeviation()));
        summary.put("data hash", labels.hash());
        return summary;
    }

    private static String format(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }

    /**
     * Crystals with what the network is to say of them.
     *
     * @param targets labels about their mean in their deviation
     */
    record Samples(List<CrystalGraph> graphs, double[] targets) {
        Samples {
            graphs = List.copyOf(graphs);
        }

        int size() {
            return targets.length;
        }

        /** Returns some of these in batches, in an order. */
        List<Batch> batches(int size, int[] order) {
            List<Batch> batches = new ArrayList<>();
            for (int from = 0; from < order.length; from += size) {
                int[] part = Arrays.copyOfRange(order, from, Math.min(order.length, from + size));
                batches.add(new Batch(
                        CrystalGraph.join(
                                IntStream.of(part).mapToObj(graphs::get).toList()),
                        IntStream.of(part).mapToDouble(i -> targets[i]).toArray()));
            }
            return batches;
        }
    }

    /** Crystals side by side. */
    record Batch(CrystalGraph graph, double[] targets) {}
}
