package org.polymorph.components.surrogate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.polymorph.engine.store.CampaignBook.Choice;
import org.polymorph.engine.store.CampaignBook.ClusterReport;
import org.polymorph.engine.store.CandidateFrame;
import org.polymorph.engine.store.ClusterRow;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Seed;
import org.polymorph.model.spi.SurrogateModel;
import org.polymorph.surrogate.cluster.Cluster;
import org.polymorph.surrogate.cluster.ClusterIdentities;
import org.polymorph.surrogate.cluster.ClusterPoint;
import org.polymorph.surrogate.cluster.Clustering;
import org.polymorph.surrogate.cluster.Representation;
import org.polymorph.surrogate.select.ClusterSelection;
import org.polymorph.surrogate.select.Score;
import org.polymorph.surrogate.select.SelectionCandidate;
import org.polymorph.surrogate.stop.Verdict;

/** The steps of the loop that compare crystals: clustering with the stopping rule, and selection. Stateless. */
public final class ChoiceSteps {
    private static final String LABELLED = "labelled/";
    private static final int REPORTED = 50;

    private ChoiceSteps() {}

    /**
     * Clusters the pool and tries the stopping rule on it: the clusters of the last round, their energies by the current model,
     * against those of this round. A cluster keeps its name while it keeps its members.
     */
    public static ClusterReport cluster(ClusterWork work, WorkContext context) {
        SurrogateModel model = work.model().load();
        Representation representation = work.settings().representation();
        List<ClusterPoint> points = context.workers().map(work.after().size(), i -> {
            CandidateFrame frame = work.after().get(i);
            return new ClusterPoint(frame.candidate(), representation.of(frame.structure(), model), frame.enthalpy());
        });
        List<Double> reevaluated = context.workers()
                .map(
                        work.before().size(),
                        i -> enthalpy(model, work.before().get(i).structure(), work.pressure()));
        List<Cluster> before = before(work.before(), reevaluated);
        List<Cluster> after = ClusterIdentities.carry(before, new Clustering(work.settings()).cluster(points));
        Verdict verdict = work.round() == 0
                ? new Verdict(false, "the first round has nothing to be compared with")
                : judge(work, before, after);
        return report(after, verdict, work.patience());
    }

    private static double enthalpy(SurrogateModel model, Structure structure, double pressure) {
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
        for (Cluster cluster : after.stream().limit(work.rule().topK()).toList()) {
            CandidateFrame lowest = frames.get(cluster.lowest());
            if (lowest != null && !lowest.outcome().equals("converged")) {
                return new Verdict(
                        false,
                        "cluster " + cluster.id() + " among the lowest "
                                + work.rule().topK() + " is not relaxed yet (" + lowest.outcome() + ")");
            }
        }
        return work.rule().judge(before, after);
    }

    private static ClusterReport report(List<Cluster> clusters, Verdict verdict, int patience) {
        Map<String, String> assignment = new TreeMap<>();
        List<ClusterRow> rows = new ArrayList<>();
        for (Cluster cluster : clusters) {
            cluster.members().forEach(member -> assignment.put(member, cluster.id()));
            if (rows.size() < REPORTED && Double.isFinite(cluster.energyPerAtom())) {
                rows.add(new ClusterRow(
                        rows.size() + 1, cluster.id(), cluster.lowest(), cluster.energyPerAtom(), cluster.size()));
            }
        }
        boolean stop = verdict.stop() && patience <= 1;
        String reason = verdict.stop() && !stop
                ? verdict.reason() + "; this must hold for " + (patience - 1) + " more rounds"
                : verdict.reason();
        return new ClusterReport(assignment, rows, verdict.stop(), stop, reason);
    }

    /** Chooses what is labelled next: at random in round 0, then by score, at most one a cluster, displaced. */
    public static List<Choice> select(SelectWork work, WorkContext context) {
        return work.model().map(file -> scored(work, file.load(), context)).orElseGet(() -> random(work));
    }

    private static List<Choice> random(SelectWork work) {
        List<CandidateFrame> shuffled = new ArrayList<>(work.frames());
        SplittableRandom random = work.seed().split("select").random();
        for (int i = shuffled.size() - 1; i > 0; i--) {
            java.util.Collections.swap(shuffled, i, random.nextInt(i + 1));
        }
        return shuffled.stream()
                .limit(work.count())
                .sorted(Comparator.comparing(CandidateFrame::candidate))
                .map(frame -> new Choice(frame.candidate(), frame.structure()))
                .toList();
    }

    private static List<Choice> scored(SelectWork work, SurrogateModel model, WorkContext context) {
        Set<String> labelled = labelledNearby(work, model, context);
        Map<String, CandidateFrame> frames = new LinkedHashMap<>();
        List<SelectionCandidate> candidates = new ArrayList<>();
        List<List<Double>> deviations = deviations(work, model, context);
        for (CandidateFrame frame : work.frames()) {
            frames.put(frame.candidate(), frame);
            candidates.add(new SelectionCandidate(
                    frame.candidate(),
                    frame.cluster().orElse(frame.candidate()),
                    frame.enthalpy(),
                    frame.maxForce(),
                    frame.energyStd(),
                    frame.forceStd(),
                    labelled.contains(frame.candidate()),
                    deviations.get(candidates.size())));
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

    private static Choice choice(SelectWork work, CandidateFrame frame, Seed seed) {
        Structure displaced = work.displacement()
                .apply(frame.structure(), work.round(), work.distances(), seed.split(frame.candidate()));
        return new Choice(frame.candidate(), displaced);
    }

    // the candidates that fall into one cluster with a structure around which there is a label
    private static Set<String> labelledNearby(SelectWork work, SurrogateModel model, WorkContext context) {
        Representation representation = work.cluster().representation();
        List<ClusterPoint> points =
                new ArrayList<>(context.workers().map(work.frames().size(), i -> {
                    CandidateFrame frame = work.frames().get(i);
                    return new ClusterPoint(
                            frame.candidate(), representation.of(frame.structure(), model), frame.enthalpy());
                }));
        points.addAll(context.workers().map(work.labelled().size(), i -> {
            Structure structure = work.labelled().get(i);
            return new ClusterPoint(
                    LABELLED + i, representation.of(structure, model), enthalpy(model, structure, work.pressure()));
        }));
        Set<String> nearby = new HashSet<>();
        for (Cluster cluster : new Clustering(work.cluster()).cluster(points)) {
            if (cluster.members().stream().anyMatch(member -> member.startsWith(LABELLED))) {
                nearby.addAll(cluster.members());
            }
        }
        return nearby;
    }
}
