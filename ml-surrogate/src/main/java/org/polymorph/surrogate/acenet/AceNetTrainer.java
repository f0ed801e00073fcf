package org.polymorph.surrogate.acenet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.NeighborList;
import org.polymorph.model.spi.LabelledStructure;
import org.polymorph.model.spi.Seed;
import org.polymorph.model.spi.TrainingTask;
import org.polymorph.surrogate.ace.AtomScan;
import org.polymorph.surrogate.ace.AtomicInvariants;
import org.polymorph.surrogate.ace.LinearFolds;
import org.polymorph.surrogate.calibration.Calibration;
import org.polymorph.surrogate.calibration.HeldOutErrors;
import org.polymorph.surrogate.training.TrainingSet;

/**
 * Trains an ensemble: linear fits with one fold left out each, and from there on networks, one member a task, so that the
 * result does not depend on the number of threads. Used once; not thread-safe.
 */
final class AceNetTrainer {

    /** What the derivatives of all labels may take in memory, bytes; where they would take more, there are fewer directions. */
    private static final long DERIVATIVES = 768L << 20;

    /**
     * Noise of energies (eV/atom) beside that of forces (eV/Å), Å, at most. The linear fit takes for noise what it cannot
     * express: in large cells, where one energy stands beside hundreds of forces, it gives energies up, and networks need not.
     */
    private static final double ENERGY_BESIDE_FORCE = 0.1;

    private final AceNetSettings settings;
    private final TrainingTask task;

    AceNetTrainer(AceNetSettings settings, TrainingTask task) {
        this.settings = settings;
        this.task = task;
    }

    AceNetModel train() {
        TrainingSet set = TrainingSet.of(task.labels());
        int fewest = settings.fewestLabels();
        if (set.labels().size() < fewest) {
            throw new IllegalArgumentException("an ensemble of " + settings.ensemble() + " networks needs at least "
                    + fewest + " labels, found " + set.labels().size());
        }
        AtomicInvariants invariants = settings.invariants(set.elements());
        Labels labels = Labels.of(set, invariants, settings.core());
        LinearFolds linear = LinearFolds.fit(
                invariants,
                labels.rest(),
                labels.all().stream().map(LabelledStructure::evaluation).toList(),
                settings.ensemble(),
                task.workers());
        Projection[] projections = projections(labels, invariants, linear);
        List<Sample> samples = samples(labels, invariants, projections, linear);
        Networks networks = settings.networks(projections[0].width(), projections.length);
        List<MemberTrainer.Member> members = members(networks, projections, linear, samples, inputs(set));
        HeldOutErrors heldOut = heldOut(networks, members, samples);
        return assemble(set, labels, invariants, projections, members, linear, heldOut);
    }

    private Projection[] projections(Labels labels, AtomicInvariants invariants, LinearFolds linear) {
        int size = invariants.size();
        List<double[]> values =
                task.workers().map(labels.size(), s -> values(labels.all().get(s), invariants));
        Projection[] projections = new Projection[invariants.elements().size()];
        int width = directions(labels, invariants);
        for (int z = 0; z < projections.length; z++) {
            Element element = invariants.elements().get(z);
            double[] rows = new double[labels.atoms() * size];
            int count = 0;
            for (int s = 0; s < labels.size(); s++) {
                List<Element> species = labels.all().get(s).structure().species();
                for (int i = 0; i < species.size(); i++) {
                    if (species.get(i) == element) {
                        System.arraycopy(values.get(s), i * size, rows, count++ * size, size);
                    }
                }
            }
            int from = z * (size + 1) + 1;
            double[] priors = Arrays.copyOfRange(linear.widths(), from, from + size);
            projections[z] = Projection.of(rows, count, priors, width);
        }
        return projections;
    }

    private static double[] values(LabelledStructure label, AtomicInvariants invariants) {
        NeighborList neighbors = NeighborList.of(label.structure(), invariants.cutoff());
        int[] species = invariants.species(label.structure());
        AtomScan scan = invariants.scan();
        double[] values = new double[species.length * invariants.size()];
        for (int i = 0; i < species.length; i++) {
            scan.values(neighbors, species, i);
            System.arraycopy(scan.values(), 0, values, i * invariants.size(), invariants.size());
        }
        return values;
    }

    private int directions(Labels labels, AtomicInvariants invariants) {
        long rows = 0;
        for (LabelledStructure label : labels.all()) {
            NeighborList neighbors = NeighborList.of(label.structure(), invariants.cutoff());
            int atoms = label.structure().size();
            for (int i = 0; i < atoms; i++) {
                rows += 6 + 3L * Math.min(atoms, neighbors.start(i + 1) - neighbors.start(i));
            }
        }
        long most = Math.max(2, DERIVATIVES / (Float.BYTES * rows));
        return (int) Math.min(most, Math.min(settings.directions(), invariants.size()));
    }

    private List<Sample> samples(
            Labels labels, AtomicInvariants invariants, Projection[] projections, LinearFolds linear) {
        double offset = Arrays.stream(linear.virialOffsets()).average().orElseThrow();
        double[] noise = noise(linear);
        ThreadLocal<ProjectedScan> scans = ThreadLocal.withInitial(() -> new ProjectedScan(invariants, projections));
        return task.workers().map(labels.size(), s -> {
            Surroundings surroundings = scans.get().look(labels.all().get(s).structure());
            return labels.sample(s, surroundings, offset, noise);
        });
    }

