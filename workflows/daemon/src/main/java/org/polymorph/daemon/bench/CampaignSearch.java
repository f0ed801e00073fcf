package org.polymorph.daemon.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.polymorph.components.campaign.CampaignSession;
import org.polymorph.daemon.loop.CampaignRunner;
import org.polymorph.engine.campaign.CampaignState;
import org.polymorph.engine.campaign.ExitReason;
import org.polymorph.engine.config.ConfigLoader.Loaded;
import org.polymorph.engine.store.Calculation.Purpose;
import org.polymorph.engine.store.CampaignControl.ConflictException;
import org.polymorph.engine.store.CampaignReader;
import org.polymorph.engine.store.CampaignReader.LabelCounts;
import org.polymorph.engine.store.RankedResult;

/**
 * One campaign from beginning to end, and what it would have found, had it relaxed its lowest clusters with the oracle after
 * each round. Without an oracle at hand, only its final table counts.
 */
final class CampaignSearch {
    private static final long LOOK_MILLIS = 500;

    private final String method;
    private final Loaded loaded;
    private final Optional<Oracle> oracle;
    private final Optional<Predicate<Find>> enough;

    /**
     * Makes one.
     *
     * @param enough what the campaign is asked to end at, once a round has led there; empty if it ends by itself
     */
    CampaignSearch(String method, Loaded loaded, Optional<Oracle> oracle, Optional<Predicate<Find>> enough) {
        this.method = method;
        this.loaded = loaded;
        this.oracle = oracle;
        this.enough = enough;
    }

    /** Runs the campaign in a directory, or goes on with it there. */
    SearchRecord run(Path directory) throws InterruptedException {
        long begun = System.nanoTime();
        try (CampaignRunner runner = CampaignRunner.start(loaded, directory, Optional.empty())) {
            CampaignSession session = runner.session();
            Optional<RoundChecks> checks = oracle.map(potential -> new RoundChecks(
                    session.reader(), potential, loaded.campaign().stop().topK()));
            if (checks.isPresent() && enough.isPresent()) {
                endAt(enough.get(), checks.get(), session);
            }
            CampaignState state = session.end().get();
            return record(session.reader(), state, checks, begun);
        } catch (ExecutionException e) {
            Throwable cause = CampaignRunner.cause(Objects.requireNonNullElse(e.getCause(), e));
            throw cause instanceof RuntimeException runtime ? runtime : new IllegalStateException(cause);
        }
    }

    // looks at each round as soon as its clusters are in the books
    private static void endAt(Predicate<Find> enough, RoundChecks checks, CampaignSession session)
            throws InterruptedException {
        for (int round = 0; !session.end().isDone(); ) {
            List<RoundChecks.Check> lowest = checks.of(round);
            if (finds(lowest, 0, 0).stream().anyMatch(enough)) {
                stop(session);
                return;
            }
            if (lowest.isEmpty()) {
                Thread.sleep(LOOK_MILLIS);
            } else {
                round++;
            }
        }
    }

    private static void stop(CampaignSession session) {
        try {
            session.control().stop(session.spec().name());
        } catch (ConflictException e) {
            // it is about to end, or has ended, by itself
        }
    }

    private SearchRecord record(
            CampaignReader reader, CampaignState state, Optional<RoundChecks> oracleChecks, long begun) {
        int labels = spent(reader.counts(Purpose.LABEL));
        long calls = (long) labels + reader.evaluations(Purpose.FINAL);
        List<Find> finds = new ArrayList<>();
        long checked = oracleChecks
                .map(checks -> afterEach(reader, state, checks, finds))
                .orElse(0L);
        for (RankedResult result : reader.results()) {
            finds.add(new Find(labels, calls, calls + checked, result.enthalpy(), result.structure()));
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
    private static long afterEach(CampaignReader reader, CampaignState state, RoundChecks checks, List<Find> finds) {
        int labels = 0;
        long calls = 0;
        for (int round = 0; round <= state.round(); round++) {
            labels += spent(reader.labelCounts(round));
            List<RoundChecks.Check> lowest = checks.of(round);
            finds.addAll(finds(lowest, labels, calls));
            calls += lowest.stream().mapToLong(RoundChecks.Check::calls).sum();
        }
        return calls;
    }

    /** @param before calls of the checks of earlier rounds */
    private static List<Find> finds(List<RoundChecks.Check> lowest, int labels, long before) {
        List<Find> finds = new ArrayList<>();
        long now = 0;
        for (RoundChecks.Check check : lowest) {
            now += check.calls();
            long spent = now;
            check.bottom()
                    .ifPresent(bottom -> finds.add(new Find(
                            labels, labels + spent, labels + before + spent, bottom.enthalpy(), bottom.structure())));
        }
        return finds;
    }

    private static int spent(LabelCounts counts) {
        return counts.done() + counts.failed();
    }
}
