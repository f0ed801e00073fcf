package org.polymorph.daemon.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.polymorph.components.surrogate.GenerateWork;
import org.polymorph.components.surrogate.PoolSteps;
import org.polymorph.components.surrogate.WorkContext;
import org.polymorph.engine.config.CampaignSpec;
import org.polymorph.engine.store.CampaignBook.Proposal;
import org.polymorph.model.spi.Progress;
import org.polymorph.model.spi.Seed;
import org.polymorph.model.spi.Workers;
import org.polymorph.surrogate.relax.RelaxOutcome;
import org.polymorph.surrogate.relax.Relaxation;

/**
 * The plain peer of a campaign: its very pool, each structure of it relaxed with the oracle, one after the other. What the file's
 * {@code pool.seeds} brings is no random cell, and left out.
 */
final class RandomSearch {
    static final String METHOD = "random-search";

    /** Above the lowest of the pool, eV/atom: what has come to its bottom there is known well enough. */
    private static final double REFINED = 0.1;

    private RandomSearch() {}

    /** Relaxes the pool that a campaign of this seed has. */
    static SearchRecord run(CampaignSpec spec, Oracle oracle, int seed) {
        long begun = System.nanoTime();
        List<Relaxation> relaxed = new ArrayList<>();
        try (Workers workers = new Workers(1)) {
            List<Proposal> pool = PoolSteps.generate(
                    new GenerateWork(
                            spec.search().parts().searched(),
                            spec.pool().withoutSeeds(),
                            new Seed(seed),
                            Optional.empty()),
                    new WorkContext(workers, Progress.NONE));
            pool.forEach(proposal -> relaxed.add(oracle.relax(proposal.structure())));
        }
        double lowest = relaxed.stream()
                .filter(RandomSearch::isSound)
                .mapToDouble(oracle::enthalpy)
                .min()
                .orElse(Double.NaN);
        List<Find> finds = new ArrayList<>();
        long calls = 0;
        for (int i = 0; i < relaxed.size(); i++) {
            Relaxation found = relaxed.get(i);
            calls += found.evaluations();
            if (isSound(found)) {
                boolean known = found.outcome() == RelaxOutcome.CONVERGED && oracle.enthalpy(found) > lowest + REFINED;
                Relaxation sure = known ? found : oracle.refine(found.structure());
                finds.add(new Find(i + 1, calls, calls, oracle.enthalpy(sure), sure.structure()));
            }
        }
        double seconds = (System.nanoTime() - begun) * 1e-9;
        return new SearchRecord(METHOD, seed, "POOL", 0, relaxed.size(), calls, seconds, finds);
    }

    static boolean isSound(Relaxation relaxation) {
        return relaxation.outcome().isCrystal() && relaxation.evaluation().isFinite();
    }
}
