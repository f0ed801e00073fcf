package org.polymorph.components.surrogate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.polymorph.engine.config.CampaignSpec.GeneratorSection;
import org.polymorph.engine.config.CampaignSpec.Pool;
import org.polymorph.engine.store.CampaignBook.Proposal;
import org.polymorph.engine.store.CandidateBirth;
import org.polymorph.engine.store.CandidateFrame;
import org.polymorph.engine.store.ClusterRow;
import org.polymorph.model.spi.Generator;
import org.polymorph.model.spi.Parent;
import org.polymorph.model.spi.Providers;
import org.polymorph.model.spi.Seed;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.SurrogateModel;
import org.polymorph.model.spi.Variant;
import org.polymorph.model.spi.Variation;
import org.polymorph.model.spi.VariationTask;
import org.polymorph.surrogate.vary.Arm;
import org.polymorph.surrogate.vary.ThompsonShares;

/** The step of the loop that adds structures to the pool. Gives the same bits on any number of threads. */
public final class ProposalSteps {
    /** What a structure found or missed counts a round later: what there is to be found changes. */
    private static final double MEMORY = 0.8;

    /**
     * Parents differ by more, eV per atom. A basin with a flat floor has many crystals that are all the same to a search: as
     * parents they would leave no room for any other, and what adds one more of them has found nothing.
     */
    private static final double LEVEL = 0.002;

    private final ProposeWork work;
    private final WorkContext context;
    private final SurrogateModel model;
    private final List<Parent> parents;

    private ProposalSteps(ProposeWork work, WorkContext context) {
        this.work = work;
        this.context = context;
        this.model = work.model().load();
        this.parents = parents(work);
    }

    /** Makes structures from nothing and from the lowest clusters, as many by each generator as its share says. */
    public static Proposals propose(ProposeWork work, WorkContext context) {
        return new ProposalSteps(work, context).propose();
    }

    private Proposals propose() {
        Pool pool = work.pool();
        List<Arm> arms = arms(work, PoolGenerators.names(pool));
        Seed seed = work.seed().split("propose").split(work.round());
        List<Integer> counts = counts(pool, arms, seed);
        List<Proposal> added = new ArrayList<>();
        List<String> told = new ArrayList<>();
        for (int i = 0; i < counts.size(); i++) {
            Arm arm = arms.get(i);
            List<Proposal> made = make(pool.generators().get(i), arm.name(), counts.get(i), seed.split(arm.name()));
            added.addAll(made);
            told.add(text(arm, counts.get(i), made.size()));
        }
        return new Proposals(added, (pool.adaptive() ? "adaptive: " : "fixed: ") + String.join("; ", told));
    }

    private List<Proposal> make(GeneratorSection section, String name, int count, Seed seed) {
        if (count == 0) {
            return List.of();
        }
        return PoolGenerators.isVariation(section)
                ? vary(section, name, count, seed)
                : generate(section, name, count, seed);
    }

    private static String text(Arm arm, int asked, int made) {
        return String.format(
                Locale.ROOT,
                "%s %d%s (found %.1f of %.1f)",
                arm.name(),
                made,
                made < asked ? " of " + asked : "",
                arm.found(),
                arm.found() + arm.missed());
    }

    private static List<Integer> counts(Pool pool, List<Arm> arms, Seed seed) {
        return pool.adaptive()
                ? Arrays.stream(ThompsonShares.allocate(arms, pool.perRound(), seed.split("shares")))
                        .boxed()
                        .toList()
                : Pool.counts(pool.perRound(), arms.stream().map(Arm::share).toList());
    }

    private List<Proposal> generate(GeneratorSection section, String name, int count, Seed seed) {
        Settings own = PoolSteps.own(section.settings());
        return Providers.of(Generator.class)
                .get(section.type())
                .generate(work.composition(), count, own, seed, context.workers(), context.progress())
                .stream()
                .map(structure -> new Proposal(structure, name))
                .toList();
    }

    private List<Proposal> vary(GeneratorSection section, String name, int count, Seed seed) {
        VariationTask task = new VariationTask(
                work.composition(),
                parents,
                model,
                work.pressure(),
                count,
                PoolGenerators.settings(work.pool(), section),
                seed,
                context.workers(),
                context.progress());
        return Providers.of(Variation.class).get(section.type()).vary(task).stream()
                .map(variant -> new Proposal(variant.structure(), origin(name, variant)))
                .toList();
    }

    private static String origin(String name, Variant variant) {
        return variant.parents().isEmpty() ? name : name + " of " + String.join(" and ", variant.parents());
    }

    // the lowest of each of the lowest levels; one whose lowest was rejected has none
    private static List<Parent> parents(ProposeWork work) {
        Map<String, CandidateFrame> frames =
                work.frames().stream().collect(Collectors.toMap(CandidateFrame::candidate, frame -> frame));
        List<Parent> parents = new ArrayList<>();
        for (ClusterRow cluster : lowest(work)) {
            CandidateFrame frame = frames.get(cluster.candidate());
            if (frame != null) {
                parents.add(new Parent(frame.candidate(), frame.structure(), cluster.enthalpy()));
            }
        }
        return parents;
    }

    private static List<ClusterRow> lowest(ProposeWork work) {
        List<ClusterRow> levels = new ArrayList<>();
        double last = Double.NEGATIVE_INFINITY;
        for (ClusterRow cluster : work.lowest()) {
            if (levels.size() < work.pool().parents() && cluster.enthalpy() - last > LEVEL) {
                levels.add(cluster);
                last = cluster.enthalpy();
            }
        }
        return levels;
    }

    // the first candidate of one of the lowest clusters has found it
    private static List<Arm> arms(ProposeWork work, List<String> names) {
        Set<String> lowest = lowest(work).stream().map(ClusterRow::id).collect(Collectors.toSet());
        Map<String, String> clusters = new HashMap<>();
        work.frames().forEach(frame -> frame.cluster().ifPresent(cluster -> clusters.put(frame.candidate(), cluster)));
        Set<String> known = new HashSet<>();
        Map<String, double[]> results = new TreeMap<>();
        for (CandidateBirth birth : work.births()) {
            String cluster = clusters.getOrDefault(birth.candidate(), "");
            boolean found = lowest.contains(cluster) && known.add(cluster);
            double weight = Math.pow(MEMORY, work.round() - 1.0 - birth.round());
            String name = birth.origin().split(" of ", 2)[0];
            results.computeIfAbsent(name, key -> new double[2])[found ? 0 : 1] += weight;
        }
        List<Arm> arms = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            double[] result = results.getOrDefault(names.get(i), new double[2]);
            arms.add(new Arm(names.get(i), work.pool().generators().get(i).share(), result[0], result[1]));
        }
        return arms;
    }
}
