package org.polymorph.components.surrogate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.polymorph.engine.config.CampaignSpec.GeneratorSection;
import org.polymorph.engine.config.CampaignSpec.Pool;
import org.polymorph.engine.config.PoolPart;
import org.polymorph.engine.config.PoolPart.Role;
import org.polymorph.engine.store.CampaignBook.Proposal;
import org.polymorph.engine.store.CandidateBirth;
import org.polymorph.engine.store.CandidateFrame;
import org.polymorph.engine.store.PoolChange;
import org.polymorph.model.crystal.Composition;
import org.polymorph.model.spi.ConfigurationException;
import org.polymorph.model.spi.Generator;
import org.polymorph.model.spi.Providers;
import org.polymorph.model.spi.Seed;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.SurrogateModel;
import org.polymorph.model.spi.Variant;
import org.polymorph.model.spi.Variation;
import org.polymorph.model.spi.VariationTask;
import org.polymorph.surrogate.select.PropertyOrder;
import org.polymorph.surrogate.vary.Arm;
import org.polymorph.surrogate.vary.ThompsonShares;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The step of the loop that adds structures to the pool, and leaves out those that are not worth relaxing. Gives the same bits on any
 * number of threads.
 */
public final class ProposalSteps {
    private static final Logger LOG = LoggerFactory.getLogger(ProposalSteps.class);

    /** What a structure found or missed counts a round later: what there is to be found changes. */
    private static final double MEMORY = 0.8;

    private final ProposeWork work;
    private final WorkContext context;
    private final SurrogateModel model;
    private final PoolParents parents;

    private ProposalSteps(ProposeWork work, WorkContext context) {
        this.work = work;
        this.context = context;
        this.model = work.model().load();
        this.parents = new PoolParents(work);
    }

    /** Makes structures from nothing and from the lowest clusters, as many by each generator as its share says. */
    public static PoolChange propose(ProposeWork work, WorkContext context) {
        return work.round() == 0 ? filterGenerated(work, context) : new ProposalSteps(work, context).propose();
    }

    // the labels of round 0 have come, and the pool is not relaxed yet
    private static PoolChange filterGenerated(ProposeWork work, WorkContext context) {
        return filtered(work, context, List.of(), "", (filter, order) -> {
            Set<String> given = work.births().stream()
                    .filter(birth -> !FilterWork.mayGo(birth.origin()))
                    .map(CandidateBirth::candidate)
                    .collect(Collectors.toSet());
            List<CandidateFrame> pool = work.frames().stream()
                    .filter(frame -> !given.contains(frame.candidate()))
                    .toList();
            Map<String, String> left = new TreeMap<>();
            filter.leftOut(pool.stream().map(CandidateFrame::structure).toList(), order, context)
                    .forEach((place, reason) -> left.put(pool.get(place).candidate(), reason));
            return new PoolChange(List.of(), left, "", left.size() + " of " + pool.size() + " left out");
        });
    }

    // With too few labels to learn from everything is kept: the search goes on, only slower.
    private static PoolChange filtered(
            ProposeWork work,
            WorkContext context,
            List<Proposal> added,
            String shares,
            BiFunction<FilterWork, PropertyOrder, PoolChange> filtering) {
        if (work.filter().isEmpty()) {
            return new PoolChange(added, Map.of(), shares, "");
        }
        FilterWork filter = work.filter().get();
        PropertyOrder order;
        try {
            order = filter.order(context);
        } catch (IllegalArgumentException e) {
            if (!filter.filter().learns()) {
                throw new ConfigurationException("pool.prefilter.model: " + e.getMessage());
            }
            LOG.warn("round={} nothing is left out: {}", work.round(), e.getMessage());
            return new PoolChange(added, Map.of(), shares, "nothing left out: " + e.getMessage());
        }
        return filtering.apply(filter, order);
    }

