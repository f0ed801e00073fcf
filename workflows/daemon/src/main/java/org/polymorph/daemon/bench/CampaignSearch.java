package org.polymorph.daemon.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.polymorph.daemon.loop.CampaignRunner;
import org.polymorph.engine.campaign.CampaignState;
import org.polymorph.engine.campaign.ExitReason;
import org.polymorph.engine.config.ConfigLoader.Loaded;
import org.polymorph.engine.store.Calculation.Purpose;
import org.polymorph.engine.store.CampaignReader;
import org.polymorph.engine.store.CampaignReader.LabelCounts;
import org.polymorph.engine.store.CandidateFrame;
import org.polymorph.engine.store.ClusterRow;
import org.polymorph.engine.store.RankedResult;
import org.polymorph.model.crystal.Structure;
import org.polymorph.surrogate.relax.Relaxation;

/**
 * One campaign from beginning to end, and what it would have found, had it relaxed its lowest clusters with the oracle after
 * each round. Without an oracle at hand, only its final table counts.
 */
final class CampaignSearch {
    private final String method;
    private final Loaded loaded;
    private final Optional<Oracle> oracle;

    CampaignSearch(String method, Loaded loaded, Optional<Oracle> oracle) {
        this.method = method;
        this.loaded = loaded;
        this.oracle = oracle;
    }

    /** Runs the campaign in a directory, or goes on with it there. */
    SearchRecord run(Path directory) throws InterruptedException {
        long begun = System.nanoTime();
        try (CampaignRunner runner = CampaignRunner.start(loaded, directory, Optional.empty())) {
            CampaignState state = runner.session().end().get();
            return record(runner.session().reader(), state, begun);
        } catch (ExecutionException e) {
            Throwable cause = CampaignRunner.cause(Objects.requireNonNullElse(e.getCause(), e));
            throw cause instanceof RuntimeException runtime ? runtime : new IllegalStateException(cause);
        }
    }

    private SearchRecord record(CampaignReader reader, CampaignState state, long begun) {
        int labels = spent(reader.counts(Purpose.LABEL));
        long calls = (long) labels + reader.evaluations(Purpose.FINAL);
        List<Find> finds = new ArrayList<>();
        long checks =
                oracle.map(potential -> checks(reader, state, potential, finds)).orElse(0L);
        for (RankedResult result : reader.results()) {
            finds.add(new Find(labels, calls, calls + checks, result.enthalpy(), result.structure()));
        }
        ExitReason exit = state.exit();
        return new SearchRecord(
                method,
                loaded.campaign().seed(),
                exit == null ? "NONE" : exit.name(),
                state.round() + 1,
                labels,
                calls,
                (System.nanoTime() - begun) * 1e-9,
                finds);
    }

    // returns the calls that all the checks took
    private long checks(CampaignReader reader, CampaignState state, Oracle potential, List<Find> finds) {
        int topK = loaded.campaign().stop().topK();
        int labels = 0;
        long checks = 0;
        for (int round = 0; round <= state.round(); round++) {
            List<ClusterRow> lowest =
                    reader.clusters(round).stream().limit(topK).toList();
            labels += spent(reader.labelCounts(round));
            Map<String, Structure> frames = reader.frames(round).stream()
                    .collect(Collectors.toMap(CandidateFrame::candidate, CandidateFrame::structure));
            long now = 0;
            for (ClusterRow cluster : lowest) {
                Structure start = Objects.requireNonNull(frames.get(cluster.candidate()), cluster.candidate());
                Relaxation relaxed = potential.relax(start);
                now += relaxed.evaluations();
                if (RandomSearch.isSound(relaxed)) {
                    Relaxation sure = potential.refine(relaxed.structure());
                    finds.add(new Find(
                            labels, labels + now, labels + checks + now, potential.enthalpy(sure), sure.structure()));
                }
            }
            checks += now;
        }
        return checks;
    }

    private static int spent(LabelCounts counts) {
        return counts.done() + counts.failed();
    }
}
