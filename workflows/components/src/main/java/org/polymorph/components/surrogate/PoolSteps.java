package org.polymorph.components.surrogate;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.polymorph.engine.config.CampaignSpec.GeneratorSection;
import org.polymorph.engine.config.CampaignSpec.Pool;
import org.polymorph.engine.config.PoolPart;
import org.polymorph.engine.config.PoolParts;
import org.polymorph.engine.store.CampaignBook.Proposal;
import org.polymorph.engine.store.CandidateFrame;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.Composition;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.format.StructureFiles;
import org.polymorph.model.format.StructureFormatException;
import org.polymorph.model.spi.ConfigurationException;
import org.polymorph.model.spi.Generator;
import org.polymorph.model.spi.LabelledStructure;
import org.polymorph.model.spi.Prediction;
import org.polymorph.model.spi.Providers;
import org.polymorph.model.spi.Seed;
import org.polymorph.model.spi.Settings;
import org.polymorph.model.spi.Surrogate;
import org.polymorph.model.spi.SurrogateModel;
import org.polymorph.model.spi.TrainingTask;
import org.polymorph.surrogate.calibration.HeldOutErrors;
import org.polymorph.surrogate.calibration.HeldOutSummary;
import org.polymorph.surrogate.relax.BatchRelaxer;
import org.polymorph.surrogate.relax.RelaxOutcome;
import org.polymorph.surrogate.relax.Relaxation;
import org.polymorph.surrogate.relax.Relaxer;
import org.polymorph.surrogate.training.RepeatedLabels;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The steps of the loop that make, learn and relax. Stateless; each gives the same bits on any number of threads. */
public final class PoolSteps {
    private static final Logger LOG = LoggerFactory.getLogger(PoolSteps.class);

    private PoolSteps() {}

    /**
     * Makes a pool: the seeds first, then for each part of it the structures of each generator; of these a pre-filter leaves the
     * worst out.
     *
     * @throws ConfigurationException if a generator cannot make its structures, or a seed has another composition
     */
    public static List<Proposal> generate(GenerateWork work, WorkContext context) {
        List<Proposal> pool = new ArrayList<>();
        for (Path file : work.pool().seeds()) {
            String origin = FilterWork.seedOrigin(file.getFileName());
            try {
                seeds(file, work.parts()).forEach(structure -> pool.add(new Proposal(structure, origin)));
            } catch (IllegalArgumentException e) {
                throw new ConfigurationException("pool.seeds: " + e.getMessage());
            }
        }
        for (PoolPart part : work.parts().parts()) {
            pool.addAll(generate(work, part, context));
        }
        return work.filter()
                .map(filter -> filter.mark(pool, filter.order(context), context))
                .orElse(pool);
    }

    private static List<Proposal> generate(GenerateWork work, PoolPart part, WorkContext context) {
        List<Proposal> made = new ArrayList<>();
        List<Integer> counts = counts(work.pool(), part.size());
        List<String> names = PoolGenerators.names(work.pool());
        Seed seed = seed(work.seed().split("generate"), work.parts(), part.composition());
        for (int i = 0; i < counts.size(); i++) {
            GeneratorSection section = work.pool().generators().get(i);
            if (counts.get(i) == 0 || PoolGenerators.isVariation(section)) {
                continue; // nothing is found yet
            }
            String name = names.get(i);
            Generator generator = Providers.of(Generator.class).get(section.type());
            generator
                    .generate(
                            part.composition(),
                            counts.get(i),
                            PoolGenerators.of(part.composition(), own(section.settings())),
                            seed.split(i),
                            context.workers(),
                            context.progress())
                    .forEach(structure -> made.add(new Proposal(structure, name)));
        }
        return made;
    }

    // one of its own for each part; that of a pool of one part is the campaign's
    static Seed seed(Seed seed, PoolParts parts, Composition composition) {
        return parts.parts().size() < 2 ? seed : seed.split(composition.toString());
    }

    // the keys that a section has for the pool are none of the generator's
    static Settings own(Settings section) {
        section.has("type");
        section.has("share");
        return section;
    }

    private static List<Integer> counts(Pool pool, int size) {
        return Pool.counts(
                size,
                pool.generators().stream()
                        .map(section -> PoolGenerators.isVariation(section) ? 0 : section.share())
                        .toList());
    }

