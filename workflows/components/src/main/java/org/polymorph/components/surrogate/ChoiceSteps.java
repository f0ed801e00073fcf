package org.polymorph.components.surrogate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Predicate;
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
import org.polymorph.surrogate.select.SelectionCandidate;
import org.polymorph.surrogate.stop.Verdict;

/** The steps of the loop that compare crystals: clustering with the stopping rule, and selection. Stateless. */
public final class ChoiceSteps {
    private static final String BEFORE = "before/";
    private static final String LABELLED = "labelled/";
    private static final int REPORTED = 50;

    private ChoiceSteps() {}

    /**
     * Clusters the pool and tries the stopping rule. The pools before and after the round are clustered together, so that the
     * same crystal has the same name in both, and get the names of the last round where they are the same crystals.
     */
    public static ClusterReport cluster(ClusterWork work, WorkContext context) {
        SurrogateModel model = work.model().load();
        Representation representation = work.settings().representation();
        List<ClusterPoint> points = new ArrayList<>();
        points.addAll(context.workers().map(work.after().size(), i -> {
            CandidateFrame frame = work.after().get(i);
            return new ClusterPoint(frame.candidate(), representation.of(frame.structure(), model), frame.enthalpy());
        }));
        points.addAll(context.workers().map(work.before().size(), i -> {
            CandidateFrame frame = work.before().get(i);
            return new ClusterPoint(
                    BEFORE + frame.candidate(),
                    representation.of(frame.structure(), model),
                    enthalpy(model, frame.structure(), work.pressure()));
        }));
        List<Cluster> joint = new Clustering(work.settings()).cluster(points);
        List<Cluster> after = named(work.before(), part(joint, points, id -> !id.startsWith(BEFORE)));
        List<Cluster> before = part(joint, points, id -> id.startsWith(BEFORE));
        Verdict verdict = work.round() == 0
                ? new Verdict(false, "the first round has nothing to be compared with")
                : judge(work, renamed(before, joint, after), after);
        return report(after, verdict);
    }

    private static double enthalpy(SurrogateModel model, Structure structure, double pressure) {
        return (model.evaluate(structure).energy() + pressure * structure.volume()) / structure.size();
    }

    // what belongs to one of the two pools, lowest first; clusters without a member of it are left out
    private static List<Cluster> part(List<Cluster> joint, List<ClusterPoint> points, Predicate<String> belongs) {
        Map<String, Double> energies = new LinkedHashMap<>();
        points.forEach(point -> energies.put(point.id(), point.energyPerAtom()));
        List<Cluster> part = new ArrayList<>();
        for (Cluster cluster : joint) {
            List<String> members = cluster.members().stream().filter(belongs).toList();
            if (!members.isEmpty()) {
                part.add(new Cluster(cluster.id(), members, energies.getOrDefault(members.get(0), Double.NaN)));
            }
        }
        part.sort(Comparator.comparingDouble(Cluster::energyPerAtom).thenComparing(Cluster::id));
        return part;
    }

    private static List<Cluster> named(List<CandidateFrame> before, List<Cluster> after) {
        Map<String, List<CandidateFrame>> known = new TreeMap<>();
        for (CandidateFrame frame : before) {
            frame.cluster().ifPresent(name -> known.computeIfAbsent(name, key -> new ArrayList<>())
                    .add(frame));
        }
        List<Cluster> previous = new ArrayList<>();
        known.forEach((name, members) -> {
            members.sort(Comparator.comparingDouble(CandidateFrame::enthalpy).thenComparing(CandidateFrame::candidate));
            previous.add(new Cluster(
                    name,
                    members.stream().map(CandidateFrame::candidate).toList(),
                    members.get(0).enthalpy()));
        });
        return ClusterIdentities.carry(previous, after);
    }

