package org.polymorph.components.surrogate;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.polymorph.engine.config.CampaignSpec.Pool;
import org.polymorph.engine.config.PoolPart.Role;
import org.polymorph.engine.store.CampaignBook.Choice;
import org.polymorph.engine.store.CampaignBook.ClusterReport;
import org.polymorph.engine.store.CandidateFrame;
import org.polymorph.engine.store.ClusterRow;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.ConfigurationException;
import org.polymorph.model.spi.Seed;
import org.polymorph.model.spi.SurrogateModel;
import org.polymorph.surrogate.cluster.Cluster;
import org.polymorph.surrogate.cluster.ClusterIdentities;
import org.polymorph.surrogate.cluster.ClusterPoint;
import org.polymorph.surrogate.cluster.Clustering;
import org.polymorph.surrogate.cluster.Representation;
import org.polymorph.surrogate.property.SavedProperty;
import org.polymorph.surrogate.select.ClusterSelection;
import org.polymorph.surrogate.select.PropertyOrder;
import org.polymorph.surrogate.select.Score;
import org.polymorph.surrogate.select.SelectionCandidate;
import org.polymorph.surrogate.stop.TopKRule;
import org.polymorph.surrogate.stop.Verdict;

/** The steps of the loop that compare crystals: clustering with the stopping rule, and selection. Stateless. */
public final class ChoiceSteps {
    private static final int REPORTED = 50;

    private ChoiceSteps() {}

    /**
     * Clusters the pool and tries the stopping rule on it: the clusters of the last round, their energies by the current model,
     * against those of this round. A cluster keeps its name while it keeps its members.
     */
    public static ClusterReport cluster(ClusterWork work, WorkContext context) {
        SurrogateModel model = work.model().load();
        Representation representation = work.settings().representation();
        Levels levels = Levels.of(work.parts(), work.after());
        List<ClusterPoint> points = context.workers()
                .map(work.after().size(), i -> point(work.after().get(i), representation, model, levels));
        List<Double> reevaluated = context.workers()
                .map(
                        work.before().size(),
                        i -> level(model, work.before().get(i).structure(), work.pressure(), levels));
        List<Cluster> before = before(work.before(), reevaluated);
        List<Cluster> after = ClusterIdentities.carry(before, new Clustering(work.settings()).cluster(points));
        Verdict verdict = work.round() == 0
                ? new Verdict(false, "the first round has nothing to be compared with")
                : judge(work, searched(before, work.before(), levels), searched(after, work.after(), levels));
        return report(
                work,
                after,
                levels,
                work.outlook()
                        .map(asked ->
                                asked.judge(work, before, searched(after, work.after(), levels), verdict, context))
                        .orElse(verdict));
    }

    static ClusterPoint point(
            CandidateFrame frame, Representation representation, SurrogateModel model, Levels levels) {
        Structure structure = frame.structure();
        return new ClusterPoint(
                frame.candidate(),
                representation.of(structure, model),
                levels.of(structure, frame.enthalpy()),
                levels.kind(structure));
    }

    static double level(SurrogateModel model, Structure structure, double pressure, Levels levels) {
        return levels.of(structure, enthalpy(model, structure, pressure));
    }

    // clusters of what is only learned from say nothing of the end of a search
    private static List<Cluster> searched(List<Cluster> clusters, List<CandidateFrame> frames, Levels levels) {
        Set<String> searched = new HashSet<>();
        for (CandidateFrame frame : frames) {
            if (levels.isSearched(frame.structure())) {
                searched.add(frame.candidate());
            }
        }
        return clusters.stream()
                .filter(cluster -> searched.contains(cluster.lowest()))
                .toList();
    }

    static double enthalpy(SurrogateModel model, Structure structure, double pressure) {
        return (model.evaluate(structure).energy() + pressure * structure.volume()) / structure.size();
    }

    // the clusters as they were named in the last round, members ordered by their energies with the current model
    private static List<Cluster> before(List<CandidateFrame> frames, List<Double> energies) {
        Map<String, Double> energyOf = new LinkedHashMap<>();
        Map<String, List<String>> members = new TreeMap<>();
        for (int i = 0; i < frames.size(); i++) {
            String candidate = frames.get(i).candidate();
            energyOf.put(candidate, energies.get(i));
            frames.get(i).cluster().ifPresent(name -> members.computeIfAbsent(name, key -> new ArrayList<>())
                    .add(candidate));
        }
        List<Cluster> clusters = new ArrayList<>();
        members.forEach((name, ids) -> {
            ids.sort(Comparator.comparing((String id) -> energyOf.getOrDefault(id, Double.NaN))
                    .thenComparing(id -> id));
            clusters.add(new Cluster(name, ids, energyOf.getOrDefault(ids.get(0), Double.NaN)));
        });
        return clusters;
    }

