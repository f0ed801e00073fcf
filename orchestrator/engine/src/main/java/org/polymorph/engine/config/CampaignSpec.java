package org.polymorph.engine.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.polymorph.engine.campaign.RetryBudgets;
import org.polymorph.engine.timing.Windows;
import org.polymorph.model.spi.Settings;

/**
 * What a campaign's file asks for. Immutable.
 *
 * @param sections the parts that belong to the learning part, handed on as they stand
 * @param site name of the site its jobs run on
 * @param window when work may be begun
 * @param threads processors used by this process; never changes a result
 */
public record CampaignSpec(
        String name,
        int seed,
        Search search,
        Pool pool,
        Label label,
        Stop stop,
        Calculate calculate,
        Sections sections,
        String site,
        Windows window,
        int threads) {

    /** Lowest clusters that structures can be made from; no more are written down. */
    static final int MOST_PARENTS = 50;

    /** Keys of a campaign that a site's file may set too, as defaults for the campaigns that run there. */
    static final List<String> SECTIONS = List.of(
            "pool",
            "label",
            "surrogate",
            "relax",
            "cluster",
            "select",
            "stop",
            "calculate",
            "seed",
            "window",
            "threads");

    /**
     * What is looked for, and what is learned from.
     *
     * @param pressure in GPa
     */
    public record Search(PoolParts parts, double pressure) {}

    /**
     * Where the structures come from.
     *
     * @param size how many are generated of what is looked for
     * @param seeds files of structures to start from, besides the generated ones
     * @param perRound how many are added in each round after the first
     * @param parents how many structures others are made from
     * @param adaptive whether the shares of what is added follow what the generators have found
     */
    public record Pool(
            int size,
            List<GeneratorSection> generators,
            List<Path> seeds,
            int perRound,
            int parents,
            boolean adaptive) {
        public Pool {
            generators = List.copyOf(generators);
            seeds = List.copyOf(seeds);
        }

        /** Returns the same pool of generated structures alone. */
        public Pool withoutSeeds() {
            return new Pool(size, generators, List.of(), perRound, parents, adaptive);
        }

        /** Returns how many structures each generator makes; together they are {@code size} (largest remainders first). */
        public List<Integer> counts() {
            return counts(size, generators.stream().map(GeneratorSection::share).toList());
        }

        /** Shares out a number of structures, the largest remainders first; at least one share must be above zero. */
        public static List<Integer> counts(int number, List<Double> shares) {
            double total = shares.stream().mapToDouble(Double::doubleValue).sum();
            double[] exact =
                    shares.stream().mapToDouble(share -> number * share / total).toArray();
            int[] counts = new int[exact.length];
            List<Integer> order = new ArrayList<>();
            int left = number;
            for (int i = 0; i < exact.length; i++) {
                order.add(i);
                counts[i] = (int) exact[i];
                left -= counts[i];
            }
            order.sort(Comparator.comparingDouble(i -> counts[i] - exact[i]));
            for (int i = 0; i < left; i++) {
                counts[order.get(i)]++;
            }
            return java.util.Arrays.stream(counts).boxed().toList();
        }
    }

    /**
     * One generator of the pool.
     *
     * @param share of the pool, relative to the other generators' shares
     */
    public record GeneratorSection(String type, double share, Settings settings) {
        /** Returns the whole section, {@code type} and {@code share} among its keys; nothing read yet. */
        @Override
        public Settings settings() {
            return settings.fresh();
        }
    }

    /**
     * How structures become labels.
     *
     * @param perRound new labels a round
     * @param displacementStart length in Å of the random displacement in the first round after the initial one
     * @param displacementFactor by which it shrinks from round to round
     * @param quorum share of a round's jobs that must have ended before it goes on
     */
    public record Label(int perRound, double displacementStart, double displacementFactor, double quorum) {}

    /**
     * When the search ends.
     *
     * @param topK how many of the lowest clusters must be stable
     * @param tolerance eV/atom by which they may move from one round to the next
     * @param apart eV/atom: clusters that lie less apart count as one of them; at least zero
     * @param patience rounds in a row in which they must be stable
     * @param rounds at most
     * @param labels at most
     * @param walltime at most
     * @param coreHours core-hours of jobs at most; infinite where nothing is said
     * @param improvement eV/atom that may still be expected of clusters without a label; empty where nobody asks
     */
    public record Stop(
            int topK,
            double tolerance,
            double apart,
            int patience,
            int rounds,
            int labels,
            Duration walltime,
            double coreHours,
            Optional<Double> improvement) {}

    /**
     * How structures are calculated.
     *
     * @param code name of the DFT code
     * @param labelStage input set of a label
     * @param finalStages input sets of the final relaxation, one after the other
     * @param structuresPerJob of labels; a code may take fewer
     * @param retries how often a calculation that was lost or killed is done once more
     * @param stageSettings by the name of the input set, laid over the settings
     */
    public record Calculate(
            String code,
            String labelStage,
            List<String> finalStages,
            Settings settings,
            int structuresPerJob,
            RetryBudgets retries,
            Map<String, Settings> stageSettings) {
        public Calculate {
            finalStages = List.copyOf(finalStages);
            stageSettings = Map.copyOf(stageSettings);
        }

        /** Returns the settings of one stage; nothing read yet. */
        public Settings settings(String inputSet) {
            Settings own = stageSettings.get(inputSet);
            return own == null ? settings.fresh() : own.over(settings);
        }

        /** Returns {@code calculate.settings}; nothing read yet. */
        @Override
        public Settings settings() {
            return settings.fresh();
        }
    }

    /**
     * Sections whose keys the learning part knows; each call returns a view with nothing read yet.
     *
     * @param prefilter section {@code pool.prefilter}
     */
    public record Sections(Settings surrogate, Settings relax, Settings cluster, Settings select, Settings prefilter) {
        @Override
        public Settings surrogate() {
            return surrogate.fresh();
        }

        @Override
        public Settings relax() {
            return relax.fresh();
        }

        @Override
        public Settings cluster() {
            return cluster.fresh();
        }

        @Override
        public Settings select() {
            return select.fresh();
        }

        @Override
        public Settings prefilter() {
            return prefilter.fresh();
        }
    }

    /**
     * Reads a campaign from the merged tree. Problems are added to the settings; with problems, the record stands for nothing.
     *
     * @param directory what relative paths in the file are relative to
     */
    public static CampaignSpec read(Settings settings, Path directory) {
        return new CampaignReader(settings, directory).read();
    }
}