    /**
     * Reads a file of seeds.
     *
     * @throws IllegalArgumentException if it cannot be read, or a seed has a composition that no part of the pool has
     */
    public static List<Structure> seeds(Path file, PoolParts parts) {
        List<Structure> seeds = new ArrayList<>();
        try {
            StructureFiles.read(file).forEach(frame -> seeds.add(frame.structure()));
        } catch (StructureFormatException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        } catch (UncheckedIOException e) {
            throw new IllegalArgumentException("expected a file of structures: " + e.getMessage(), e);
        }
        for (Structure seed : seeds) {
            if (!parts.contain(seed.composition())) {
                throw new IllegalArgumentException(
                        file + ": expected seeds of composition " + parts + ", found " + seed.composition());
            }
        }
        return seeds;
    }

    /**
     * Tries the model of the last round on the labels that it has not seen: they were chosen by it before they were known.
     *
     * @return empty if there is no such model or label
     */
    public static Optional<HeldOutSummary> heldOut(TrainWork work, WorkContext context) {
        List<LabelledStructure> unseen = work.labels().stream()
                .filter(label -> work.unseen().contains(label.id()))
                .toList();
        if (work.previous().isEmpty() || unseen.isEmpty()) {
            return Optional.empty();
        }
        SurrogateModel previous =
                surrogate(work.settings()).load(work.previous().get());
        List<Prediction> predictions = context.workers()
                .map(unseen.size(), i -> previous.predict(unseen.get(i).structure()));
        HeldOutErrors errors = new HeldOutErrors();
        for (int i = 0; i < predictions.size(); i++) {
            if (predictions.get(i).isFinite()) {
                errors.add(unseen.get(i).evaluation(), predictions.get(i));
            }
        }
        return errors.structures() == 0 ? Optional.empty() : Optional.of(HeldOutSummary.of(errors));
    }

    /** Returns the kind of surrogate that a section names. */
    public static Surrogate surrogate(Settings settings) {
        return Providers.of(Surrogate.class).get(settings.text("type", "ace"));
    }

    /** Fits a surrogate. */
    public static SurrogateModel train(TrainWork work, WorkContext context) {
        Settings settings = work.settings();
        Surrogate surrogate = surrogate(settings);
        warn(work);
        Optional<SurrogateModel> previous = work.previous().map(surrogate::load);
        return surrogate.train(
                TrainingTask.of(work.labels(), settings, work.seed().split("train"), context.workers())
                        .after(previous)
                        .telling(context.progress())
                        .keptIn(work.checkpoint()));
    }

    // of earlier labels it was said when they came
    private static void warn(TrainWork work) {
        RepeatedLabels.of(work.labels()).contradictions().stream()
                .filter(pair ->
                        work.unseen().contains(pair.first()) || work.unseen().contains(pair.second()))
                .forEach(pair -> LOG.warn("labels contradict each other: {}", pair.text()));
    }

    /** Relaxes candidates and says where they stand. */
    public static List<CandidateFrame> relax(RelaxWork work, WorkContext context) {
        SurrogateModel model = work.model().load();
        List<Structure> structures =
                work.frames().stream().map(CandidateFrame::structure).toList();
        List<Relaxation> relaxed = new BatchRelaxer(work.settings(), work.pressure())
                .relax(structures, model, context.workers(), context.progress());
        List<CandidateFrame> frames = new ArrayList<>();
        for (int i = 0; i < relaxed.size(); i++) {
            Relaxation frame = crystal(relaxed.get(i), structures.get(i), work, model);
            frames.add(frame(work.frames().get(i).candidate(), work.round(), frame, work.pressure()));
        }
        return frames;
    }

    // A hole of the model is no place to stand: labels there are too far off to learn from, so that the candidate would
    // be the lowest of all from then on. It waits where it came from for a better model.
    private static Relaxation crystal(Relaxation relaxed, Structure start, RelaxWork work, SurrogateModel model) {
        if (relaxed.outcome().isCrystal()) {
            return relaxed;
        }
        Relaxation before = Relaxer.relax(start, model, work.settings().withSteps(0), work.pressure());
        return new Relaxation(
                before.structure(),
                before.evaluation(),
                relaxed.outcome(),
                0,
                relaxed.evaluations(),
                before.prediction(),
                relaxed.reason());
    }

    private static CandidateFrame frame(String candidate, int round, Relaxation relaxed, double pressure) {
        Evaluation evaluation = relaxed.evaluation();
        Optional<Prediction> prediction = relaxed.prediction();
        return new CandidateFrame(
                candidate,
                round,
                relaxed.structure(),
                relaxed.enthalpyPerAtom(pressure),
                evaluation.maxForce(),
                prediction.map(p -> p.energyStd() / relaxed.structure().size()).orElse(Double.NaN),
                prediction.map(Prediction::maxForceStd).orElse(Double.NaN),
                word(relaxed.outcome()),
                relaxed.steps(),
                Optional.empty());
    }

    /** Returns an outcome as the books have it. */
    static String word(RelaxOutcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