    // The rule alone would hold for a pool that its surrogate does not dare to move: the lowest must be minima.
    private static Verdict judge(ClusterWork work, List<Cluster> before, List<Cluster> after) {
        Map<String, CandidateFrame> frames = new LinkedHashMap<>();
        work.after().forEach(frame -> frames.put(frame.candidate(), frame));
        TopKRule rule = rule(work, after);
        for (Cluster cluster : rule.lowest(after)) {
            CandidateFrame lowest = frames.get(cluster.lowest());
            if (lowest != null && !lowest.outcome().equals("converged")) {
                return new Verdict(
                        false,
                        "cluster " + cluster.id() + " among the lowest " + rule.topK() + " is not relaxed yet ("
                                + lowest.outcome() + ")");
            }
        }
        return rule.judge(before, after);
    }

    // what is on the hull shares the lowest level, and each corner of it counts
    private static TopKRule rule(ClusterWork work, List<Cluster> after) {
        long onHull = work.parts().vary(Role.SEARCH)
                ? after.stream().filter(cluster -> cluster.energyPerAtom() <= 0).count()
                : 0;
        return work.rule().atLeast((int) onHull);
    }

    private static ClusterReport report(ClusterWork work, List<Cluster> clusters, Levels levels, Verdict verdict) {
        Map<String, String> assignment = new TreeMap<>();
        clusters.forEach(cluster -> cluster.members().forEach(member -> assignment.put(member, cluster.id())));
        Map<String, Double> enthalpies = new HashMap<>();
        work.after().forEach(frame -> enthalpies.put(frame.candidate(), frame.enthalpy()));
        boolean vary = work.parts().vary(Role.SEARCH);
        List<ClusterRow> rows = new ArrayList<>();
        for (Cluster cluster : searched(clusters, work.after(), levels)) {
            if (rows.size() < REPORTED && Double.isFinite(cluster.energyPerAtom())) {
                rows.add(new ClusterRow(
                        rows.size() + 1,
                        cluster.id(),
                        cluster.lowest(),
                        enthalpies.getOrDefault(cluster.lowest(), Double.NaN),
                        cluster.size(),
                        vary ? Optional.of(cluster.energyPerAtom()) : Optional.empty()));
            }
        }
        boolean stop = verdict.stop() && work.patience() <= 1;
        String reason = verdict.stop() && !stop
                ? verdict.reason() + "; this must hold for " + (work.patience() - 1) + " more rounds"
                : verdict.reason();
        return new ClusterReport(assignment, rows, verdict.stop(), stop, reason);
    }

    /** Chooses what is labelled next: at random in round 0, then by score, at most one a cluster, displaced. */
    public static List<Choice> select(SelectWork work, WorkContext context) {
        if (!work.parts().hasTraining()) {
            return choose(work, context);
        }
        Map<Role, List<CandidateFrame>> roles = work.frames().stream()
                .collect(Collectors.groupingBy(
                        frame -> work.parts().role(frame.structure().composition())));
        int searched = work.model().isEmpty() ? 0 : (int) (work.parts().searchLabels() * work.count());
        List<Choice> choices = new ArrayList<>();
        choices.addAll(
                choose(work.among(roles.getOrDefault(Role.TRAINING, List.of()), work.count() - searched), context));
        choices.addAll(choose(work.among(roles.getOrDefault(Role.SEARCH, List.of()), searched), context));
        return choices;
    }

    private static List<Choice> choose(SelectWork work, WorkContext context) {
        if (work.count() == 0) {
            return List.of();
        }
        return work.model().map(file -> scored(work, file.load(), context)).orElseGet(() -> random(work));
    }

    // of each composition as many as its share of the pool
    private static List<Choice> random(SelectWork work) {
        Map<String, List<CandidateFrame>> compositions = work.frames().stream()
                .collect(Collectors.groupingBy(
                        frame -> frame.structure().composition().toString(), TreeMap::new, Collectors.toList()));
        if (compositions.size() < 2) {
            return drawn(work);
        }
        List<List<CandidateFrame>> groups = List.copyOf(compositions.values());
        List<Integer> counts = Pool.counts(
                Math.min(work.count(), work.frames().size()),
                groups.stream().map(group -> (double) group.size()).toList());
        List<Choice> choices = new ArrayList<>();
        for (int i = 0; i < groups.size(); i++) {
            choices.addAll(drawn(work.among(groups.get(i), counts.get(i))));
        }
        choices.sort(Comparator.comparing(Choice::candidate));
        return choices;
    }