    private PoolChange propose() {
        Pool pool = work.pool();
        List<Arm> arms = arms(PoolGenerators.names(pool));
        Seed seed = work.seed().split("propose").split(work.round());
        List<Integer> counts = counts(pool, arms, seed);
        List<Proposal> added = new ArrayList<>();
        List<ChosenShares.Share> told = new ArrayList<>();
        for (int i = 0; i < counts.size(); i++) {
            Arm arm = arms.get(i);
            List<Proposal> made = make(pool.generators().get(i), arm.name(), counts.get(i), seed.split(arm.name()));
            added.addAll(made);
            told.add(new ChosenShares.Share(
                    arm.name(), made.size(), counts.get(i), arm.found(), arm.found() + arm.missed()));
        }
        String shares = new ChosenShares(pool.adaptive(), told).toString();
        return filtered(work, context, added, shares, (filter, order) -> {
            List<Proposal> marked = filter.mark(added, order, context);
            long left = marked.stream()
                    .filter(proposal -> proposal.leftOut().isPresent())
                    .count();
            return new PoolChange(marked, Map.of(), shares, left + " of " + added.size() + " left out");
        });
    }

    // shared out over what is looked for as the pool was at the beginning
    private List<Proposal> make(GeneratorSection section, String name, int count, Seed seed) {
        boolean varies = PoolGenerators.isVariation(section);
        List<PoolPart> parts = work.parts().of(Role.SEARCH).stream()
                .filter(part -> !varies || PoolGenerators.isVariationFor(part.composition(), settings(section)))
                .toList();
        if (count == 0 || parts.isEmpty()) {
            return List.of();
        }
        List<Integer> counts = Pool.counts(
                count, parts.stream().map(part -> (double) part.size()).toList());
        List<Proposal> made = new ArrayList<>();
        for (int i = 0; i < counts.size(); i++) {
            Composition composition = parts.get(i).composition();
            Seed own = PoolSteps.seed(seed, work.parts(), composition);
            if (counts.get(i) > 0) {
                made.addAll(
                        varies
                                ? vary(section, name, composition, counts.get(i), own)
                                : generate(section, name, composition, counts.get(i), own));
            }
        }
        return made;
    }

    private static List<Integer> counts(Pool pool, List<Arm> arms, Seed seed) {
        return pool.adaptive()
                ? Arrays.stream(ThompsonShares.allocate(arms, pool.perRound(), seed.split("shares")))
                        .boxed()
                        .toList()
                : Pool.counts(pool.perRound(), arms.stream().map(Arm::share).toList());
    }

    private Settings settings(GeneratorSection section) {
        return PoolGenerators.settings(work.pool(), section);
    }

    private List<Proposal> generate(
            GeneratorSection section, String name, Composition composition, int count, Seed seed) {
        Settings own = PoolGenerators.of(composition, PoolSteps.own(section.settings()));
        return Providers.of(Generator.class)
                .get(section.type())
                .generate(composition, count, own, seed, context.workers(), context.progress())
                .stream()
                .map(structure -> new Proposal(structure, name))
                .toList();
    }

    private List<Proposal> vary(GeneratorSection section, String name, Composition composition, int count, Seed seed) {
        Variation variation = Providers.of(Variation.class).get(section.type());
        VariationTask task = new VariationTask(
                composition,
                parents.of(composition, variation),
                model,
                work.pressure(),
                count,
                PoolGenerators.of(composition, settings(section)),
                seed,
                context.workers(),
                context.progress());
        return variation.vary(task).stream()
                .map(variant -> new Proposal(variant.structure(), origin(name, variant)))
                .toList();
    }

    private static String origin(String name, Variant variant) {
        return variant.parents().isEmpty() ? name : name + " of " + String.join(" and ", variant.parents());
    }

    // the first candidate of a cluster that is a parent has found it
    private List<Arm> arms(List<String> names) {
        Set<String> lowest = parents.clusters();
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