    private double[] noise(LinearFolds linear) {
        double[] noise = linear.noise();
        AceNetSettings.Weights weights = settings.weights();
        return new double[] {
            Math.min(noise[0], ENERGY_BESIDE_FORCE * noise[1]) / Math.sqrt(weights.energy()),
            noise[1] / Math.sqrt(weights.force()),
            noise[2] / Math.sqrt(weights.stress())
        };
    }

    private List<MemberTrainer.Member> members(
            Networks networks, Projection[] projections, LinearFolds linear, List<Sample> samples, String inputs) {
        int folds = settings.ensemble();
        int total = 0;
        for (int k = 0; k < folds; k++) {
            total += settings.steps(Folds.part(samples, folds, k, false).size());
        }
        int all = total;
        AtomicInteger done = new AtomicInteger();
        return task.workers().map(folds, k -> {
            Seed own = task.seed().split("member").split(k);
            MemberTrainer trainer = new MemberTrainer(
                    settings,
                    networks,
                    Folds.part(samples, folds, k, false),
                    Folds.part(samples, folds, k, true),
                    own.split("batches").random());
            int steps = settings.steps(Folds.part(samples, folds, k, false).size());
            return trainer.train(
                    () -> networks.draw(
                            z -> own.split("weights").split(z).random(),
                            linear(projections, linear.coefficients().get(k))),
                    new MemberStates(task.checkpoint(), inputs, k, steps),
                    more -> task.progress().at(done.addAndGet(more), all));
        });
    }

    // All that the members depend on, so that no other training goes on from their states.
    private String inputs(TrainingSet set) {
        return String.join(
                "\n",
                AceNetSurrogate.NAME,
                settings.toString(),
                set.hash(),
                task.seed().toString());
    }

    private static double[][] linear(Projection[] projections, double[] coefficients) {
        double[][] linear = new double[projections.length][];
        Arrays.setAll(linear, z -> projections[z].linear(coefficients, z * (projections[z].size() + 1)));
        return linear;
    }

    private HeldOutErrors heldOut(Networks networks, List<MemberTrainer.Member> members, List<Sample> samples) {
        HeldOutErrors heldOut = new HeldOutErrors();
        List<List<double[]>> predictions = task.workers().map(samples.size(), s -> {
            Loss loss = new Loss(networks);
            List<double[]> all = new ArrayList<>();
            for (MemberTrainer.Member member : members) {
                all.add(loss.predict(List.of(samples.get(s)), member.weights())[0]);
            }
            return all;
        });
        for (int s = 0; s < samples.size(); s++) {
            heldOut.add(
                    HeldOut.evaluation(samples.get(s).target()),
                    HeldOut.prediction(predictions.get(s), s % members.size()));
        }
        return heldOut;
    }

    private AceNetModel assemble(
            TrainingSet set,
            Labels labels,
            AtomicInvariants invariants,
            Projection[] projections,
            List<MemberTrainer.Member> members,
            LinearFolds linear,
            HeldOutErrors heldOut) {
        List<double[][]> weights = members.stream()
                .map(member -> FoldedNetwork.fold(member.weights(), projections))
                .toList();
        double[][] pooled = invariants.pooledStatistics(set);
        return new AceNetModel(
                new AceNetModel.Parameters(
                        settings,
                        set.elements(),
                        labels.baseline().references(),
                        Calibration.fit(heldOut).toArray(),
                        pooled[0],
                        pooled[1],
                        weights),
                invariants,
                summary(set, projections, members, linear, heldOut));
    }

    private Map<String, String> summary(
            TrainingSet set,
            Projection[] projections,
            List<MemberTrainer.Member> members,
            LinearFolds linear,
            HeldOutErrors heldOut) {
        Map<String, String> summary = new LinkedHashMap<>();
        summary.put("labels", String.valueOf(set.labels().size()));
        summary.put("labels left out", String.valueOf(set.dropped()));
        summary.put("invariants", String.valueOf(projections[0].size()));
        summary.put("directions", String.valueOf(projections[0].width()));
        summary.put("members", String.valueOf(members.size()));
        int count =
                Arrays.stream(members.get(0).weights()).mapToInt(b -> b.length).sum();
        summary.put("weights a member", String.valueOf(count));
        summary.put(
                "best steps",
                members.stream().map(m -> String.valueOf(m.step())).collect(Collectors.joining(", ")));
        summary.put(
                "held-out loss over that of the linear fit",
                members.stream().map(m -> format("%.2f", m.loss() / m.start())).collect(Collectors.joining(", ")));
        summary.put(
                "held-out error energy",
                format("%.2f meV/atom", 1000 * heldOut.energy().meanAbsolute()));
        summary.put("held-out error force", format("%.4f eV/Å", heldOut.forces().meanAbsolute()));
        summary.put(
                "held-out error stress", format("%.6f eV/Å³", heldOut.stress().meanAbsolute()));
        summary.put("noise energy", format("%.2f meV/atom", 1000 * linear.noise()[0]));
        summary.put("noise force", format("%.4f eV/Å", linear.noise()[1]));
        summary.put("noise virial", format("%.4f eV/atom", linear.noise()[2]));
        summary.put("calibration", Calibration.fit(heldOut).text());
        summary.put("data hash", set.hash());
        return summary;
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