    private static List<Choice> drawn(SelectWork work) {
        List<CandidateFrame> shuffled = new ArrayList<>(work.frames());
        SplittableRandom random = work.seed().split("select").random();
        for (int i = shuffled.size() - 1; i > 0; i--) {
            Collections.swap(shuffled, i, random.nextInt(i + 1));
        }
        return shuffled.stream()
                .limit(work.count())
                .sorted(Comparator.comparing(CandidateFrame::candidate))
                .map(frame -> new Choice(frame.candidate(), frame.structure()))
                .toList();
    }

    private static List<Choice> scored(SelectWork work, SurrogateModel model, WorkContext context) {
        Levels levels = Levels.of(work.parts(), work.frames());
        Set<String> labelled = new LabelledCrystals(model, work.cluster(), work.pressure(), levels)
                .among(work.frames(), work.labelled(), context);
        List<Double> properties = properties(work, levels, context);
        Map<String, CandidateFrame> frames = new LinkedHashMap<>();
        List<SelectionCandidate> candidates = new ArrayList<>();
        List<List<Double>> deviations = deviations(work, model, context);
        for (CandidateFrame frame : work.frames()) {
            frames.put(frame.candidate(), frame);
            candidates.add(new SelectionCandidate(
                    frame.candidate(),
                    frame.cluster().orElse(frame.candidate()),
                    levels.of(frame.structure(), frame.enthalpy()),
                    frame.maxForce(),
                    frame.energyStd(),
                    frame.forceStd(),
                    labelled.contains(frame.candidate()),
                    deviations.get(candidates.size()),
                    frame.structure().volume() / frame.structure().size(),
                    properties.get(candidates.size())));
        }
        Seed seed = work.seed().split("select").split(work.round());
        List<CandidateFrame> chosen = new ClusterSelection(work.score())
                .select(candidates, work.score().ends(work.count()), seed).stream()
                        .map(id -> java.util.Objects.requireNonNull(frames.get(id)))
                        .toList();
        List<Choice> choices = new ArrayList<>();
        chosen.forEach(frame -> choices.add(choice(work, frame, seed)));
        choices.addAll(RelaxationPaths.midway(work, model, chosen, context));
        return choices;
    }

    // of the members of the committee, per atom, for the score that draws from them
    private static List<List<Double>> deviations(SelectWork work, SurrogateModel model, WorkContext context) {
        return context.workers().map(work.frames().size(), i -> {
            Structure structure = work.frames().get(i).structure();
            return work.score().score() == Score.THOMPSON
                    ? Arrays.stream(model.memberDeviations(structure))
                            .mapToObj(deviation -> deviation / structure.size())
                            .toList()
                    : List.of();
        });
    }

    // by the model of one property, for the score that asks it
    private static List<Double> properties(SelectWork work, Levels levels, WorkContext context) {
        Optional<Path> file = work.score().model();
        if (file.isEmpty()) {
            return Collections.nCopies(work.frames().size(), Double.NaN);
        }
        PropertyOrder order = propertyOrder(file.get(), work.score().maximize());
        List<PropertyOrder.Judgement> judged = context.workers()
                .map(work.frames().size(), i -> order.judge(work.frames().get(i).structure(), work.pressure()));
        if (!judged.isEmpty() && judged.stream().allMatch(one -> Double.isNaN(one.value()))) {
            throw new ConfigurationException("select.model: " + file.get() + ": has no estimate for any of the "
                    + judged.size() + " candidates: " + judged.get(0).problem());
        }
        List<Double> values = new ArrayList<>();
        for (int i = 0; i < judged.size(); i++) {
            double value = judged.get(i).value();
            values.add(order.isOfEnergy() ? levels.of(work.frames().get(i).structure(), value) : value);
        }
        return values;
    }

    private static PropertyOrder propertyOrder(Path file, boolean maximize) {
        try {
            return new PropertyOrder(SavedProperty.read(file), maximize);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException("select.model: " + e.getMessage());
        }
    }

    private static Choice choice(SelectWork work, CandidateFrame frame, Seed seed) {
        Structure displaced = work.displacement()
                .apply(frame.structure(), work.round(), work.distances(), seed.split(frame.candidate()));
        return new Choice(frame.candidate(), displaced);
    }
}
