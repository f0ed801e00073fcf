package org.polymorph.components.surrogate;

import java.util.List;
import java.util.Optional;
import org.polymorph.engine.config.PoolParts;
import org.polymorph.engine.store.CandidateFrame;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Seed;
import org.polymorph.surrogate.cluster.ClusterSettings;
import org.polymorph.surrogate.generate.Displacement;
import org.polymorph.surrogate.generate.MinimumDistances;
import org.polymorph.surrogate.relax.RelaxSettings;
import org.polymorph.surrogate.select.ScoreSettings;

/**
 * Candidates to choose from.
 *
 * @param round that the labels are for; in round 0 the choice is random, as there is no surrogate yet
 * @param frames the pool as it stands, clustered
 * @param model the surrogate that relaxed it; empty in round 0
 * @param labelled structures around which labels were made already, before their displacement
 * @param count labels wanted at most
 * @param pressure eV/Å³
 * @param starts where the relaxations that led to {@code frames} began; empty where no structures on their ways are wanted
 * @param relax how they were relaxed
 * @param parts of the pool: with a training part, labels are taken from it
 */
public record SelectWork(
        int round,
        List<CandidateFrame> frames,
        Optional<ModelFile> model,
        List<Structure> labelled,
        int count,
        double pressure,
        ScoreSettings score,
        ClusterSettings cluster,
        Displacement displacement,
        MinimumDistances distances,
        Seed seed,
        List<CandidateFrame> starts,
        RelaxSettings relax,
        PoolParts parts) {
    /** Makes work for a pool of one part. */
    public SelectWork(
            int round,
            List<CandidateFrame> frames,
            Optional<ModelFile> model,
            List<Structure> labelled,
            int count,
            double pressure,
            ScoreSettings score,
            ClusterSettings cluster,
            Displacement displacement,
            MinimumDistances distances,
            Seed seed,
            List<CandidateFrame> starts,
            RelaxSettings relax) {
        this(
                round,
                frames,
                model,
                labelled,
                count,
                pressure,
                score,
                cluster,
                displacement,
                distances,
                seed,
                starts,
                relax,
                PoolParts.ONE);
    }

    /** Returns this work for some of the labels, among some of the candidates. */
    SelectWork among(List<CandidateFrame> some, int labels) {
        return new SelectWork(
                round,
                some,
                model,
                labelled,
                labels,
                pressure,
                score,
                cluster,
                displacement,
                distances,
                seed,
                starts,
                relax,
                parts);
    }

    public SelectWork {
        frames = List.copyOf(frames);
        labelled = List.copyOf(labelled);
        starts = List.copyOf(starts);
    }
}