    // gives the clusters of the pool before the names that their crystals have after; one that is gone keeps its own
    private static List<Cluster> renamed(List<Cluster> before, List<Cluster> joint, List<Cluster> after) {
        Map<String, String> nameOfMember = new LinkedHashMap<>();
        after.forEach(cluster -> cluster.members().forEach(member -> nameOfMember.put(member, cluster.id())));
        Map<String, String> names = new LinkedHashMap<>();
        for (Cluster cluster : joint) {
            cluster.members().stream()
                    .filter(nameOfMember::containsKey)
                    .findFirst()
                    .ifPresent(member -> names.put(cluster.id(), nameOfMember.getOrDefault(member, "")));
        }
        return before.stream()
                .map(cluster -> new Cluster(
                        names.getOrDefault(cluster.id(), BEFORE + cluster.id()),
                        cluster.members(),
                        cluster.energyPerAtom()))
                .toList();
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

    private static ClusterReport report(List<Cluster> clusters, Verdict verdict) {
        Map<String, String> assignment = new TreeMap<>();
        List<ClusterRow> rows = new ArrayList<>();
        for (Cluster cluster : clusters) {
            cluster.members().forEach(member -> assignment.put(member, cluster.id()));
            if (rows.size() < REPORTED && Double.isFinite(cluster.energyPerAtom())) {
                rows.add(new ClusterRow(
                        rows.size() + 1, cluster.id(), cluster.lowest(), cluster.energyPerAtom(), cluster.size()));
            }
        }
        return new ClusterReport(assignment, rows, verdict.stop(), verdict.reason());
    }

    /** Chooses what is labelled next: at random in round 0, then by score, at most one a cluster, displaced. */
    public static List<Choice> select(SelectWork work) {
        return work.model().map(file -> scored(work, file.load())).orElseGet(() -> random(work));
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

    private static List<Choice> scored(SelectWork work, SurrogateModel model) {
        Set<String> labelled = labelledNearby(work, model);
        Map<String, CandidateFrame> frames = new LinkedHashMap<>();
        List<SelectionCandidate> candidates = new ArrayList<>();
        for (CandidateFrame frame : work.frames()) {
            frames.put(frame.candidate(), frame);
            candidates.add(new SelectionCandidate(
                    frame.candidate(),
                    frame.cluster().orElse(frame.candidate()),
                    frame.enthalpy(),
                    frame.maxForce(),
                    frame.energyStd(),
                    frame.forceStd(),
                    labelled.contains(frame.candidate())));
        }
        Seed seed = work.seed().split("select").split(work.round());
        return new ClusterSelection(work.score())
                .select(candidates, work.count(), seed).stream()
                        .map(id -> choice(work, java.util.Objects.requireNonNull(frames.get(id)), seed))
                        .toList();
    }

    private static Choice choice(SelectWork work, CandidateFrame frame, Seed seed) {
        Structure displaced = work.displacement()
                .apply(frame.structure(), work.round(), work.distances(), seed.split(frame.candidate()));
        return new Choice(frame.candidate(), displaced);
    }

    // the candidates that fall into one cluster with a structure around which there is a label
    private static Set<String> labelledNearby(SelectWork work, SurrogateModel model) {
        Representation representation = work.cluster().representation();
        List<ClusterPoint> points = new ArrayList<>();
        for (CandidateFrame frame : work.frames()) {
            points.add(
                    new ClusterPoint(frame.candidate(), representation.of(frame.structure(), model), frame.enthalpy()));
        }
        for (int i = 0; i < work.labelled().size(); i++) {
            Structure structure = work.labelled().get(i);
            points.add(new ClusterPoint(
                    LABELLED + i, representation.of(structure, model), enthalpy(model, structure, work.pressure())));
        }
        Set<String> nearby = new HashSet<>();
        for (Cluster cluster : new Clustering(work.cluster()).cluster(points)) {
            if (cluster.members().stream().anyMatch(member -> member.startsWith(LABELLED))) {
                nearby.addAll(cluster.members());
            }
        }
        return nearby;
    }
}
